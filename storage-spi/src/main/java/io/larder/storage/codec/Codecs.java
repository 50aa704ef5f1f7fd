package io.larder.storage.codec;

/**
 * The two codecs of one cache. Thread-safe, if a key codec that was plugged in is.
 *
 * @param keyCodec turns its keys into bytes and back
 * @param valueCodec turns its values into bytes and back
 */
public record Codecs(KeyCodec keyCodec, ValueCodec valueCodec) {

  /**
   * Makes the default codecs.
   *
   * @param loader finds the classes of keys and values: the cache manager's
   * @param filter says which classes they may be, the cache's declared types among them
   */
  public static Codecs of(ClassLoader loader, SerializationFilter filter) {
    return of(loader, filter, new CanonicalKeyCodec(loader, filter));
  }

  /** Makes codecs of which the one for keys was plugged in. */
  public static Codecs of(ClassLoader loader, SerializationFilter filter, KeyCodec keyCodec) {
    return new Codecs(keyCodec, new ValueCodec(loader, filter));
  }
}
