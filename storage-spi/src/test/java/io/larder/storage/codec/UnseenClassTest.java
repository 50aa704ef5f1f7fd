package io.larder.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.Bytes;
import io.larder.storage.codec.ValueSamples.Color;
import io.larder.storage.codec.ValueSamples.Line;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Classes that the class loader of the cache manager does not find could not be read again. */
class UnseenClassTest {

  private static final SerializationFilter ALL = SerializationFilter.of("**");
  private static final ClassLoader BLIND = ClassLoader.getPlatformClassLoader();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aKeyOfAnUnseenClassIsRefused(boolean byReference) {
    CanonicalKeyCodec keys =
        byReference ? CanonicalKeyCodec.byReference(BLIND, ALL) : new CanonicalKeyCodec(BLIND, ALL);
    for (Object key : List.of(new Line("a", 1), List.of(new Line("a", 1)), Color.RED, Line.class)) {
      assertThatThrownBy(() -> keys.encode(key))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("io.larder.storage.codec.ValueSamples$")
          .hasMessageContaining("getCacheManager");
    }
    assertThat(keys.decode(keys.encode(List.of("a", 1)))).isEqualTo(List.of("a", 1));
  }

  @Test
  void aValueOfAnUnseenClassIsRefused() {
    ValueCodec values = new ValueCodec(BLIND, ALL);
    for (Object value :
        List.of(new Line("a", 1), List.of(Color.RED), Line.class, new Line[0], greeting())) {
      assertThatThrownBy(() -> values.encode(value))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("finds no class")
          .hasMessageContaining("io.larder.storage.codec.ValueSamples$");
    }
    assertThat(values.decode(values.encode(new ArrayList<>(List.of(1))))).isEqualTo(List.of(1));
  }

  private static Object greeting() {
    return java.lang.reflect.Proxy.newProxyInstance(
        ValueSamples.LOADER,
        new Class<?>[] {ValueSamples.Greeting.class},
        new ValueSamples.Handler("hello "));
  }

  /** The name is found, but it is the name of another class. */
  @Test
  void aTwinIsRefused() throws ReflectiveOperationException {
    Constructor<?> constructor =
        new Twins().loadClass(Line.class.getName()).getDeclaredConstructor(String.class, int.class);
    constructor.setAccessible(true);
    Object twin = constructor.newInstance("a", 1);
    assertThatThrownBy(() -> new ValueCodec(ValueSamples.LOADER, ALL).encode(twin))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("another one of that name");
    assertThatThrownBy(() -> new CanonicalKeyCodec(ValueSamples.LOADER, ALL).encode(twin))
        .isInstanceOf(CodecException.class);
  }

  /** A superclass need not be found by its own name: its class leads to it. */
  @Test
  void aSuperclassThatOnlyItsClassSees() {
    ClassLoader holderOnly = new Hiding(ValueSamples.Base.class.getName());
    ValueCodec values = new ValueCodec(holderOnly, ALL);
    Bytes bytes = values.encode(new ValueSamples.Child());
    assertThat(values.decode(bytes)).isInstanceOf(ValueSamples.Child.class);
  }

  /** Defines the sample classes once more. */
  private static final class Twins extends ClassLoader {
    Twins() {
      super(ValueSamples.LOADER);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(ValueSamples.class.getName())) {
        return super.loadClass(name, resolve);
      }
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] code = in.readAllBytes();
        return defineClass(name, code, 0, code.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  /** Does not find one class, as a loader of another module may not. */
  private static final class Hiding extends ClassLoader {
    private final String hidden;

    Hiding(String hidden) {
      super(ValueSamples.LOADER);
      this.hidden = hidden;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.equals(hidden)) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
  }
}
