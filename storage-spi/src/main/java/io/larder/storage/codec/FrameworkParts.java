package io.larder.storage.codec;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of the frameworks' classes that are allowed without being configured, as far as their
 * hash code and {@code equals} may visit them: Spring's {@code SimpleKey} hashes an array when it
 * is read.
 *
 * <p>Other classes have none here. What their hash code visits is their own, and a large graph of
 * them with much that is shared, which nobody hashes, must stay readable.
 */
final class FrameworkParts {

  private static final SerializationFilter BUILT_IN = SerializationFilter.of("");

  private static final ClassValue<List<Field>> FIELDS =
      new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
          return find(type);
        }
      };

  private FrameworkParts() {}

  static List<Field> of(Class<?> type) {
    return FIELDS.get(type);
  }

  private static List<Field> find(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    Class<?> level = type;
    while (level != null && level.getClassLoader() != null && BUILT_IN.allows(level)) {
      for (Field field : level.getDeclaredFields()) {
        boolean constant = Modifier.isStatic(field.getModifiers());
        if (!constant && !field.getType().isPrimitive() && field.trySetAccessible()) {
          fields.add(field);
        }
      }
      level = level.getSuperclass();
    }
    return List.copyOf(fields);
  }
}
