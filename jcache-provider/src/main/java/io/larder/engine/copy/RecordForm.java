package io.larder.engine.copy;

import static java.lang.invoke.MethodType.methodType;

import io.larder.storage.codec.Immutables;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Of records: the canonical constructor is called with copies of the components, as in
 * deserialization. That one was called with what the record had been written from, and a
 * constructor may change what it is given; whether it leaves alone what it has changed already, the
 * trial tells.
 */
final class RecordForm extends Form {

  /** {@code (Object original, Copying) -> Object}. */
  private final MethodHandle construct;

  /** Each {@code (Object) -> Object}. */
  private final List<MethodHandle> getters = new ArrayList<>();

  /**
   * @throws RuntimeException or ReflectiveOperationException if the record is closed to us
   */
  RecordForm(Class<?> type) throws ReflectiveOperationException {
    List<Class<?>> types = new ArrayList<>();
    List<MethodHandle> copies = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Field field = type.getDeclaredField(component.getName());
      types.add(field.getType());
      copies.add(Access.copyOf(field));
      getters.add(Access.boxedGetter(field));
    }
    Constructor<?> canonical = type.getDeclaredConstructor(types.toArray(Class<?>[]::new));
    canonical.setAccessible(true);
    MethodHandle built = Access.LOOKUP.unreflectConstructor(canonical);
    for (int i = copies.size() - 1; i >= 0; i--) {
      built = MethodHandles.collectArguments(built, i, copies.get(i));
    }
    int[] order = new int[2 * copies.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i % 2;
    }
    this.construct =
        MethodHandles.permuteArguments(
            built.asType(built.type().changeReturnType(Object.class)),
            methodType(Object.class, Object.class, Copying.class),
            order);
  }

  @Override
  Object copy(Object original, Copying copying) {
    if (Immutables.isImmutable(original)) {
      return original;
    }
    try {
      return (Object) construct.invokeExact(original, copying);
    } catch (Throwable thrown) {
      throw Access.unchecked(thrown);
    }
  }

  @Override
  void parts(Object object, Consumer<@Nullable Object> to) {
    Access.read(getters, object, to);
  }

  @Override
  boolean mayShare() {
    return true;
  }
}
