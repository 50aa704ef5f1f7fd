package io.larder.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with the arguments ends the program with status 2 and one line that says so. */
class BadInputTest {

  @TempDir private Path directory;

  private void assertRefused(String line, Object... arguments)
      throws IOException, InterruptedException {
    Path errors = directory.resolve("errors");
    List<String> flags = List.of("-Dbenchmarks.target=" + directory);
    Process process =
        ChildJvm.builder(BenchmarkSet.class, flags, arguments)
            .redirectError(errors.toFile())
            .redirectOutput(directory.resolve("output").toFile())
            .start();
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(Files.readAllLines(errors)).containsExactly(line);
    assertThat(directory.resolve("output")).isEmptyFile();
  }

  @Test
  void ofAMissingTrace() throws IOException, InterruptedException {
    Path missing = directory.resolve("none.xz");
    assertRefused(
        "The trace %s is refused: there is no such file.".formatted(missing), "--trace", missing);
  }

  @Test
  void ofATraceInAnotherFormat() throws IOException, InterruptedException {
    Path text =
        Files.writeString(directory.resolve("keys.txt"), "1\n2\n1\n", StandardCharsets.UTF_8);
    assertRefused(
        "The trace %s is refused: it is text, where 32-bit integers are expected.".formatted(text),
        "--trace",
        text);
  }

  @Test
  void ofAPartThatIsNotThere() throws IOException, InterruptedException {
    assertRefused("The value of --only matches the name of no part.", "--only", "nothing");
  }
}
