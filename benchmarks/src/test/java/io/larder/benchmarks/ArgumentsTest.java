package io.larder.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

  @Test
  void asksForTheWholeShortSetByDefault() {
    Arguments arguments = Arguments.parse();
    assertThat(arguments.full()).isFalse();
    assertThat(arguments.postgresql()).isFalse();
    assertThat(arguments.trace()).isEmpty();
    assertThat(arguments.asksFor("put.os.1")).isTrue();
  }

  @Test
  void readsAllOptions() {
    Arguments arguments = Arguments.parse("--only", "^put|trace", "--trace", "some.xz", "--full");
    assertThat(arguments.full()).isTrue();
    assertThat(arguments.trace()).contains(Path.of("some.xz"));
    assertThat(arguments.asksFor("put.os.1")).isTrue();
    assertThat(arguments.asksFor("get.1")).isFalse();
  }

  @Test
  void asksForThePostgresqlSet() {
    assertThat(Arguments.parse("--postgresql").postgresql()).isTrue();
  }

  private static void assertRefused(String why, String... arguments) {
    assertThatThrownBy(() -> Arguments.parse(arguments))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(why);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertRefused("There is no option '--fast'. " + Arguments.USAGE, "--fast");
  }

  @Test
  void refusesAnOptionWithoutItsValue() {
    assertRefused("The option '--trace' lacks its value. " + Arguments.USAGE, "--trace");
  }

  @Test
  void refusesWhatIsNoRegularExpression() {
    assertRefused("'(' is no regular expression: Unclosed group.", "--only", "(");
  }
}
