package io.larder.storage.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamConstants;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds an object from the values of its fields, as Java serialization would, so that final
 * fields, {@code readObject} and {@code readResolve} work and no module need be open.
 *
 * <ol>
 *   <li>A serialization stream is composed that holds the one object, with its primitive fields as
 *       they are and a numbered placeholder for each reference.
 *   <li>An {@link ObjectInputStream} reads it and puts the values, which are decoded already, in
 *       the placeholders' places.
 * </ol>
 *
 * <p>The layout of the stream is that of the "Java Object Serialization Specification", chapter 6.
 */
final class ObjectRebuilder {

  private final List<Class<?>> hierarchy;
  private final Map<Field, @Nullable Object> values;
  private final List<Object> references = new ArrayList<>();
  private final ByteArrayOutputStream stream = new ByteArrayOutputStream(256);
  private final DataOutputStream out = new DataOutputStream(stream);

  /**
   * @param hierarchy the serializable classes, the topmost first
   * @param values what each field is to hold
   */
  ObjectRebuilder(List<Class<?>> hierarchy, Map<Field, @Nullable Object> values) {
    this.hierarchy = hierarchy;
    this.values = values;
  }

  Object rebuild() {
    Class<?> type = hierarchy.get(hierarchy.size() - 1);
    try {
      compose();
      try (ObjectInputStream in = new Reading()) {
        return in.readObject();
      }
    } catch (IOException | ClassNotFoundException | RuntimeException e) {
      throw KeyClasses.changed(type, e);
    }
  }

  private void compose() throws IOException {
    out.writeShort(ObjectStreamConstants.STREAM_MAGIC);
    out.writeShort(ObjectStreamConstants.STREAM_VERSION);
    out.writeByte(ObjectStreamConstants.TC_OBJECT);
    for (int i = hierarchy.size() - 1; i >= 0; i--) {
      describe(hierarchy.get(i), fieldsOf(hierarchy.get(i)));
    }
    out.writeByte(ObjectStreamConstants.TC_NULL);
    for (Class<?> level : hierarchy) {
      for (Field field : fieldsOf(level)) {
        writeValue(field.getType(), values.get(field));
      }
    }
  }

  /** The specification wants a class's primitive fields before its references. */
  private List<Field> fieldsOf(Class<?> level) {
    return values.keySet().stream()
        .filter(field -> field.getDeclaringClass() == level)
        .sorted(
            Comparator.comparing((Field field) -> !field.getType().isPrimitive())
                .thenComparing(Field::getName))
        .toList();
  }

  private void describe(Class<?> type, List<Field> fields) throws IOException {
    out.writeByte(ObjectStreamConstants.TC_CLASSDESC);
    out.writeUTF(type.getName());
    out.writeLong(ObjectStreamClass.lookup(type).getSerialVersionUID());
    out.writeByte(ObjectStreamConstants.SC_SERIALIZABLE);
    out.writeShort(fields.size());
    for (Field field : fields) {
      String descriptor = field.getType().descriptorString();
      boolean reference = !field.getType().isPrimitive();
      out.writeByte(descriptor.charAt(0));
      out.writeUTF(field.getName());
      if (reference) {
        out.writeByte(ObjectStreamConstants.TC_STRING);
        out.writeUTF(descriptor);
      }
    }
    out.writeByte(ObjectStreamConstants.TC_ENDBLOCKDATA);
  }

  private void writeValue(Class<?> type, @Nullable Object value) throws IOException {
    if (type.isPrimitive()) {
      writePrimitive(type, value);
    } else if (value == null) {
      out.writeByte(ObjectStreamConstants.TC_NULL);
    } else {
      out.writeByte(ObjectStreamConstants.TC_OBJECT);
      out.writeByte(ObjectStreamConstants.TC_CLASSDESC);
      out.writeUTF(Placeholder.class.getName());
      out.writeLong(Placeholder.serialVersionUID);
      out.writeByte(ObjectStreamConstants.SC_SERIALIZABLE);
      out.writeShort(1);
      out.writeByte('I');
      out.writeUTF("place");
      out.writeByte(ObjectStreamConstants.TC_ENDBLOCKDATA);
      out.writeByte(ObjectStreamConstants.TC_NULL);
      out.writeInt(references.size());
      references.add(value);
    }
  }

  private void writePrimitive(Class<?> type, @Nullable Object value) throws IOException {
    switch (type.descriptorString().charAt(0)) {
      case 'Z' -> out.writeBoolean((Boolean) present(value));
      case 'B' -> out.writeByte((Byte) present(value));
      case 'S' -> out.writeShort((Short) present(value));
      case 'C' -> out.writeChar((Character) present(value));
      case 'I' -> out.writeInt((Integer) present(value));
      case 'J' -> out.writeLong((Long) present(value));
      case 'F' -> out.writeFloat((Float) present(value));
      default -> out.writeDouble((Double) present(value));
    }
  }

  private static Object present(@Nullable Object value) {
    if (value == null) {
      throw KeyReader.damaged("a primitive field is null");
    }
    return value;
  }

  private static final class Placeholder implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Set by deserialization alone. */
    private int place;
  }

  private final class Reading extends ObjectInputStream {

    Reading() throws IOException {
      super(new ByteArrayInputStream(stream.toByteArray()));
      enableResolveObject(true);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass described) {
      for (Class<?> level : hierarchy) {
        if (level.getName().equals(described.getName())) {
          return level;
        }
      }
      return Placeholder.class;
    }

    @Override
    protected Object resolveObject(Object object) {
      return object instanceof Placeholder placeholder ? references.get(placeholder.place) : object;
    }
  }
}
