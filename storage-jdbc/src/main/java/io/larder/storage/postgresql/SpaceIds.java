package io.larder.storage.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.storage.SpaceName;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The ids of spaces, made of their names. A standby that is promoted may never have had a space
 * that this process has open: counted up, its id would be given to another name there, and the two
 * would share their entries.
 */
final class SpaceIds {

  private SpaceIds() {}

  /** 63 bits of a digest; never 0. */
  static long of(SpaceName name) {
    String text = String.join("\0", name.scopeType(), name.scopeId(), name.namespace());
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return Math.max(1, ByteBuffer.wrap(digest).getLong() & Long.MAX_VALUE);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
