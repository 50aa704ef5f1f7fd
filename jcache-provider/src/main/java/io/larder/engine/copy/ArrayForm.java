package io.larder.engine.copy;

import java.lang.reflect.Array;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Of arrays, of any component type; arrays of arrays are arrays of objects. */
final class ArrayForm extends Form {

  private final Class<?> componentType;
  private final boolean shallow;

  ArrayForm(Class<?> componentType) {
    this.componentType = componentType;
    this.shallow = componentType.isPrimitive() || Forms.isAlwaysShared(componentType);
  }

  @Override
  Object copy(Object original, Copying copying) {
    int length = Array.getLength(original);
    Object copy = Array.newInstance(componentType, length);
    if (shallow) {
      System.arraycopy(original, 0, copy, 0, length);
      return copy;
    }
    copying.began(original, copy);
    @Nullable Object[] from = (@Nullable Object[]) original;
    @Nullable Object[] to = (@Nullable Object[]) copy;
    for (int i = 0; i < length; i++) {
      to[i] = copying.copy(from[i]);
    }
    return copy;
  }

  @Override
  void parts(Object object, Consumer<@Nullable Object> to) {
    to.accept(Array.getLength(object));
    if (!componentType.isPrimitive()) {
      for (Object element : (@Nullable Object[]) object) {
        to.accept(element);
      }
    }
  }
}
