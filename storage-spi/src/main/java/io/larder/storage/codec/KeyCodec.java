package io.larder.storage.codec;

import io.larder.storage.Bytes;

/**
 * Turns the keys of a cache into bytes and back. Plug one in for key classes that {@link
 * CanonicalKeyCodec} refuses.
 *
 * <p>What a codec promises: equal keys give equal bytes, in every process and at all times; unequal
 * keys give unequal bytes; and {@code decode(encode(key))} equals {@code key}. Bytes are compared
 * unsigned from the left, and scans follow that order. Implementations are thread-safe.
 */
public interface KeyCodec {

  /**
   * Returns the bytes of a key.
   *
   * @param key never null
   * @throws CodecException if this key's class has no encoding that keeps the promise
   */
  Bytes encode(Object key);

  /**
   * Returns a key that equals the one that was encoded.
   *
   * @throws CodecException if the bytes are damaged, or name a class that is refused, missing or
   *     changed
   */
  Object decode(Bytes bytes);
}
