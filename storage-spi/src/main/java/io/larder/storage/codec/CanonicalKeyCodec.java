package io.larder.storage.codec;

import io.larder.storage.Bytes;

/**
 * The default {@link KeyCodec}: canonical, so that equal keys give equal bytes, and
 * order-preserving for the common types.
 *
 * <ul>
 *   <li>Strings sort by code point, numbers of one type by value, {@code java.time} by time, {@link
 *       java.util.UUID} by its text, enum constants by class and name; lists, arrays and records as
 *       tuples, a shorter one before what it begins. Keys of different types sort by type.
 *   <li>{@code Integer} 1 and {@code Long} 1 are unequal, as are {@code BigDecimal} 1.0 and 1.00,
 *       and give different bytes.
 *   <li>Lists, sets, maps and map entries give the same bytes whatever their class. Arrays are
 *       compared by content, and arrays of references whatever their element type; decoded, they
 *       are {@code Object[]} unless a field's type says more.
 *   <li>Records are written by their accessors, other serializable objects by the fields that are
 *       not transient, of all classes of the hierarchy; shared references make no difference. On
 *       decoding {@code readObject} and {@code readResolve} run. Records need not be serializable.
 * </ul>
 *
 * <p>Refused, with a {@link CodecException} that names the class: what is not serializable, has no
 * {@code equals} of its own, writes its serialized form itself ({@code writeObject}, {@code
 * writeReplace}, {@code Externalizable}), keeps its fields in a module that is not open, or is
 * nested more than 128 deep, as is what holds itself. A class that the filter refuses is a {@link
 * RefusedClassException} already when it is encoded.
 *
 * <p>Not detected, and the caller's to know: a class whose {@code equals} looks at fewer fields
 * than it has, or at transient ones; and a class that keeps its hash code in a field that is not
 * transient and fills it late, or from enum constants. Hibernate's keys do the latter and are known
 * here. For others, plug in a {@link KeyCodec}.
 *
 * <p>A key whose record or class was given other fields since is not found again and not decoded.
 *
 * <p>Thread-safe.
 */
public final class CanonicalKeyCodec implements KeyCodec {

  private final Components components;
  private final SerializationFilter filter;

  /**
   * Makes a codec.
   *
   * @param loader finds the classes that keys name
   * @param filter says which classes keys may name, in both directions
   */
  public CanonicalKeyCodec(ClassLoader loader, SerializationFilter filter) {
    this(loader, filter, false);
  }

  private CanonicalKeyCodec(ClassLoader loader, SerializationFilter filter, boolean anyClass) {
    this.filter = filter;
    this.components = new Components(new ClassResolver(loader, filter), anyClass);
  }

  /**
   * Makes a codec for a cache that stores by reference. It writes instances of classes that are not
   * serializable, too, by their fields, so that an equal key finds the entry; decoding those is a
   * {@link CodecException}.
   *
   * @param loader finds the classes that keys name
   * @param filter says which classes keys may name, in both directions
   */
  public static CanonicalKeyCodec byReference(ClassLoader loader, SerializationFilter filter) {
    return new CanonicalKeyCodec(loader, filter, true);
  }

  @Override
  public Bytes encode(Object key) {
    if (key instanceof String text) {
      return Tagged.bytes(KeyTag.STRING, Utf8Text.encode(text));
    }
    if (key instanceof byte[] bytes) {
      return Tagged.bytes(KeyTag.BYTES, bytes);
    }
    KeyWriter out = new KeyWriter();
    try {
      components.write(out, key);
    } catch (StackOverflowError e) {
      throw new CodecException("The key is nested too deeply for this thread's stack.", e);
    }
    if (!out.refused().isEmpty()) {
      throw filter.refusal(out.refused());
    }
    return out.toBytes();
  }

  @Override
  public Object decode(Bytes bytes) {
    if (bytes.length() == 0) {
      throw KeyReader.damaged("there are none");
    }
    byte tag = bytes.at(0);
    if (tag == KeyTag.STRING) {
      return Utf8Text.decode(bytes.unsafeArray(), 1, bytes.length());
    }
    if (tag == KeyTag.BYTES) {
      return bytes.slice(1, bytes.length()).toByteArray();
    }
    return Damage.guard("a key", () -> decodeComponent(bytes));
  }

  private Object decodeComponent(Bytes bytes) {
    KeyReader in = new KeyReader(bytes);
    Object key = components.read(in);
    if (key == null || !in.atEnd()) {
      throw KeyReader.damaged("they go on after the key, or hold none");
    }
    return key;
  }
}
