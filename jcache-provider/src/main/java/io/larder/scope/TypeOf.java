package io.larder.scope;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * Names a type with its parameters, which a {@link Class} cannot: {@code new TypeOf<List<Item>>()
 * {}}. Immutable.
 *
 * @param <T> the type
 */
public abstract class TypeOf<T> {

  private final Type type;

  /**
   * Called by the subclass that says what {@code T} is.
   *
   * @throws IllegalArgumentException if it does not
   */
  protected TypeOf() {
    if (!(getClass().getGenericSuperclass() instanceof ParameterizedType superclass)) {
      throw new IllegalArgumentException(
          "Name the type in braces: new TypeOf<List<String>>() {}, not new TypeOf().");
    }
    this.type = superclass.getActualTypeArguments()[0];
  }

  final Type type() {
    return type;
  }

  @Override
  public final String toString() {
    return type.getTypeName();
  }
}
