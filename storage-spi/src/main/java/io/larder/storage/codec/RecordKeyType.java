package io.larder.storage.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record class: its name, a fingerprint of its component names, and its components by accessor.
 */
final class RecordKeyType implements KeyType {

  private final Class<?> type;
  private final Components components;
  private final boolean allowed;
  private final byte[] name;
  private final int fingerprint;
  private final Method[] accessors;
  private final Constructor<?> constructor;

  RecordKeyType(Class<?> type, Components components, boolean allowed) {
    this.type = type;
    this.components = components;
    this.allowed = allowed;
    this.name = Utf8Text.encode(type.getName());
    RecordComponent[] declared = type.getRecordComponents();
    this.fingerprint =
        FieldNames.fingerprint(Arrays.stream(declared).map(RecordComponent::getName).toList());
    this.accessors =
        Arrays.stream(declared).map(RecordComponent::getAccessor).toArray(Method[]::new);
    try {
      Class<?>[] types =
          Arrays.stream(declared).map(RecordComponent::getType).toArray(Class<?>[]::new);
      this.constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      for (Method accessor : accessors) {
        accessor.setAccessible(true);
      }
    } catch (NoSuchMethodException | RuntimeException e) {
      throw KeyClasses.unreadable(type, e);
    }
    for (RecordComponent component : declared) {
      KeyClasses.requireRebuildable(type, component.getName(), component.getType());
    }
  }

  @Override
  public byte tag() {
    return KeyTag.RECORD;
  }

  @Override
  public void write(KeyWriter out, Object value) {
    if (!allowed) {
      out.refuse(type.getName());
    }
    out.escaped(name);
    out.fixed(fingerprint, 4);
    for (Method accessor : accessors) {
      components.write(out, call(accessor, value));
    }
    out.octet(KeyTag.END);
  }

  private @Nullable Object call(Method accessor, Object value) {
    try {
      return accessor.invoke(value);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw KeyClasses.unreadable(type, e);
    }
  }

  Object read(KeyReader in) {
    FieldNames.check(type, fingerprint, (int) in.fixed(4));
    List<@Nullable Object> values = new ArrayList<>();
    for (Class<?> componentType : constructor.getParameterTypes()) {
      values.add(KeyClasses.convert(components.read(in), componentType));
    }
    in.end();
    try {
      return constructor.newInstance(values.toArray());
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      throw KeyClasses.changed(type, e);
    }
  }
}
