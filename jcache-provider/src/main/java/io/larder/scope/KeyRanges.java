package io.larder.scope;

import io.larder.engine.Engine;
import io.larder.storage.Bytes;
import io.larder.storage.KeyRange;
import io.larder.storage.codec.CanonicalKeyCodec;
import io.larder.storage.codec.SerializationFilter;
import java.util.Arrays;

/** Ranges of texts as ranges of encoded keys, which are in the same order. */
final class KeyRanges {

  private static final CanonicalKeyCodec CODEC =
      new CanonicalKeyCodec(Engine.class.getClassLoader(), SerializationFilter.of(""));

  private KeyRanges() {}

  /** A text as the bytes that it is ordered by. */
  static Bytes encoded(String key) {
    return CODEC.encode(key);
  }

  /** The texts that begin with a text. */
  static KeyRange startingWith(String prefix) {
    return KeyRange.prefix(CODEC.encode(prefix));
  }

  /** The texts after a text. */
  static KeyRange after(String key) {
    return new KeyRange(successor(CODEC.encode(key)), startingWith("").to());
  }

  /** That text alone. */
  static KeyRange only(String key) {
    Bytes encoded = CODEC.encode(key);
    return new KeyRange(encoded, successor(encoded));
  }

  private static Bytes successor(Bytes key) {
    return Bytes.wrap(Arrays.copyOf(key.unsafeArray(), key.length() + 1));
  }

  /** The keys that have the key above them in the tree. */
  static KeyRange below(String key) {
    return startingWith(key + KeyTree.DOT);
  }
}
