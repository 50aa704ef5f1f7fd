package io.larder.storage.postgresql;

import io.larder.storage.Bytes;
import java.nio.charset.StandardCharsets;

/** Keys that are texts. */
final class TextKeys {

  private TextKeys() {}

  static String text(Bytes key) {
    return new String(key.unsafeArray(), StandardCharsets.UTF_8);
  }
}
