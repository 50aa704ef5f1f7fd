package io.larder.storage.codec;

import java.io.Externalizable;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The fields that make up an instance of a serializable class: those of each class from the top of
 * the hierarchy down, sorted by name within a class; neither static nor transient.
 *
 * <p>Refused is what these fields alone do not say: a class with serialization of its own, with no
 * {@code equals} of its own, with a superclass that keeps state outside serialization, or with
 * fields that its module does not open. A {@code readObject} or {@code readResolve} is welcome: it
 * rebuilds what is transient.
 */
final class FieldLayout {

  private final Class<?> type;
  private final List<Class<?>> hierarchy = new ArrayList<>();
  private final List<Field> fields = new ArrayList<>();
  private final int fingerprint;

  /**
   * @param anyClass whether a class that is not Serializable is laid out too: its instances are
   *     written, and not read again
   */
  FieldLayout(Class<?> type, boolean anyClass) {
    this.type = type;
    requireComparable(anyClass);
    boolean writeOnly = !Serializable.class.isAssignableFrom(type);
    List<String> names = new ArrayList<>();
    for (Class<?> level : levels()) {
      if (Serializable.class.isAssignableFrom(level) || writeOnly) {
        hierarchy.add(level);
        requireDefaultForm(level);
        names.add("|");
        for (Field field : ownFields(level)) {
          if (!Modifier.isTransient(field.getModifiers())) {
            open(field);
            fields.add(field);
            names.add(field.getName());
            KeyClasses.requireRebuildable(type, field.getName(), field.getType());
          }
        }
      } else if (!ownFields(level).isEmpty()) {
        throw refused("its superclass " + level.getName() + " has fields and is not Serializable");
      }
    }
    this.fingerprint = FieldNames.fingerprint(names);
  }

  List<Field> fields() {
    return fields;
  }

  /** Returns the serializable classes, the topmost first. */
  List<Class<?>> hierarchy() {
    return hierarchy;
  }

  int fingerprint() {
    return fingerprint;
  }

  private void requireComparable(boolean anyClass) {
    if (!anyClass && !Serializable.class.isAssignableFrom(type)) {
      throw refused("the class is not Serializable");
    }
    if (type.isHidden() || type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
      throw refused("it is a lambda, or no class that has instances");
    }
    if (declaring(type, "equals", Object.class) == Object.class) {
      throw refused("the class has no equals of its own, so no two of its instances are equal");
    }
  }

  private static Class<?> declaring(Class<?> type, String method, Class<?>... parameters) {
    try {
      return type.getMethod(method, parameters).getDeclaringClass();
    } catch (NoSuchMethodException e) {
      throw KeyClasses.unreadable(type, e);
    }
  }

  private void requireDefaultForm(Class<?> level) {
    boolean ownForm =
        Externalizable.class.isAssignableFrom(level)
            || Arrays.stream(level.getDeclaredFields())
                .anyMatch(field -> field.getName().equals("serialPersistentFields"))
            || Arrays.stream(level.getDeclaredMethods())
                .anyMatch(
                    m -> m.getName().equals("writeObject") || m.getName().equals("writeReplace"));
    if (ownForm) {
      throw refused(level.getName() + " writes its serialized form itself");
    }
  }

  private void open(Field field) {
    try {
      field.setAccessible(true);
    } catch (RuntimeException e) {
      throw KeyClasses.unreadable(type, e);
    }
  }

  private List<Class<?>> levels() {
    List<Class<?>> levels = new ArrayList<>();
    Stream.<Class<?>>iterate(type, level -> level != null, Class::getSuperclass)
        .forEach(levels::add);
    Collections.reverse(levels);
    return levels;
  }

  private static List<Field> ownFields(Class<?> level) {
    return Arrays.stream(level.getDeclaredFields())
        .filter(field -> !Modifier.isStatic(field.getModifiers()))
        .sorted(Comparator.comparing(Field::getName))
        .toList();
  }

  private CodecException refused(String why) {
    return KeyClasses.refused(type, why);
  }
}
