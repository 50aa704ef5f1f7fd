package io.larder.storage;

import java.math.BigDecimal;

/**
 * One change to one key. Expiries are in milliseconds since the Unix epoch, {@link Entry#NEVER}, or
 * (on update) {@link Entry#KEEP}.
 */
public sealed interface Mutation {

  /** The key that is changed. */
  Bytes key();

  /** What must hold for it. */
  Condition condition();

  /**
   * Stores a value.
   *
   * @param expiresIfCreated expiry if no live entry stood there
   * @param expiresIfUpdated expiry if one did, or {@link Entry#KEEP}
   */
  record Put(
      Bytes key, Bytes value, long expiresIfCreated, long expiresIfUpdated, Condition condition)
      implements Mutation {

    /**
     * @throws IllegalArgumentException if an expiry is negative and not {@link Entry#KEEP}
     */
    public Put {
      checkExpiry(expiresIfCreated);
      checkExpiry(expiresIfUpdated);
    }

    /** An unconditional put of a value that never expires. */
    public static Put of(Bytes key, Bytes value) {
      return new Put(key, value, Entry.NEVER, Entry.NEVER, Condition.NONE);
    }
  }

  /** Leaves a tombstone where an entry stood; does nothing where none does. */
  record Delete(Bytes key, Condition condition) implements Mutation {

    /** An unconditional delete. */
    public static Delete of(Bytes key) {
      return new Delete(key, Condition.NONE);
    }
  }

  /**
   * Moves the expiry of one state of an entry, even if that has expired and was not collected yet:
   * the access that this tells of came before. Where another state stands it does nothing, and
   * never rejects its batch: a touch is no change, and who changed the entry has set its expiry.
   */
  record Touch(Bytes key, Stamp stamp, long expiresAt) implements Mutation {

    /**
     * @throws IllegalArgumentException if the expiry is negative
     */
    public Touch {
      checkExpiry(expiresAt == Entry.KEEP ? Long.MIN_VALUE : expiresAt);
    }

    @Override
    public Condition condition() {
      return Condition.NONE;
    }
  }

  /**
   * Adds to a {@link Counter}, creating it at zero first. On an entry that is no counter the batch
   * is rejected, with that entry as the one that stood in the way.
   */
  record Add(
      Bytes key,
      BigDecimal delta,
      long expiresIfCreated,
      long expiresIfUpdated,
      Condition condition)
      implements Mutation {

    /**
     * @throws IllegalArgumentException if an expiry is negative and not {@link Entry#KEEP}
     */
    public Add {
      checkExpiry(expiresIfCreated);
      checkExpiry(expiresIfUpdated);
    }
  }

  private static void checkExpiry(long millis) {
    if (millis < 0 && millis != Entry.KEEP) {
      throw new IllegalArgumentException(
          "An expiry is in milliseconds since 1970 and not negative: %,d.".formatted(millis));
    }
  }
}
