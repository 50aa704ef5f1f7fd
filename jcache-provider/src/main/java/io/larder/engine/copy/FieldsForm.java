package io.larder.engine.copy;

import static java.lang.invoke.MethodType.methodType;

import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Of objects that are serialized by default. As in deserialization, the no-argument constructor of
 * the first superclass that is not serializable runs and no other; then the fields of the
 * serializable classes are set, final ones too. Transient fields keep their defaults.
 *
 * <p>The fields are copied by one method handle made of all of them, which the JIT compiles as one
 * method.
 */
final class FieldsForm extends Form {

  private static final Object[] NO_ARGUMENTS = {};

  private final Constructor<?> constructor;

  /** {@code (Object copy, Object original, Copying) -> void}. */
  private final MethodHandle transfer;

  /** Each {@code (Object) -> Object}. */
  private final List<MethodHandle> getters = new ArrayList<>();

  /**
   * @throws RuntimeException or ReflectiveOperationException if objects of the class cannot be made
   *     or filled
   */
  FieldsForm(Class<?> type) throws ReflectiveOperationException {
    this.constructor = serializationConstructor(type);
    List<MethodHandle> transfers = new ArrayList<>();
    for (Field field : fields(type)) {
      transfers.add(Access.transfer(field));
      getters.add(Access.boxedGetter(field));
    }
    this.transfer = inOneAfterAnother(transfers);
  }

  /** Reached by name, since a runtime image may lack the module {@code jdk.unsupported}. */
  private static Constructor<?> serializationConstructor(Class<?> type)
      throws ReflectiveOperationException {
    Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
    Object instance = factory.getMethod("getReflectionFactory").invoke(null);
    Constructor<?> constructor =
        (Constructor<?>)
            factory.getMethod("newConstructorForSerialization", Class.class).invoke(instance, type);
    if (constructor == null) {
      throw new NoSuchMethodException("No superclass of " + type + " can be constructed.");
    }
    return constructor;
  }

  private static List<Field> fields(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> level = type;
        level != null && Serializable.class.isAssignableFrom(level);
        level = level.getSuperclass()) {
      for (Field field : level.getDeclaredFields()) {
        if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
          fields.add(field);
        }
      }
    }
    return fields;
  }

  /** Halved again and again, so that handles of many fields are not nested deeply. */
  private static MethodHandle inOneAfterAnother(List<MethodHandle> steps) {
    int count = steps.size();
    if (count == 0) {
      return MethodHandles.empty(methodType(void.class, Object.class, Object.class, Copying.class));
    }
    if (count == 1) {
      return steps.get(0);
    }
    return MethodHandles.foldArguments(
        inOneAfterAnother(steps.subList(count / 2, count)),
        inOneAfterAnother(steps.subList(0, count / 2)));
  }

  @Override
  Object copy(Object original, Copying copying) {
    try {
      Object copy = constructor.newInstance(NO_ARGUMENTS);
      copying.began(original, copy);
      transfer.invokeExact(copy, original, copying);
      return copy;
    } catch (Throwable thrown) {
      throw Access.unchecked(thrown);
    }
  }

  @Override
  void parts(Object object, Consumer<@Nullable Object> to) {
    Access.read(getters, object, to);
  }
}
