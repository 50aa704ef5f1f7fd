package io.larder.engine;

import io.larder.storage.Bytes;
import io.larder.storage.Entry;
import io.larder.storage.Stamp;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What L1 holds under a key: the live object where handing it out is safe; where each reader needs
 * an object of its own, an original to copy or the bytes to decode; or the knowledge that there is
 * no entry.
 *
 * <p>An entry begins as bytes, and the first reader finds out whether it can be copied. The bytes
 * then give way to the original, so that a slot never holds both. An original is no array of bytes:
 * that is how the two are told apart.
 *
 * <p>L1 holds many slots, so each field counts: 48 bytes in all, on a JVM with compressed pointers.
 */
class Slot {

  /** One that knows its size, where L1 is bounded by bytes. */
  private static final class Weighed extends Slot {

    private final int bytes;

    Weighed(Object content, Entry entry, @Nullable Lineage known) {
      super(content, entry, known);
      this.bytes = entry.key().length() + entry.value().length();
    }

    @Override
    int bytesHeld() {
      return bytes;
    }
  }

  /** The half of a stamp that most entries of a cache have in common, kept once for many slots. */
  record Lineage(long epoch, long origin) {

    static Lineage of(Stamp stamp, @Nullable Lineage known) {
      return known != null && known.epoch == stamp.epoch() && known.origin == stamp.origin()
          ? known
          : new Lineage(stamp.epoch(), stamp.origin());
    }
  }

  private static final Object NOTHING = new Object();

  /** How the content becomes a value. */
  private static final byte SHARED = 0;

  private static final byte UNTRIED = 1;
  private static final byte ENCODED = 2;
  private static final byte TREE = 3;
  private static final byte GRAPH = 4;
  private static final byte ABSENT = 5;

  /** Shared, and it never expires: all that a hit has to know. */
  private static final byte LASTING = 6;

  private volatile Object content;

  /** Null if there is no entry. */
  private final @Nullable Lineage lineage;

  private final long version;
  private final long timestamp;

  /** In milliseconds; moved by accesses, and by nothing else. */
  private volatile long expiresAt;

  /** Written before {@link #content} is, and read after it. */
  private byte form;

  /** Whether {@link #expiresAt} has been moved and the store does not know it yet. */
  private volatile boolean moved;

  private Slot() {
    this.content = NOTHING;
    this.form = ABSENT;
    this.lineage = null;
    this.version = 0;
    this.timestamp = 0;
    this.expiresAt = Entry.NEVER;
  }

  private Slot(Object content, Entry entry, @Nullable Lineage known) {
    boolean encoded = content instanceof Bytes;
    Stamp stamp = entry.stamp();
    this.content = encoded ? ((Bytes) content).unsafeArray() : content;
    this.form = encoded ? UNTRIED : entry.expiresAt() == Entry.NEVER ? LASTING : SHARED;
    this.lineage = Lineage.of(stamp, known);
    this.version = stamp.version();
    this.timestamp = stamp.timestamp();
    this.expiresAt = entry.expiresAt();
  }

  /** There is no entry. */
  static Slot absent() {
    return new Slot();
  }

  /**
   * An entry.
   *
   * @param content the object that is handed out, or the {@link Bytes} of which each reader gets an
   *     object of its own
   * @param known is shared if it fits
   */
  static Slot of(Object content, Entry entry, @Nullable Lineage known) {
    return new Slot(content, entry, known);
  }

  /** An entry, see {@link #of}, with its size. */
  static Slot weighed(Object content, Entry entry, @Nullable Lineage known) {
    return new Weighed(content, entry, known);
  }

  /** The encoded key and value of a weighed slot, in bytes; 0 for any other. */
  int bytesHeld() {
    return 0;
  }

  boolean isAbsent() {
    return form == ABSENT;
  }

  /** The object that every reader gets, if it never expires; else null. */
  @Nullable Object lasting() {
    return form == LASTING ? content : null;
  }

  /** The object that every reader gets, or null if there is none. */
  @Nullable Object live() {
    Object held = content;
    return isShared() ? held : null;
  }

  private boolean isShared() {
    return form == SHARED || form == LASTING;
  }

  /**
   * The encoded value, or the original of which readers get copies; only if there is an entry and
   * it is not {@link #live}. To be asked for before the questions below.
   *
   * @return {@link Bytes}, or an object that is none
   */
  Object content() {
    Object held = content;
    return held instanceof byte[] encoded ? Bytes.wrap(encoded) : held;
  }

  /** Whether nobody has found out yet if the encoded value can be copied. */
  boolean isUntried() {
    return form == UNTRIED;
  }

  /** Whether the original is a tree. */
  boolean isTree() {
    return form == TREE;
  }

  /** Whether it takes decoding to get the value. */
  boolean isEncoded() {
    return !isShared() && content instanceof byte[];
  }

  /** Keeps what came of trying to copy the value; of several readers, the first one's counts. */
  synchronized void settle(@Nullable Object original, boolean tree) {
    if (form == UNTRIED) {
      if (original == null || original instanceof byte[]) {
        form = ENCODED;
      } else {
        form = tree ? TREE : GRAPH;
        content = original;
      }
    }
  }

  @Nullable Lineage lineage() {
    return lineage;
  }

  /** The entry's stamp, made anew; null if there is none. */
  @Nullable Stamp stamp() {
    return lineage == null ? null : new Stamp(lineage.epoch, version, timestamp, lineage.origin);
  }

  /** Whether both hold the same state, or both that there is no entry. */
  boolean isSameStateAs(Slot other) {
    return version == other.version
        && timestamp == other.timestamp
        && Objects.equals(lineage, other.lineage);
  }

  long expiresAt() {
    return expiresAt;
  }

  /**
   * Moves the expiry after an access.
   *
   * @return whether the store has to be told, and nobody has taken that on yet
   */
  boolean moveExpiry(long millis) {
    expire(millis);
    if (moved) {
      return false;
    }
    moved = true;
    return true;
  }

  /** Takes on telling the store; later moves are reported anew. */
  long takeMove() {
    moved = false;
    return expiresAt;
  }

  /** Adopts what the store says of the same state, unless an access has moved it meanwhile. */
  void adoptExpiry(long millis) {
    if (!moved) {
      expire(millis);
    }
  }

  private void expire(long millis) {
    expiresAt = millis;
    if (form == LASTING && millis != Entry.NEVER) {
      form = SHARED;
    }
  }
}
