package io.larder.scope.transfer;

import io.larder.config.CacheSettings;
import io.larder.storage.HybridClock;
import io.larder.storage.Revision;
import io.larder.storage.SpaceName;
import io.larder.storage.Stamp;
import io.larder.storage.Store;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks at all entries of a file before the first one is imported. Used by one thread. */
final class Check {

  private final Import.Plan plan;
  private final Function<String, CacheSettings> settings;
  private final long nowMillis;
  private final SeenEntries seen = new SeenEntries();
  private @Nullable SpaceName space;
  private @Nullable CacheSettings limits;
  private @Nullable SpaceName atomic;
  private long entries;
  private long wanted;
  private long expired;
  private long outside;
  private long bytes;

  /**
   * @param nowMillis what has expired by then is not imported
   */
  Check(Import.Plan plan, Function<String, CacheSettings> settings, long nowMillis) {
    this.plan = plan;
    this.settings = settings;
    this.nowMillis = nowMillis;
  }

  /**
   * Looks at one.
   *
   * @throws TransferException if it cannot be imported
   */
  void add(Imported entry, Place place) {
    entries++;
    seen.add(entry, place);
    checkSizes(entry, place);
    if (entry.space().namespace().startsWith(Area.HISTORY)) {
      checkRecord(entry, place);
    }
    Stamp stamp = entry.stamp();
    if (stamp == null && plan.mode() == ImportMode.NEWER) {
      throw place.refused(
          Format.TIMESTAMP,
          "Whether the entry is newer cannot be told without a timestamp: export the tree with versions, or import with another mode.",
          null);
    }
    if (stamp != null
        && HybridClock.millis(stamp.timestamp()) - nowMillis > Store.CLOCK_SKEW_BOUND.toMillis()) {
      throw place.refused(
          Format.TIMESTAMP,
          "The entry was written in the future: set this machine's clock right, or that of the exporting one.",
          null);
    }
    if (!plan.area().includes(entry.space())) {
      outside++;
    } else if (entry.expiresAt() <= nowMillis) {
      expired++;
    } else {
      wanted++;
      if (plan.atomic()) {
        checkAtomic(entry, place);
      }
    }
  }

  /** What is no record would keep the whole history from being read. */
  private static void checkRecord(Imported entry, Place place) {
    Stamp stamp = entry.stamp() == null ? new Stamp(1, 1, 1, 1) : entry.stamp();
    try {
      var unused = Revision.of(entry.entry(stamp));
    } catch (IllegalArgumentException foreign) {
      throw place.refused(
          "key",
          "An entry of a history is no record of a change: " + foreign.getMessage(),
          foreign);
    }
  }

  private void checkSizes(Imported entry, Place place) {
    CacheSettings known = limits;
    if (known == null || !entry.space().equals(space)) {
      space = entry.space();
      known = settings.apply(entry.space().namespace());
      limits = known;
    }
    if (entry.key().length() > known.maximumKeyBytes()) {
      throw tooLong(place, "key", "larder.limits.key-size", known.maximumKeyBytes());
    }
    if (entry.value() != null && entry.value().length() > known.maximumValueBytes()) {
      throw tooLong(place, "value", "larder.limits.value-size", known.maximumValueBytes());
    }
  }

  private static TransferException tooLong(Place place, String what, String setting, int limit) {
    return place.refused(
        what, "It is longer than %,d bytes, which %s allows.".formatted(limit, setting), null);
  }

  private void checkAtomic(Imported entry, Place place) {
    if (atomic != null && !atomic.equals(entry.space())) {
      throw place.refused(
          "The file has entries of more than one namespace, of which only one can be imported all or nothing: import by batch, or one namespace after the other.");
    }
    atomic = entry.space();
    bytes += entry.weight();
    if (bytes > Import.ATOMIC_BYTES) {
      throw place.refused(
          "The file has more than %,d bytes of entries, too many for one commit: import by batch."
              .formatted(Import.ATOMIC_BYTES));
    }
  }

  Checked result() {
    return new Checked(entries, wanted, expired, outside);
  }
}
