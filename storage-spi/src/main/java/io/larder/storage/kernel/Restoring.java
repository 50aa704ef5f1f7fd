package io.larder.storage.kernel;

import io.larder.storage.Bytes;
import io.larder.storage.Counter;
import io.larder.storage.Entry;
import io.larder.storage.HybridClock;
import io.larder.storage.Mutation;
import io.larder.storage.Outcome;
import io.larder.storage.SpaceState;
import io.larder.storage.Stamp;
import io.larder.storage.Store;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What restoring an entry makes of one row.
 *
 * <ol>
 *   <li>The state that was exported stands already: nothing but the later expiry is taken.
 *   <li>Its stamp, in the present epoch, is greater than that of the row and its version above the
 *       version floor: no state here had it, since versions under a key only rise. It is kept.
 *   <li>Else the entry gets the stamp that a put would get, or it would not take effect.
 * </ol>
 */
record Restoring(Mutation.Restore restore, SpaceState space, Writer writer) {

  /**
   * Looks at all mutations before any is made.
   *
   * @throws IllegalArgumentException if one is to restore an entry of the future
   */
  static void check(List<Mutation> mutations, long nowMillis) {
    for (Mutation mutation : mutations) {
      if (mutation instanceof Mutation.Restore restore) {
        long ahead = HybridClock.millis(restore.exported().timestamp()) - nowMillis;
        if (ahead > Store.CLOCK_SKEW_BOUND.toMillis()) {
          throw new IllegalArgumentException(
              "The entry of the key %s cannot be restored: its timestamp %,d is %,d ms ahead of this store's clock; at most %,d ms are allowed. Nothing of its batch was made. Set this clock, or that of the exporting machine, right."
                  .formatted(
                      restore.key(),
                      restore.exported().timestamp(),
                      ahead,
                      Store.CLOCK_SKEW_BOUND.toMillis()));
        }
      }
    }
  }

  Transition transition(@Nullable Entry row, @Nullable Entry live, @Nullable Entry expired) {
    writer.clock().observe(restore.exported().timestamp());
    Entry after = entry(exportedStamp());
    if (live != null && live.stamp().equals(after.stamp()) && live.value().equals(after.value())) {
      Entry renewed = live.withExpiresAt(Math.max(live.expiresAt(), after.expiresAt()));
      return new Transition(
          new Outcome(true, live, renewed, null), renewed.equals(live) ? null : renewed);
    }
    if (!isNew(after.stamp(), row)) {
      after = entry(writer.nextStamp(row == null ? null : row.stamp(), space));
    }
    return new Transition(new Outcome(true, live, after, expired), after);
  }

  private Stamp exportedStamp() {
    Stamp exported = restore.exported();
    return new Stamp(space.epoch(), exported.version(), exported.timestamp(), exported.origin());
  }

  private boolean isNew(Stamp stamp, @Nullable Entry row) {
    return stamp.version() > space.versionFloor()
        && (row == null || stamp.compareTo(row.stamp()) > 0);
  }

  private Entry entry(Stamp stamp) {
    BigDecimal total = restore.total();
    if (total != null) {
      return Counter.create(restore.key(), stamp, total, restore.expiresAt());
    }
    Bytes value = restore.value();
    if (value == null) {
      throw new IllegalStateException("A restored entry has neither a value nor a total.");
    }
    return new Entry(restore.key(), value, stamp, restore.expiresAt(), false);
  }
}
