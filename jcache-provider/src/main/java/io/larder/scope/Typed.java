package io.larder.scope;

import java.util.Map;

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

  @SuppressWarnings({"unchecked", "unused"}) // it was read as that type
  static <T> T cast(Object value, TypeOf<T> type) {
    return (T) value;
  }
}
