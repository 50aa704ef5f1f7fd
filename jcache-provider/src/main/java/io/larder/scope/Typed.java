package io.larder.scope;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Casts of what was read as a type to that type. */
final class Typed {

  private static final Map<Class<?>, Class<?>> BOXES =
      Map.of(
          boolean.class, Boolean.class,
          byte.class, Byte.class,
          short.class, Short.class,
          char.class, Character.class,
          int.class, Integer.class,
          long.class, Long.class,
          float.class, Float.class,
          double.class, Double.class);

  private Typed() {}

  @SuppressWarnings("unchecked") // an int is handed out as an Integer
  static <T> T cast(Object value, Class<T> type) {
    return (T) BOXES.getOrDefault(type, type).cast(value);
  }

  /** What a value is to be read as that stands in for the default: its class, if that says it. */
  @SuppressWarnings("unchecked") // the class of a T, or an interface that it has
  static <T> Class<T> classOf(T otherwise) {
    if (otherwise instanceof Enum<?> constant) {
      return (Class<T>) constant.getDeclaringClass();
    }
    for (Class<?> type : List.of(Map.class, List.class, Set.class)) {
      if (type.isInstance(otherwise)) {
        return (Class<T>) type;
      }
    }
    return (Class<T>) otherwise.getClass();
  }

  @SuppressWarnings({"unchecked", "unused"}) // it was read as that type
  static <T> T cast(Object value, TypeOf<T> type) {
    return (T) value;
  }
}
