package io.larder.storage.kernel;

import io.larder.storage.Entry;

/**
 * Asks for what a clear from elsewhere has killed though it was written later.
 *
 * @param space the id of the space
 * @param fromEpoch the least epoch of the rows
 * @param belowEpoch the epoch that the clear began
 * @param writtenAfter the clear's hybrid timestamp
 * @param liveAt when the rows must not have expired, in milliseconds since the Unix epoch
 * @param limit how many rows at most
 */
public record Survivors(
    long space, long fromEpoch, long belowEpoch, long writtenAfter, long liveAt, int limit) {

  /** Whether an entry of the space is asked for. */
  public boolean include(Entry entry) {
    return entry.stamp().epoch() >= fromEpoch
        && entry.stamp().epoch() < belowEpoch
        && entry.stamp().timestamp() > writtenAfter
        && entry.isLiveAt(liveAt);
  }

  Survivors atMost(int rows) {
    return new Survivors(space, fromEpoch, belowEpoch, writtenAfter, liveAt, rows);
  }
}
