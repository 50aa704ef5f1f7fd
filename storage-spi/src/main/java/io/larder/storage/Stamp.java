package io.larder.storage;

/**
 * Names one state of one entry, and is never reused within a store: a version alone returns after a
 * clear or a reaped tombstone (ABA), a stamp does not.
 *
 * @param epoch the epoch of the space in which the state was written; raised by each clear
 * @param version starts at 1, one more with every change of that key
 * @param timestamp hybrid logical clock of the change, see {@link HybridClock}
 * @param origin the store replica that made the change
 */
public record Stamp(long epoch, long version, long timestamp, long origin)
    implements Comparable<Stamp> {

  /**
   * The highest version: no store gives a higher one, or merges one. A key that has reached it
   * keeps the version, and its states follow each other by timestamp. Epochs never come near it:
   * there are no more of them than timestamps.
   */
  public static final long HIGHEST = 1L << 62;

  /** Later states are greater: by epoch, then version, timestamp and origin. */
  @Override
  public int compareTo(Stamp other) {
    int order = Long.compare(epoch, other.epoch);
    if (order == 0) {
      order = Long.compare(version, other.version);
    }
    if (order == 0) {
      order = Long.compare(timestamp, other.timestamp);
    }
    return order != 0 ? order : Long.compare(origin, other.origin);
  }
}
