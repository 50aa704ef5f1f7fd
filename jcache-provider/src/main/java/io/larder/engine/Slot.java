package io.larder.engine;

import io.larder.storage.Bytes;
import io.larder.storage.Entry;
import io.larder.storage.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * What L1 holds under a key: the live object where handing it out is safe; where each reader needs
 * an object of its own, an original to copy or the bytes to decode; or the knowledge that there is
 * no entry.
 *
 * <p>An entry begins as bytes, and the first reader finds out whether it can be copied. The bytes
 * then give way to the original, so that a slot never holds both.
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

  /** How the content becomes a value. One byte, since L1 holds many slots. */
  private static final byte SHARED = 0;

  private static final byte UNTRIED = 1;
  private static final byte ENCODED = 2;
  private static final byte TREE = 3;
  private static final byte GRAPH = 4;

  private volatile Object content;
  private final @Nullable Stamp stamp;

  /** Written before {@link #content} is, and read after it. */
  private byte form;

  /** In milliseconds; moved by accesses, and by nothing else. */
  private volatile long expiresAt;

  /** Whether {@link #expiresAt} has been moved and the store does not know it yet. */
  private volatile boolean moved;

  private Slot(Object content, @Nullable Stamp stamp, long expiresAt) {
    this.form = content instanceof Bytes ? UNTRIED : SHARED;
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
   * @param content the object that is handed out, or the bytes of which each reader gets an object
   *     of its own
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

  /** The object that every reader gets, or null if there is none. */
  @Nullable Object live() {
    Object held = content;
    return form == SHARED && held != NOTHING ? held : null;
  }

  /**
   * The encoded value, or the original of which readers get copies; only if there is an entry and
   * it is not {@link #live}. To be asked for before the questions below.
   */
  Object content() {
    return content;
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
    return content instanceof Bytes && form != SHARED;
  }

  /** Keeps what came of trying to copy the value; of several readers, the first one's counts. */
  synchronized void settle(@Nullable Object original, boolean tree) {
    if (form == UNTRIED) {
      if (original == null) {
        form = ENCODED;
      } else {
        form = tree ? TREE : GRAPH;
        content = original;
      }
    }
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
