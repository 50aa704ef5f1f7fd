package io.larder.engine;

import io.larder.storage.Bytes;
import io.larder.storage.Entry;
import io.larder.storage.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * What L1 holds under a key: the live object where handing it out is safe, its bytes where each
 * reader needs an object of its own, or the knowledge that there is no entry.
 */
final class Slot {

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

  /** An entry that is handed out as this very object. */
  static Slot live(Object value, Entry entry) {
    return new Slot(value, entry.stamp(), entry.expiresAt());
  }

  /** An entry that is decoded anew for each reader. */
  static Slot encoded(Entry entry) {
    return new Slot(entry.value(), entry.stamp(), entry.expiresAt());
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
