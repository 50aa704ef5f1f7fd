package io.larder.storage.codec;

import java.io.Serializable;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One serializable class by its fields: its name, a fingerprint of their names, their values. */
final class ObjectKeyType implements KeyType {

  private final Class<?> type;
  private final Components components;
  private final boolean allowed;
  private final FieldLayout layout;
  private final List<Field> fields;
  private final byte[] name;
  private final @Nullable DerivedHash derived;

  ObjectKeyType(Class<?> type, Components components, boolean allowed, boolean anyClass) {
    this.type = type;
    this.components = components;
    this.allowed = allowed;
    this.layout = new FieldLayout(type, anyClass);
    this.derived = DerivedHash.of(type);
    this.fields = layout.fields();
    this.name = Utf8Text.encode(type.getName());
  }

  @Override
  public byte tag() {
    return KeyTag.OBJECT;
  }

  @Override
  public void write(KeyWriter out, Object value) {
    if (!allowed) {
      out.refuse(type.getName());
    }
    out.escaped(name);
    out.fixed(layout.fingerprint(), 4);
    int identityHashed = out.identityHashed();
    Field hash = null;
    for (Field field : fields) {
      if (isDerived(field)) {
        hash = field;
      } else {
        components.write(out, get(field, value));
      }
    }
    if (hash != null) {
      boolean lasting = out.identityHashed() == identityHashed;
      components.write(out, lasting ? get(hash, value) : null);
    }
    out.octet(KeyTag.END);
  }

  Object read(KeyReader in) {
    if (!Serializable.class.isAssignableFrom(type)) {
      throw new CodecException(
          "The key cannot be rebuilt: "
              + type.getName()
              + " is not Serializable; its cache stores by reference, so it is found by an equal key"
              + " and not iterated over.");
    }
    FieldNames.check(type, layout.fingerprint(), (int) in.fixed(4));
    Map<Field, @Nullable Object> values = new HashMap<>();
    Map<String, @Nullable Object> byName = new HashMap<>();
    Field hash = null;
    for (Field field : fields) {
      if (isDerived(field)) {
        hash = field;
      } else {
        Object value = KeyClasses.convert(components.read(in), field.getType());
        values.put(field, value);
        byName.put(field.getName(), value);
      }
    }
    if (hash != null && derived != null) {
      Object stored = components.read(in);
      values.put(hash, stored != null ? stored : derived.formula().applyAsInt(byName));
    }
    in.end();
    return new ObjectRebuilder(layout.hierarchy(), values).rebuild();
  }

  private boolean isDerived(Field field) {
    return derived != null && derived.field().equals(field.getName());
  }

  private @Nullable Object get(Field field, Object owner) {
    try {
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw KeyClasses.unreadable(type, e);
    }
  }
}
