package io.larder.storage.codec;

import io.larder.storage.Bytes;
import java.util.function.Consumer;

/**
 * Turns the values of a cache into bytes and back: one tag byte, then the payload.
 *
 * <p>Strings are stored as UTF-8, byte arrays as they are, boxed primitives, {@link
 * java.math.BigDecimal}, {@link java.math.BigInteger}, {@link java.util.UUID} and the common
 * classes of {@code java.time} as their text, {@link Json} as it is. Everything else is Java
 * serialization behind the {@link SerializationFilter}, in both directions. What could not be read
 * is not written: neither a class that the filter refuses nor one that the class loader does not
 * find.
 *
 * <p>Thread-safe.
 */
public final class ValueCodec {

  private final ClassResolver resolver;

  /**
   * Makes a codec.
   *
   * @param loader finds the classes of values
   * @param filter says which classes values may hold
   */
  public ValueCodec(ClassLoader loader, SerializationFilter filter) {
    this.resolver = new ClassResolver(loader, filter);
  }

  /**
   * Returns the bytes of a value.
   *
   * @param value never null; it is not kept
   * @throws RefusedClassException naming all classes of the value's graph that the filter refuses
   * @throws CodecException if it holds something that is not serializable, or of a class that the
   *     class loader does not find, or fails to serialize
   */
  public Bytes encode(Object value) {
    if (value instanceof String text) {
      return Tagged.bytes(ValueTag.STRING, Utf8Text.encode(text));
    }
    if (value instanceof byte[] bytes) {
      return Tagged.bytes(ValueTag.BYTES, bytes);
    }
    if (value instanceof Json json) {
      return Tagged.bytes(ValueTag.JSON, json.utf8().unsafeArray());
    }
    TextScalars scalar = TextScalars.of(value.getClass());
    String text = scalar == null ? null : scalar.format(value);
    if (scalar != null && text != null) {
      return Tagged.bytes(scalar.tag(), Utf8Text.encode(text));
    }
    return ValueOutput.serialize(ValueTag.JAVA, value, resolver);
  }

  /**
   * Returns the value of the given bytes, a new object each time.
   *
   * @throws RefusedClassException if they name a class that the filter refuses; nothing of it has
   *     run
   * @throws CodecException if they are damaged or hostile, or a class was renamed or changed
   */
  public Object decode(Bytes bytes) {
    return decode(bytes, named -> {});
  }

  /**
   * Returns the value of the given bytes, and tells which classes they name: those of the objects
   * in them and their serializable superclasses, of proxies the proxy class. What {@code
   * readResolve} puts in an object's place is of a class that they need not name.
   *
   * @param named called for each class once it is loaded, on this thread; for none if the value is
   *     not stored as Java serialization
   * @throws CodecException as {@link #decode(Bytes)} does
   */
  public Object decode(Bytes bytes, Consumer<Class<?>> named) {
    if (bytes.length() == 0) {
      throw new CodecException("The bytes of a value are damaged: there are none.");
    }
    byte tag = bytes.at(0);
    return switch (tag) {
      case ValueTag.STRING -> text(bytes);
      case ValueTag.BYTES -> bytes.slice(1, bytes.length()).toByteArray();
      case ValueTag.JSON -> Json.ofUtf8(bytes.slice(1, bytes.length()));
      case ValueTag.JAVA ->
          Damage.guard("a value", () -> ValueInput.read(bytes, 1, resolver, named));
      default -> scalar(tag, bytes);
    };
  }

  private static Object scalar(byte tag, Bytes bytes) {
    TextScalars scalar = TextScalars.withTag(tag);
    if (scalar == null) {
      throw new CodecException(
          "The bytes of a value begin with the tag 0x"
              + Integer.toHexString(tag & 0xFF)
              + ", which this version does not know: they are damaged, a counter's, or written by a"
              + " newer version.");
    }
    return Damage.guard("a value", () -> scalar.parse(text(bytes)));
  }

  private static String text(Bytes bytes) {
    return Utf8Text.decode(bytes.unsafeArray(), 1, bytes.length());
  }
}
