package io.larder.engine;

import io.larder.storage.Bytes;
import io.larder.storage.Entry;
import io.larder.storage.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * What L1 holds under a key: the live object where handing it out is safe, its bytes where each
 * reader needs an object of its own, or the knowledge that there is no entry.
 */
class Slot {

  /** One that knows its size, where L1 is bounded by bytes. */
  private static final class Weighed extends Slot {

    private final int bytes;

    Weighed(Object content, Entry entry) {
      super(content, entry.stamp(), entry.expiresAt());
      this.bytes = entry.key().length() + entry.value().length();
    }

    @Override
    int bytesHeld() {
      return bytes;
    }
  }

  private static final Object NOTHING = new Object();

  private final Object content;
  private final @Nullable Stamp stamp;

  /** In milliseconds; moved by accesses, and by nothing else. */
  private volatile long expiresAt;

  /** Whether {@link #expiresAt} has been moved and the store does not know it yet. */
  private volatile boolean moved;

  private Slot(Object content, @Nullable Stamp stamp, long expiresAt) {
    this.content = content;
    this.stamp = stamp;
    this.expiresAt = expiresAt;
  }

  /** There is no entry. */
  static Slot absent() {
    return new Slot(NOTHING, null, Entry.NEVER);
  }

  /**
   * An entry.
   *
   * @param content the object that is handed out, or the bytes that are decoded for each reader
   */
  static Slot of(Object content, Entry entry) {
    return new Slot(content, entry.stamp(), entry.expiresAt());
  }

  /** An entry, see {@link #of}, with its size. */
  static Slot weighed(Object content, Entry entry) {
    return new Weighed(content, entry);
  }

  /** The encoded key and value of a weighed slot, in bytes; 0 for any other. */
  int bytesHeld() {
    return 0;
  }

  boolean isAbsent() {
    return content == NOTHING;
  }

  /** The live object, or null if there is none or it has to be decoded. */
  @Nullable Object live() {
    return content == NOTHING || content instanceof Bytes ? null : content;
  }

  /** The encoded value; only of an encoded slot. */
  Bytes bytes() {
    return (Bytes) content;
  }

  @Nullable Stamp stamp() {
    return stamp;
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
    expiresAt = millis;
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
      expiresAt = millis;
    }
  }
}
