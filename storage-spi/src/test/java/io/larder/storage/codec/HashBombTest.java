package io.larder.storage.codec;

import static io.larder.storage.codec.HostileBytesTest.stream;
import static io.larder.storage.codec.ValueSamples.OPEN;
import static io.larder.storage.codec.ValueSamples.STRICT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.Bytes;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /** Nobody hashes them: what the program shares, it may share. */
  @Test
  void objectsThatShareMuchAreNoBomb() {
    Pair pair = new Pair("x", null);
    for (int i = 0; i < 60; i++) {
      pair = new Pair(pair, pair);
    }
    Pair read = (Pair) OPEN.decode(OPEN.encode(pair));
    assertThat(read.left()).isSameAs(read.right());
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

  /** 2 to the power of bits lists, all unequal and all of one hash code. */
  private static Set<Object> colliding(int bits) {
    Set<Object> set = new LinkedHashSet<>();
    for (int i = 0; i < 1 << bits; i++) {
      StringBuilder text = new StringBuilder();
      for (int bit = 0; bit < bits; bit++) {
        text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      set.add(new ArrayList<>(List.of(text.toString())));
    }
    return set;
  }

  @Test
  void collidingElementsOfAValueAreStoppedInTime() {
    Bytes bytes = Bytes.wrap(stream(colliding(13)));
    ClassResolver resolver = new ClassResolver(ValueSamples.LOADER, SerializationFilter.of(""));
    assertThatThrownBy(
            () ->
                ValueInput.read(
                    bytes, 1, resolver, new ReadingTime(Duration.ofMillis(20).toNanos())))
        .hasStackTraceContaining("reading them was stopped after 20 ms");
    assertThat(STRICT.decode(bytes)).isInstanceOf(Set.class);
  }

  @Test
  void collidingElementsOfAKeyAreRefusedInBothDirections() {
    Set<Object> many = colliding(11);
    assertThatThrownBy(() -> KeySamples.CODEC.encode(many)).hasMessageContaining("same hash code");
    assertThatThrownBy(() -> KeySamples.CODEC.encode(Map.of(1, asMap(many))))
        .hasMessageContaining("same hash code");
    byte[] planted = KeySamples.CODEC.encode(new ArrayList<>(many)).toByteArray();
    planted[0] = KeyTag.SET;
    assertThatThrownBy(() -> KeySamples.CODEC.decode(Bytes.wrap(planted)))
        .hasMessageContaining("same hash code");
    Set<Object> few = colliding(10);
    assertThat(KeySamples.CODEC.decode(KeySamples.CODEC.encode(few))).isEqualTo(few);
  }

  private static Map<Object, Object> asMap(Set<Object> keys) {
    Map<Object, Object> map = new LinkedHashMap<>();
    keys.forEach(key -> map.put(key, "x"));
    return map;
  }
}
