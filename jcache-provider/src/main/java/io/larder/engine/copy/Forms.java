package io.larder.engine.copy;

import io.larder.storage.codec.Immutables;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The form of each class, found out once. Kept by the cache and not by the classes, so that it goes
 * away with the cache and keeps no class loader alive after it. Thread-safe.
 */
final class Forms {

  private final ConcurrentHashMap<Class<?>, Form> known = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Class<?>, Boolean> plain = new ConcurrentHashMap<>();

  /** The form of objects of exactly this class. */
  Form of(Class<?> type) {
    Form form = known.get(type);
    return form != null ? form : known.computeIfAbsent(type, Forms::find);
  }

  /**
   * Whether a stream that names this class says by it what object comes of it: the class has no
   * code that puts another in its place, or fills it in ways of its own.
   */
  boolean isPlain(Class<?> named) {
    Boolean answer = plain.get(named);
    return answer != null ? answer : plain.computeIfAbsent(named, SerializedForm::isPlain);
  }

  /** Whether whatever a field or element of this declared type holds can be shared. */
  static boolean isAlwaysShared(Class<?> declared) {
    boolean exact = Modifier.isFinal(declared.getModifiers()) || declared.isEnum();
    return exact && Immutables.hasImmutableInstances(declared);
  }

  private static Form find(Class<?> type) {
    if (type.isArray()) {
      return new ArrayForm(type.getComponentType());
    }
    if (Immutables.hasImmutableInstances(type)) {
      return SharedForm.INSTANCE;
    }
    Form ofTheJdk = JdkForms.of(type);
    if (ofTheJdk != null) {
      return ofTheJdk;
    }
    if (SerializedForm.isOfTheJdk(type) || !SerializedForm.isPlain(type)) {
      return UncopyableForm.INSTANCE;
    }
    try {
      if (type.isRecord()) {
        return new RecordForm(type);
      }
      return Serializable.class.isAssignableFrom(type)
          ? new FieldsForm(type)
          : UncopyableForm.INSTANCE;
    } catch (ReflectiveOperationException | RuntimeException | LinkageError closed) {
      // Its module is not open to us, or the JVM does not let its fields be set.
      return UncopyableForm.INSTANCE;
    }
  }
}
