package io.larder.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * One change to one entry, as a {@link Recording} keeps it: who changed what, when, from and to.
 *
 * <p>The records of one key are one range, see {@link #recordsOf}, with the latest change first.
 * Values are bytes as they stand in entries; {@link Counter#of(Bytes)} reads those of counters.
 *
 * @param key the key that was changed
 * @param version the version that the change gave to the entry, or to its tombstone
 * @param timestamp when it was changed, see {@link HybridClock}
 * @param origin the store replica that made the change
 * @param actor who made it, or null if nobody said
 * @param from the value before, or null if no live entry stood there
 * @param to the value after, or null if the entry was deleted
 * @param expiresAt the entry's expiry after the change, in milliseconds since the Unix epoch, or
 *     {@link Entry#NEVER}
 */
public record Revision(
    Bytes key,
    long version,
    long timestamp,
    long origin,
    @Nullable String actor,
    @Nullable Bytes from,
    @Nullable Bytes to,
    long expiresAt) {

  private static final byte FORMAT = 1;
  private static final int NONE = -1;

  /** What stands before the time and the origin. No other key's is the beginning of it. */
  private static final int ESCAPE = 0xFF;

  private static final int WHOLE = 1;
  private static final int CUT = 2;

  /**
   * So much of an escaped key stands in a record's; of a longer one a digest besides. Stores keep
   * the order of keys of up to 1,024 bytes.
   */
  private static final int LONGEST_WHOLE = 900;

  private static final int DATED = 2 * Long.BYTES;

  /** The keys of all records of changes to that key; they sort from the latest to the earliest. */
  public static KeyRange recordsOf(Bytes key) {
    return KeyRange.prefix(Bytes.wrap(prefix(key).toByteArray()));
  }

  /**
   * Reads a record.
   *
   * @param record an entry of the space that a {@link Recording} names
   * @throws IllegalArgumentException if it is no record, or damaged
   */
  public static Revision of(Entry record) {
    byte[] value = record.value().unsafeArray();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value))) {
      if (record.deleted() || in.readByte() != FORMAT) {
        throw new IOException("unknown format");
      }
      int dated = record.key().length() - DATED;
      if (dated < 0) {
        throw new IOException("a key of " + record.key().length() + " bytes");
      }
      ByteBuffer date = ByteBuffer.wrap(record.key().unsafeArray(), dated, DATED);
      long timestamp = ~date.getLong();
      long origin = date.getLong();
      Bytes key = read(in);
      Bytes actor = read(in);
      Revision revision =
          new Revision(
              key == null ? Bytes.EMPTY : key,
              in.readLong(),
              timestamp,
              origin,
              actor == null ? null : text(actor),
              read(in),
              read(in),
              in.readLong());
      if (in.available() > 0) {
        throw new IOException(in.available() + " bytes too many");
      }
      if (!revision.recordKey().equals(record.key())) {
        throw new IOException("it tells of another key, " + revision.key());
      }
      return revision;
    } catch (IOException damage) {
      throw new IllegalArgumentException(
          "Not a record of history: the entry %s with the value %s (%s)."
              .formatted(
                  record.key(),
                  record.value(),
                  damage instanceof EOFException ? "it ends too early" : damage.getMessage()),
          damage);
    }
  }

  /** When it was changed, in milliseconds since the Unix epoch. */
  public long changedAt() {
    return HybridClock.millis(timestamp);
  }

  /** The key of its record. */
  public Bytes recordKey() {
    ByteArrayOutputStream bytes = prefix(key);
    bytes.writeBytes(ByteBuffer.allocate(DATED).putLong(~timestamp).putLong(origin).array());
    return Bytes.wrap(bytes.toByteArray());
  }

  /** The value of its record, which {@link #of} reads together with {@link #recordKey}. */
  public Bytes toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.writeByte(FORMAT);
      write(out, key);
      write(out, actor == null ? null : Bytes.wrap(actor.getBytes(UTF_8)));
      out.writeLong(version);
      write(out, from);
      write(out, to);
      out.writeLong(expiresAt);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return Bytes.wrap(bytes.toByteArray());
  }

  /** Escaped, and with an end, so that keys sort as they are and none is the other's beginning. */
  private static ByteArrayOutputStream prefix(Bytes key) {
    ByteArrayOutputStream prefix = new ByteArrayOutputStream();
    int read = 0;
    while (read < key.length() && prefix.size() < LONGEST_WHOLE) {
      byte next = key.at(read++);
      prefix.write(next);
      if (next == 0) {
        prefix.write(ESCAPE);
      }
    }
    prefix.write(0);
    if (read == key.length()) {
      prefix.write(WHOLE);
    } else {
      prefix.write(CUT);
      prefix.writeBytes(sha256(key.unsafeArray()));
    }
    return prefix;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  private static void write(DataOutputStream out, @Nullable Bytes bytes) throws IOException {
    if (bytes == null) {
      out.writeInt(NONE);
    } else {
      out.writeInt(bytes.length());
      out.write(bytes.unsafeArray());
    }
  }

  private static @Nullable Bytes read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length == NONE) {
      return null;
    }
    if (length < 0 || length > in.available()) {
      throw new IOException("a length of " + length + " with " + in.available() + " bytes left");
    }
    return Bytes.wrap(in.readNBytes(length));
  }

  private static String text(Bytes bytes) throws IOException {
    return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.unsafeArray())).toString();
  }
}
