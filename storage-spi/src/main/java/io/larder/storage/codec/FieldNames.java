package io.larder.storage.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.zip.CRC32;

/**
 * The fingerprint of the names of a class's fields. Values are written without their names; a class
 * whose fields were renamed or reordered must not take one field's value for another's.
 */
final class FieldNames {

  private FieldNames() {}

  /** Returns 31 bits, so that the first byte is never FF, which would escape what stands before. */
  static int fingerprint(List<String> names) {
    CRC32 crc = new CRC32();
    crc.update(String.join(";", names).getBytes(UTF_8));
    return (int) crc.getValue() & Integer.MAX_VALUE;
  }

  static void check(Class<?> type, int expected, int found) {
    if (expected != found) {
      throw new CodecException(
          "The key was written when "
              + type.getName()
              + " had other fields; keys of a changed class cannot be read.");
    }
  }
}
