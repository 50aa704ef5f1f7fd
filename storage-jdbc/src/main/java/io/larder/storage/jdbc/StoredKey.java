package io.larder.storage.jdbc;

import io.larder.storage.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A key as a row holds it. One of more than 1,024 bytes is stored as its first 993 and the SHA-256
 * of the whole, 1,025 bytes in all, since databases bound what they index; the whole stands in a
 * column of its own.
 *
 * @param key what is indexed
 * @param whole the whole key, or null if {@code key} is that
 */
public record StoredKey(Bytes key, @Nullable Bytes whole) {

  /** Keys up to this many bytes are stored as they are. */
  static final int LONGEST_WHOLE = 1024;

  /** How many bytes of a longer key are stored before its digest. */
  static final int PREFIX = 993;

  private static final int DIGEST = 32;

  public static StoredKey of(Bytes key) {
    if (key.length() <= LONGEST_WHOLE) {
      return new StoredKey(key, null);
    }
    byte[] whole = key.unsafeArray();
    byte[] stored = Arrays.copyOf(whole, PREFIX + DIGEST);
    System.arraycopy(sha256(whole), 0, stored, PREFIX, DIGEST);
    return new StoredKey(Bytes.wrap(stored), key);
  }

  /** What is indexed, to be bound. */
  public byte[] bytes() {
    return key.unsafeArray();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
