package io.larder.storage.codec;

import static io.larder.storage.codec.KeySamples.CODEC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.larder.storage.Bytes;
import io.larder.storage.codec.KeySamples.Derived;
import io.larder.storage.codec.KeySamples.Part;
import io.larder.storage.codec.KeySamples.Side;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What cannot keep the promise is refused, and damaged bytes are one clear error. */
class KeyRefusalTest {

  private static void assertRefused(Object key, String... words) {
    assertThatThrownBy(() -> CODEC.encode(key))
        .isExactlyInstanceOf(CodecException.class)
        .hasMessageContainingAll(words);
    assertThatThrownBy(() -> CODEC.encode(List.of(key))).isInstanceOf(CodecException.class);
  }

  static class NotSerializable {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof NotSerializable;
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  static class BelowNotSerializable extends WithState implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  static class WithState {
    int state;

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof WithState that && state == that.state;
    }

    @Override
    public int hashCode() {
      return state;
    }
  }

  static class OwnForm implements Serializable {
    private static final long serialVersionUID = 1L;
    transient int hidden;

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.writeInt(hidden);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof OwnForm that && hidden == that.hidden;
    }

    @Override
    public int hashCode() {
      return hidden;
    }
  }

  record Sorted(TreeSet<String> names) {}

  @Test
  void classesThatCannotKeepThePromise() {
    assertRefused(new NotSerializable(), "NotSerializable", "not Serializable", "KeyCodec");
    assertRefused(new AtomicLong(1), "AtomicLong", "no equals of its own");
    assertRefused(new BelowNotSerializable(), "WithState has fields and is not Serializable");
    assertRefused(new OwnForm(), "OwnForm writes its serialized form itself");
    assertRefused(new Sorted(new TreeSet<>()), "names", "java.util.TreeSet");
    assertRefused((Serializable & Runnable) () -> {}, "KeyCodec");
    assertRefused(new java.io.File("a"), "java.io.File", "KeyCodec");
    assertRefused(new Object(), "java.lang.Object");
    assertRefused(new Locale("nolanguage"), "nolanguage");
    assertRefused(new BigDecimal("1" + "0".repeat(70_000)), "70001 digits");
  }

  @Test
  void aKeyThatHoldsItselfOrIsNestedTooDeeply() {
    List<Object> self = new ArrayList<>();
    self.add(self);
    assertRefused(self, "128", "holds itself");
    Object[] twice = new Object[2];
    twice[0] = twice;
    twice[1] = twice;
    assertRefused(twice, "holds itself");
    Object wide = "x";
    for (int i = 0; i < 60; i++) {
      wide = List.of(wide, wide);
    }
    assertRefused(wide, "longer than");
  }

  @Test
  void allRefusedClassesAtOnceWithTheLineToAdd() {
    CanonicalKeyCodec strict =
        new CanonicalKeyCodec(
            getClass().getClassLoader(), SerializationFilter.of("com.acme.*,com.acme.Other"));
    Object key = List.of(new Part("a", 1), Map.of(Side.LEFT, new Derived("a", 1, null)));
    Throwable thrown = catchThrowable(() -> strict.encode(key));
    assertThat(thrown).isInstanceOf(RefusedClassException.class);
    assertThat(((RefusedClassException) thrown).refusedClasses())
        .containsExactly(Derived.class.getName(), Part.class.getName(), Side.class.getName());
    assertThat(thrown)
        .hasMessageContaining(
            "larder.serialization.allow=com.acme.*,com.acme.Other,io.larder.storage.codec.*");
    assertThatThrownBy(() -> strict.decode(CODEC.encode(key)))
        .isInstanceOf(RefusedClassException.class);
    assertThatThrownBy(() -> strict.decode(CODEC.encode(Part.class)))
        .isInstanceOf(RefusedClassException.class);
  }

  @Test
  void namesAreNotInitializedBeforeTheFilterAgrees() {
    CanonicalKeyCodec strict =
        new CanonicalKeyCodec(getClass().getClassLoader(), SerializationFilter.of(""));
    for (byte tag : new byte[] {KeyTag.ENUM, KeyTag.CLASS, KeyTag.RECORD, KeyTag.OBJECT}) {
      KeyWriter out = new KeyWriter();
      out.octet(tag);
      out.text(Sentinel.class.getName());
      assertThatThrownBy(() -> strict.decode(out.toBytes()))
          .isInstanceOf(RefusedClassException.class);
    }
    assertThat(System.getProperty("larder.test.sentinel")).isNull();
  }

  static final class Sentinel {
    static {
      System.setProperty("larder.test.sentinel", "initialized");
    }
  }

  @Test
  void aRenamedClassOrConstantIsNamed() {
    KeyWriter out = new KeyWriter();
    out.octet(KeyTag.ENUM);
    out.text("io.larder.storage.codec.Gone");
    out.text("X");
    assertThatThrownBy(() -> CODEC.decode(out.toBytes()))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("io.larder.storage.codec.Gone");
    KeyWriter constant = new KeyWriter();
    constant.octet(KeyTag.ENUM);
    constant.text(Side.class.getName());
    constant.text("MIDDLE");
    assertThatThrownBy(() -> CODEC.decode(constant.toBytes()))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("MIDDLE");
  }

  @Test
  void keysOfAClassWithOtherFieldsAreNotRead() {
    byte[] bytes = CODEC.encode(new Part("a", 1)).toByteArray();
    bytes[Part.class.getName().length() + 3] ^= 1;
    assertThatThrownBy(() -> CODEC.decode(Bytes.wrap(bytes)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("other fields");
  }

  @Property
  void anyBytesDecodeOrAreACodecException(@ForAll @Size(max = 20) byte[] bytes) {
    Throwable thrown = catchThrowable(() -> CODEC.decode(Bytes.wrap(bytes)));
    if (thrown != null) {
      assertThat(thrown).isInstanceOf(CodecException.class);
    }
  }

  @Property
  void damagedKeysDecodeOrAreACodecException(
      @ForAll int place, @ForAll byte change, @ForAll boolean cut) {
    Map<Object, Object> map = new LinkedHashMap<>();
    map.put(new Part("a\0b", 1), Set.of(1.5, new BigDecimal("-12.30"), 'c'));
    map.put(new Derived("n", 3, List.of("x"), "a"), new Object[] {Instant.MAX, Side.LEFT, null});
    byte[] bytes = CODEC.encode(map).toByteArray();
    int at = Math.floorMod(place, bytes.length);
    bytes[at] ^= change;
    Bytes damaged = cut ? Bytes.copyOf(bytes).slice(0, at) : Bytes.wrap(bytes);
    Throwable thrown = catchThrowable(() -> CODEC.decode(damaged));
    if (cut || thrown != null) {
      assertThat(thrown).isInstanceOf(CodecException.class);
    }
  }
}
