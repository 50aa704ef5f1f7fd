package io.larder.storage.kernel;

import io.larder.storage.Change;
import io.larder.storage.Entry;
import io.larder.storage.HybridClock;
import io.larder.storage.RefusedChangeException;
import io.larder.storage.RefusedChangeException.Reason;
import io.larder.storage.SpaceState;
import io.larder.storage.Stamp;
import io.larder.storage.Store;
import java.util.List;

/**
 * Refuses rows of another store's feed that would harm this one: numbers so high that none comes
 * after them, times that would drag the clock along, and states that no store writes.
 */
final class RemoteRows {

  private static final long SKEW_MILLIS = Store.CLOCK_SKEW_BOUND.toMillis();

  private final long nowMillis;

  /**
   * @param nowMillis the wall clock's time. The hybrid clock may run ahead of it by what was merged
   *     before: measured by that, each batch could drag it a bound further.
   */
  RemoteRows(long nowMillis) {
    this.nowMillis = nowMillis;
  }

  /**
   * Looks at all rows before any is applied.
   *
   * @throws RefusedChangeException if one is not to be merged
   */
  void check(List<Change> changes) {
    for (Change change : changes) {
      if (change instanceof Change.OfSpace row) {
        checkSpace(new Row(change, row.state().origin()), row.state());
      } else {
        Entry entry = ((Change.OfEntry) change).entry();
        checkEntry(new Row(change, entry.stamp().origin()), entry);
      }
    }
  }

  private void checkSpace(Row row, SpaceState state) {
    row.checkEpoch(state.epoch(), nowMillis);
    row.checkRange("version floor", state.versionFloor(), 0, Stamp.HIGHEST);
    row.checkRange("origin", state.origin(), 0, Long.MAX_VALUE);
    row.checkTime("time of clearing", state.clearedAt(), 0, nowMillis);
  }

  private void checkEntry(Row row, Entry entry) {
    Stamp stamp = entry.stamp();
    row.checkEpoch(stamp.epoch(), nowMillis);
    row.checkRange("version", stamp.version(), 1, Stamp.HIGHEST);
    row.checkRange("origin", stamp.origin(), 1, Long.MAX_VALUE);
    row.checkTime("timestamp", stamp.timestamp(), 1, nowMillis);
    row.checkRange("expiry", entry.expiresAt(), entry.deleted() ? Entry.NEVER : 0, Entry.NEVER);
    if (entry.deleted()) {
      row.checkRange("length of a tombstone's value", entry.value().length(), 0, 0);
    }
  }

  private record Row(Change change, long origin) {

    void checkRange(String what, long value, long least, long greatest) {
      if (value < least || value > greatest) {
        throw new RefusedChangeException(
            Reason.IMPOSSIBLE,
            origin,
            "%s has %,d as its %s; only %,d to %,d are possible. Nothing of its batch was merged. Read no more of that peer until it has been mended."
                .formatted(name(), value, what, least, greatest));
      }
    }

    /**
     * Each clear has a timestamp of its own, later than those of the clears before it, so no epoch
     * can be greater than the latest timestamp. Unlike a fixed bound this one moves on, and faster
     * than anybody clears: what a store makes of the highest epoch that it merged is merged by its
     * peers, too.
     */
    void checkEpoch(long epoch, long nowMillis) {
      checkRange("epoch", epoch, 1, Long.MAX_VALUE);
      if (HybridClock.millis(epoch) - nowMillis > SKEW_MILLIS) {
        throw new RefusedChangeException(
            Reason.AHEAD_OF_CLOCK,
            origin,
            "%s has %,d as its epoch, which is more clears than there can have been by this store's clock. Nothing of its batch was merged. If that clock is slow, set it right and merge the batch again; if not, read no more of that peer until it has been mended."
                .formatted(name(), epoch));
      }
    }

    void checkTime(String what, long timestamp, long least, long nowMillis) {
      checkRange(what, timestamp, least, Long.MAX_VALUE);
      long ahead = HybridClock.millis(timestamp) - nowMillis;
      if (ahead > SKEW_MILLIS) {
        throw new RefusedChangeException(
            Reason.AHEAD_OF_CLOCK,
            origin,
            "%s has %,d as its %s, which is %,d ms ahead of this store's clock; at most %,d ms are allowed. Nothing of its batch was merged. Set the clocks of both machines right, and merge it again."
                .formatted(name(), timestamp, what, ahead, SKEW_MILLIS));
      }
    }

    private String name() {
      return change instanceof Change.OfEntry row
          ? "The row of the key %s in the space %s, by the origin %d,"
              .formatted(row.entry().key(), row.space(), origin)
          : "The row of the space %s, by the origin %d,".formatted(change.space(), origin);
    }
  }
}
