package io.larder.storage.codec;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What an object of a class outside the JDK holds, as far as its hash code and {@code equals} may
 * visit it.
 *
 * @param fields its fields that may hold more than a plain value
 * @param readsItself whether it has a {@code readObject}, which may hash what it holds, as that of
 *     Spring's {@code SimpleKey} does
 */
record ObjectParts(List<Field> fields, boolean readsItself) {

  private static final ClassValue<ObjectParts> PARTS =
      new ClassValue<>() {
        @Override
        protected ObjectParts computeValue(Class<?> type) {
          return find(type);
        }
      };

  static ObjectParts of(Class<?> type) {
    return PARTS.get(type);
  }

  private static ObjectParts find(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    boolean readsItself = false;
    Class<?> level = type;
    while (level != null && isForeign(level)) {
      for (Field field : level.getDeclaredFields()) {
        boolean plain = Modifier.isStatic(field.getModifiers()) || isPlain(field.getType());
        // A module that is not open keeps its secrets: such a field counts as a plain value.
        if (!plain && field.trySetAccessible()) {
          fields.add(field);
        }
      }
      readsItself |=
          Arrays.stream(level.getDeclaredMethods()).anyMatch(m -> m.getName().equals("readObject"));
      level = level.getSuperclass();
    }
    return new ObjectParts(List.copyOf(fields), readsItself);
  }

  /** Returns whether a class does not come with the JDK's base modules. */
  static boolean isForeign(Class<?> type) {
    return type.getClassLoader() != null;
  }

  private static boolean isPlain(Class<?> declared) {
    boolean ofTheJdk = declared.getClassLoader() == null && !declared.isArray();
    return declared.isPrimitive()
        || declared.isEnum()
        || (ofTheJdk && Modifier.isFinal(declared.getModifiers()));
  }
}
