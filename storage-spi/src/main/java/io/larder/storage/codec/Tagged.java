package io.larder.storage.codec;

import io.larder.storage.Bytes;

/** A tag byte and a payload in one sequence. */
final class Tagged {

  private Tagged() {}

  static Bytes bytes(byte tag, byte[] payload) {
    byte[] bytes = new byte[payload.length + 1];
    bytes[0] = tag;
    System.arraycopy(payload, 0, bytes, 1, payload.length);
    return Bytes.wrap(bytes);
  }
}
