package io.larder.storage.codec;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What records and field-encoded classes share: what is refused, and how a value fits a field. */
final class KeyClasses {

  private static final String PLUG_IN =
      " Use a record, a string, a number or another value class as the key, or plug in a KeyCodec.";

  private KeyClasses() {}

  static CodecException refused(Class<?> type, String why) {
    return new CodecException(
        "Instances of " + type.getName() + " cannot be keys: " + why + "." + PLUG_IN);
  }

  static CodecException unreadable(Class<?> type, Exception cause) {
    return new CodecException(
        "Instances of "
            + type.getName()
            + " cannot be keys: their fields cannot be read ("
            + cause
            + ")."
            + PLUG_IN,
        cause);
  }

  static CodecException changed(Class<?> type, Exception cause) {
    return new CodecException(
        "The key cannot be rebuilt: "
            + type.getName()
            + " has changed, or does not accept the stored values ("
            + cause
            + ").",
        cause);
  }

  /** Refuses a field that none of the containers that decoding makes would fit. */
  static void requireRebuildable(Class<?> owner, String field, Class<?> declared) {
    boolean container =
        Collection.class.isAssignableFrom(declared) || Map.class.isAssignableFrom(declared);
    if (container
        && !declared.isAssignableFrom(ArrayList.class)
        && !declared.isAssignableFrom(LinkedHashSet.class)
        && !declared.isAssignableFrom(LinkedHashMap.class)) {
      throw refused(
          owner, "the field " + field + " is declared as " + declared.getName() + ", not as List");
    }
  }

  /** Gives arrays of references, which are read as {@code Object[]}, the type of their field. */
  static @Nullable Object convert(@Nullable Object value, Class<?> declared) {
    if (!(value instanceof Object[] array)
        || !declared.isArray()
        || declared.getComponentType().isPrimitive()) {
      return value;
    }
    Class<?> elementType = declared.getComponentType();
    Object typed = Array.newInstance(elementType, array.length);
    for (int i = 0; i < array.length; i++) {
      Array.set(typed, i, convert(array[i], elementType));
    }
    return typed;
  }
}
