package io.larder.storage.codec;

import static io.larder.storage.codec.HostileBytesTest.stream;
import static io.larder.storage.codec.ValueSamples.OPEN;
import static io.larder.storage.codec.ValueSamples.STRICT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.Bytes;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.jsr107.ri.annotations.DefaultGeneratedCacheKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.cache.interceptor.SimpleKey;

/** Few bytes whose hashing would take very long. */
@Timeout(60)
class HashBombTest {

  record Pair(@Nullable Object left, @Nullable Object right) implements Serializable {}

  /** 2 to the depth elements, each level twice in the one above. */
  private static Object[] nested(int depth) {
    Object[] array = {"x"};
    for (int i = 0; i < depth; i++) {
      array = new Object[] {array, array};
    }
    return array;
  }

  /** A key as an attacker writes it: its constructor would hash. */
  private static Object planted(Object key, String field, Object[] content)
      throws ReflectiveOperationException {
    Field params = key.getClass().getDeclaredField(field);
    params.setAccessible(true);
    params.set(key, content);
    return key;
  }

  private static void assertRefused(ValueCodec codec, Object bomb) {
    byte[] bytes = stream(bomb);
    assertThat(bytes.length).isLessThan(200_000);
    assertThatThrownBy(() -> codec.decode(Bytes.wrap(bytes)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("hashing");
  }

  @Test
  void arraysInKeysThatHashThem() throws ReflectiveOperationException {
    assertRefused(STRICT, planted(new SimpleKey("a"), "params", nested(40)));
    assertRefused(
        STRICT,
        planted(new DefaultGeneratedCacheKey(new Object[] {"a"}), "parameters", nested(40)));
  }

  @Test
  void manyKeysThatShareOneArray() throws ReflectiveOperationException {
    Object[] shared = new Object[10_000];
    Arrays.fill(shared, "x");
    List<Object> keys = new ArrayList<>();
    for (int i = 0; i < 8_000; i++) {
      keys.add(planted(new SimpleKey("a"), "params", shared));
    }
    assertRefused(STRICT, keys);
  }

  @Test
  void recordsThatHashWhatTheyShare() {
    Object pair = new Pair("x", null);
    for (int i = 0; i < 60; i++) {
      pair = new Pair(pair, pair);
    }
    assertRefused(OPEN, pair);
  }

  @Test
  void largeGenuineArraysAndKeysAreNoBomb() {
    Object[] many = new Object[100_000];
    Arrays.setAll(many, i -> new Pair(new Pair(i, "a"), "b" + i));
    Object[] read = (Object[]) OPEN.decode(OPEN.encode(many));
    assertThat(read).isEqualTo(many);
    List<SimpleKey> keys = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      keys.add(new SimpleKey("a", i));
    }
    assertThat(STRICT.decode(STRICT.encode(keys))).isEqualTo(keys);
  }
}
