package io.larder.storage;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

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

  /**
   * Stores an entry as it was where it was exported: with the version, timestamp and origin that it
   * had there, in the present epoch. Where they would not name a new and greater state than the one
   * that stands (live, expired or a tombstone), or the version is not above the space's version
   * floor, the entry is stored as a put does it, with a stamp of its own. A live entry of that very
   * stamp and value stays, and keeps the later of the two expiries.
   *
   * <p>A counter is restored by its total: its life begins with this state.
   *
   * @param value the value, or null for a counter
   * @param total what the counter has counted up to, or null for a value
   * @param exported the stamp that the entry had; its epoch does not matter
   * @param expiresAt when it expires, or {@link Entry#NEVER}
   */
  record Restore(
      Bytes key,
      @Nullable Bytes value,
      @Nullable BigDecimal total,
      Stamp exported,
      long expiresAt,
      Condition condition)
      implements Mutation {

    /**
     * @throws IllegalArgumentException if there is not one of value and total, the value is a
     *     counter's, no store gives such a stamp, or the expiry is negative. A store refuses in the
     *     same way a timestamp of more than {@link Store#CLOCK_SKEW_BOUND} ahead of its clock.
     */
    public Restore {
      if ((value == null) == (total == null)) {
        throw new IllegalArgumentException("An entry is restored with a value or with a total.");
      }
      if (value != null && Counter.isCounter(value)) {
        throw new IllegalArgumentException(
            "A value that begins with the counter's tag cannot be restored; counters are restored by their total.");
      }
      checkRange("version", exported.version(), Stamp.HIGHEST);
      checkRange("timestamp", exported.timestamp(), Long.MAX_VALUE);
      checkRange("origin", exported.origin(), Long.MAX_VALUE);
      checkExpiry(expiresAt == Entry.KEEP ? Long.MIN_VALUE : expiresAt);
    }

    /** Restores a value, whatever stands there. */
    public static Restore value(Bytes key, Bytes value, Stamp exported, long expiresAt) {
      return new Restore(key, value, null, exported, expiresAt, Condition.NONE);
    }

    /** Restores a counter, whatever stands there. */
    public static Restore counter(Bytes key, BigDecimal total, Stamp exported, long expiresAt) {
      return new Restore(key, null, total, exported, expiresAt, Condition.NONE);
    }

    /** The same under a condition. */
    public Restore onlyIf(Condition holds) {
      return new Restore(key, value, total, exported, expiresAt, holds);
    }

    private static void checkRange(String what, long number, long greatest) {
      if (number < 1 || number > greatest) {
        throw new IllegalArgumentException(
            "An entry cannot be restored with the %s %,d; only 1 to %,d are possible."
                .formatted(what, number, greatest));
      }
    }
  }

  private static void checkExpiry(long millis) {
    if (millis < 0 && millis != Entry.KEEP) {
      throw new IllegalArgumentException(
          "An expiry is in milliseconds since 1970 and not negative: %,d.".formatted(millis));
    }
  }
}
