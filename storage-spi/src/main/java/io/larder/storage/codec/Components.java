package io.larder.storage.codec;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the components of a key, each a tag and what its class needs. What a class needs
 * is found out once. Thread-safe.
 */
final class Components {

  private static final Map<Class<?>, ScalarKeyType<?>> SCALARS = new HashMap<>();
  private static final ScalarKeyType<?>[] SCALARS_BY_TAG = new ScalarKeyType<?>[128];

  static {
    NumberKeys.all().forEach(Components::add);
    add(BigDecimalKeys.type());
    TimeKeys.all().forEach(Components::add);
    add(TimeKeys.zoneId());
    TextKeys.all().forEach(Components::add);
    DateKeys.all().forEach(Components::add);
  }

  private final ContainerKeys containers = new ContainerKeys(this);
  private final ClassKeys classes;
  private final PerClass<KeyType> types = new PerClass<>(this::typeOf);

  Components(ClassResolver resolver, boolean anyClass) {
    this.classes = new ClassKeys(this, resolver, anyClass);
  }

  private static void add(ScalarKeyType<?> scalar) {
    SCALARS.put(scalar.type(), scalar);
    SCALARS_BY_TAG[scalar.tag()] = scalar;
  }

  void write(KeyWriter out, @Nullable Object value) {
    if (value == null) {
      out.octet(KeyTag.NULL);
      return;
    }
    KeyType type = types.get(value.getClass());
    out.enter();
    out.octet(type.tag());
    type.write(out, value);
    out.leave();
  }

  @Nullable Object read(KeyReader in) {
    int tag = in.octet();
    if (tag == KeyTag.NULL) {
      return null;
    }
    if (tag >= SCALARS_BY_TAG.length) {
      throw unknown(tag);
    }
    ScalarKeyType<?> scalar = SCALARS_BY_TAG[tag];
    if (scalar != null) {
      return scalar.read(in);
    }
    in.enter();
    Object value = containers.read(tag, in);
    if (value == null) {
      value = classes.read(tag, in);
    }
    if (value == null) {
      throw unknown(tag);
    }
    in.leave();
    return value;
  }

  private static CodecException unknown(int tag) {
    return KeyReader.damaged("no component has the tag 0x" + Integer.toHexString(tag));
  }

  private KeyType typeOf(Class<?> type) {
    KeyType scalar = SCALARS.get(ZoneId.class.isAssignableFrom(type) ? ZoneId.class : type);
    if (scalar != null) {
      return scalar;
    }
    KeyType container = containers.typeFor(type);
    return container != null ? container : classes.typeFor(type);
  }
}
