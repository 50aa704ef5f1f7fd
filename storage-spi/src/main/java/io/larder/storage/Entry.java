package io.larder.storage;

/**
 * One key of one space and the state that it is in.
 *
 * @param key the key's bytes
 * @param value the value's bytes; {@link Bytes#EMPTY} for a tombstone
 * @param stamp which state this is
 * @param expiresAt when it expires, in milliseconds since the Unix epoch, or {@link #NEVER}
 * @param deleted whether this is a tombstone: the trace that a deleted key leaves for other nodes
 */
public record Entry(Bytes key, Bytes value, Stamp stamp, long expiresAt, boolean deleted) {

  /** The {@link #expiresAt} of an entry that does not expire. */
  public static final long NEVER = Long.MAX_VALUE;

  /** In a mutation: leave the expiry of the standing entry as it is. */
  public static final long KEEP = -1;

  /** Whether the entry has expired by {@code nowMillis}; an entry is gone at the very instant. */
  public boolean isExpiredAt(long nowMillis) {
    return expiresAt <= nowMillis;
  }

  /** Whether a reader sees this entry at {@code nowMillis}: neither a tombstone nor expired. */
  public boolean isLiveAt(long nowMillis) {
    return !deleted && expiresAt > nowMillis;
  }

  /** The same state with another expiry. Expiry is no change: the stamp stays. */
  public Entry withExpiresAt(long millis) {
    return millis == expiresAt ? this : new Entry(key, value, stamp, millis, deleted);
  }
}
