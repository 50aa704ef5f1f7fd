package io.larder.scope;

import static java.util.Objects.requireNonNull;

import io.larder.engine.Engine;
import io.larder.engine.Expiries;
import io.larder.storage.Entry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Durations as the times when entries expire. */
final class Lifetimes {

  private Lifetimes() {}

  /**
   * @throws IllegalArgumentException if it is negative or zero
   */
  static Duration positive(Duration timeToLive) {
    if (requireNonNull(timeToLive, "timeToLive").isNegative() || timeToLive.isZero()) {
      throw new IllegalArgumentException(
          "A time to live is more than nothing, not %s; delete removes an entry at once."
              .formatted(timeToLive));
    }
    return timeToLive;
  }

  /** When a life of that length ends, in milliseconds; null is one without an end. */
  static long end(long nowMillis, @Nullable Duration timeToLive) {
    if (timeToLive == null) {
      return Entry.NEVER;
    }
    try {
      return Math.addExact(nowMillis, Math.max(1, timeToLive.toMillis()));
    } catch (ArithmeticException endless) {
      return Entry.NEVER;
    }
  }

  /** Of an entry that is written now; without a time to live, what the configuration says. */
  static Expiries from(Engine<String, Object> engine, @Nullable Duration timeToLive) {
    if (timeToLive != null) {
      return Expiries.at(end(engine.nowMillis(), timeToLive));
    }
    Expiries policy = engine.entryWrites().policy();
    return policy.ifUpdated() == Entry.KEEP ? Expiries.at(policy.ifCreated()) : policy;
  }
}
