package io.larder.engine.copy;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Method handles of which forms are made. */
final class Access {

  static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  /** {@code (Copying, Object) -> Object}. */
  static final MethodHandle COPY;

  static {
    try {
      COPY = LOOKUP.findVirtual(Copying.class, "copy", methodType(Object.class, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Access() {}

  /**
   * {@code (Object owner, Copying) -> T}: the copy of what a field holds.
   *
   * @throws RuntimeException if the field's module is not open
   */
  static MethodHandle copyOf(Field field) throws IllegalAccessException {
    MethodHandle value = getter(field);
    if (field.getType().isPrimitive() || Forms.isAlwaysShared(field.getType())) {
      return MethodHandles.dropArguments(value, 1, Copying.class);
    }
    MethodHandle boxed = boxedGetter(field);
    MethodHandle copy = MethodHandles.filterArguments(COPY, 1, boxed);
    return MethodHandles.permuteArguments(
            copy, methodType(Object.class, Object.class, Copying.class), 1, 0)
        .asType(methodType(field.getType(), Object.class, Copying.class));
  }

  /** {@code (Object owner) -> T}. */
  static MethodHandle getter(Field field) throws IllegalAccessException {
    field.setAccessible(true);
    return LOOKUP.unreflectGetter(field).asType(methodType(field.getType(), Object.class));
  }

  /** {@code (Object owner) -> Object}. */
  static MethodHandle boxedGetter(Field field) throws IllegalAccessException {
    return getter(field).asType(methodType(Object.class, Object.class));
  }

  /** Passes on what each {@link #boxedGetter} gives. */
  static void read(List<MethodHandle> boxedGetters, Object object, Consumer<@Nullable Object> to) {
    try {
      for (MethodHandle getter : boxedGetters) {
        to.accept((Object) getter.invokeExact(object));
      }
    } catch (Throwable thrown) {
      throw unchecked(thrown);
    }
  }

  /**
   * {@code (Object copy, Object original, Copying) -> void}: copies what the field holds.
   *
   * @throws IllegalAccessException if the JVM does not let the field be set
   */
  static MethodHandle transfer(Field field) throws IllegalAccessException {
    field.setAccessible(true);
    MethodHandle setter =
        LOOKUP.unreflectSetter(field).asType(methodType(void.class, Object.class, field.getType()));
    return MethodHandles.collectArguments(setter, 1, copyOf(field));
  }

  /** Rethrows what a method handle has thrown, which declares everything and throws nothing new. */
  static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException failure ? failure : new IllegalStateException(thrown);
  }
}
