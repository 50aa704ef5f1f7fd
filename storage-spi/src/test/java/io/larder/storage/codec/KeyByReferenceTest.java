package io.larder.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A cache that stores by reference takes keys that are not serializable. */
class KeyByReferenceTest {

  private final ClassLoader loader = getClass().getClassLoader();
  private final SerializationFilter filter = SerializationFilter.of(Named.class.getName());
  private final KeyCodec codec = CanonicalKeyCodec.byReference(loader, filter);

  static final class Named {
    private final String name;
    private final transient long seen = System.nanoTime();

    Named(String name) {
      this.name = name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Named that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }

    @Override
    public String toString() {
      return name + " seen at " + seen;
    }
  }

  @Test
  void equalKeysGiveEqualBytes() {
    assertThat(codec.encode(new Named("one"))).isEqualTo(codec.encode(new Named("one")));
    assertThat(codec.encode(new Named("one"))).isNotEqualTo(codec.encode(new Named("other")));
  }

  @Test
  void decodingSaysWhyItCannot() {
    Bytes key = codec.encode(List.of(new Named("one")));
    assertThatThrownBy(() -> codec.decode(key))
        .isInstanceOf(CodecException.class)
        .hasMessageContainingAll(Named.class.getName(), "not Serializable", "by reference");
  }

  @Test
  void serializableKeysAreTheSameAsByValue() {
    KeyCodec byValue = new CanonicalKeyCodec(loader, filter);
    for (Object key : List.of("text", 1L, List.of("a", 2))) {
      assertThat(codec.encode(key)).isEqualTo(byValue.encode(key));
      assertThat(codec.decode(codec.encode(key))).isEqualTo(key);
    }
    assertThatThrownBy(() -> byValue.encode(new Named("one"))).isInstanceOf(CodecException.class);
  }

  @Test
  void theFilterHolds() {
    KeyCodec strict = CanonicalKeyCodec.byReference(loader, SerializationFilter.of(""));
    assertThatThrownBy(() -> strict.encode(new Named("one")))
        .isInstanceOf(RefusedClassException.class);
  }
}
