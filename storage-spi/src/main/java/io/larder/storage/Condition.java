package io.larder.storage;

/** What must hold of a key for its mutation, and with it the whole batch, to be made. */
public sealed interface Condition {

  /** No condition. */
  Condition NONE = new None();

  /** No live entry stands under the key; tombstones and expired entries count as absent. */
  Condition ABSENT = new Absent();

  /** Exactly this state stands and is live. */
  static Condition stamp(Stamp stamp) {
    return new ExactStamp(stamp);
  }

  /**
   * What stands is older than that: no live entry, and no tombstone of this epoch, has this
   * timestamp or a later one. Expired entries count as absent.
   *
   * @param timestamp as {@link HybridClock} gives it
   */
  static Condition olderThan(long timestamp) {
    return new OlderThan(timestamp);
  }

  /** See {@link #NONE}. */
  record None() implements Condition {}

  /** See {@link #ABSENT}. */
  record Absent() implements Condition {}

  /** See {@link #stamp}. */
  record ExactStamp(Stamp stamp) implements Condition {}

  /** See {@link #olderThan}. */
  record OlderThan(long timestamp) implements Condition {}
}
