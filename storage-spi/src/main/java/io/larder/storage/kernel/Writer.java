package io.larder.storage.kernel;

import io.larder.storage.HybridClock;
import io.larder.storage.SpaceState;
import io.larder.storage.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * Who writes, and when.
 *
 * @param origin the store replica
 * @param clock its hybrid clock
 * @param nowMillis the time that expiries are measured by
 */
record Writer(long origin, HybridClock clock, long nowMillis) {

  /**
   * The stamp of the next change to a row: one version more than the row, its tombstone and
   * whatever was collected from the space, and a later timestamp.
   *
   * @param standing the stamp of the row as it stands, dead ones included, or null
   */
  Stamp nextStamp(@Nullable Stamp standing, SpaceState space) {
    long version = space.versionFloor();
    if (standing != null) {
      clock.observe(standing.timestamp());
      if (standing.epoch() == space.epoch()) {
        version = Math.max(version, standing.version());
      }
    }
    return new Stamp(space.epoch(), Math.min(version, Stamp.HIGHEST - 1) + 1, clock.next(), origin);
  }

  /**
   * The stamp of an entry under a key that was never used before, with the timestamp of the change
   * that it tells of.
   */
  Stamp firstStamp(SpaceState space, long timestamp) {
    long version = Math.min(space.versionFloor(), Stamp.HIGHEST - 1) + 1;
    return new Stamp(space.epoch(), version, timestamp, origin);
  }
}
