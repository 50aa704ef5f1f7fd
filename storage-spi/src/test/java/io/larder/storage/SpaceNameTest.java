package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpaceNameTest {

  /** UTF-8 has no form for them: two names would come back as one. */
  @ParameterizedTest
  @ValueSource(strings = {"\uD800", "a\uDC00", "\uDC00\uD800", "\uD83D\uDE00\uD83D"})
  void halvesOfSurrogatePairsAreRefusedInEachPart(String part) {
    assertThatThrownBy(() -> SpaceName.global(part))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("namespace")
        .hasMessageContaining("U+D");
    assertThatThrownBy(() -> new SpaceName(part, "1", "n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("scope type");
    assertThatThrownBy(() -> new SpaceName("user", part, "n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("scope id");
  }

  @Test
  void wholePairsAreNames() {
    assertThat(SpaceName.global("\uD83D\uDE00!")).hasToString("\uD83D\uDE00!");
  }
}
