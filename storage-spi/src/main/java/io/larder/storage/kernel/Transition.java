package io.larder.storage.kernel;

import io.larder.storage.Bytes;
import io.larder.storage.Condition;
import io.larder.storage.Counter;
import io.larder.storage.Entry;
import io.larder.storage.Mutation;
import io.larder.storage.Outcome;
import io.larder.storage.SpaceState;
import io.larder.storage.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * What one mutation makes of one row.
 *
 * @param outcome the answer to its sender
 * @param written the new state of the row, or null if it is left as it is
 */
record Transition(Outcome outcome, @Nullable Entry written) {

  /**
   * Decides on a mutation; {@code row} is what is kept under its key, whatever state that is in.
   */
  static Transition of(Mutation mutation, @Nullable Entry row, SpaceState space, Writer writer) {
    Entry standing =
        row == null || row.deleted() || row.stamp().epoch() < space.epoch() ? null : row;
    Entry live = standing != null && standing.isLiveAt(writer.nowMillis()) ? standing : null;
    Entry expired = live == null ? standing : null;
    if (!holds(mutation.condition(), live, row, space)) {
      return rejected(live);
    }
    if (mutation instanceof Mutation.Put put) {
      return put(put, row, live, expired, space, writer);
    }
    if (mutation instanceof Mutation.Delete) {
      return delete(row, live, space, writer);
    }
    if (mutation instanceof Mutation.Touch touch) {
      return touch(touch, standing, live);
    }
    if (mutation instanceof Mutation.Restore restore) {
      return new Restoring(restore, space, writer).transition(row, live, expired);
    }
    return add((Mutation.Add) mutation, row, live, expired, space, writer);
  }

  private static boolean holds(
      Condition condition, @Nullable Entry live, @Nullable Entry row, SpaceState space) {
    if (condition instanceof Condition.ExactStamp exact) {
      return live != null && live.stamp().equals(exact.stamp());
    }
    if (condition instanceof Condition.OlderThan older) {
      Entry standing = live == null && isTombstone(row, space) ? row : live;
      return standing == null || standing.stamp().timestamp() < older.timestamp();
    }
    return condition instanceof Condition.None || live == null;
  }

  private static boolean isTombstone(@Nullable Entry row, SpaceState space) {
    return row != null && row.deleted() && row.stamp().epoch() == space.epoch();
  }

  private static Transition put(
      Mutation.Put put,
      @Nullable Entry row,
      @Nullable Entry live,
      @Nullable Entry expired,
      SpaceState space,
      Writer writer) {
    if (Counter.isCounter(put.value())) {
      throw new IllegalArgumentException(
          "A value that begins with the counter's tag cannot be put; counters are changed by adding.");
    }
    Stamp stamp = writer.nextStamp(stampOf(row), space);
    long expiresAt = expiry(live, put.expiresIfCreated(), put.expiresIfUpdated());
    Entry after = new Entry(put.key(), put.value(), stamp, expiresAt, false);
    return new Transition(new Outcome(true, live, after, expired), after);
  }

  private static Transition delete(
      @Nullable Entry row, @Nullable Entry live, SpaceState space, Writer writer) {
    if (live == null) {
      return new Transition(new Outcome(true, null, null, null), null);
    }
    Stamp stamp = writer.nextStamp(stampOf(row), space);
    Entry tombstone = new Entry(live.key(), Bytes.EMPTY, stamp, Entry.NEVER, true);
    return new Transition(new Outcome(true, live, null, null), tombstone);
  }

  /** The access came before the expiry that it moves, though word of it may come after. */
  private static Transition touch(
      Mutation.Touch touch, @Nullable Entry standing, @Nullable Entry live) {
    if (standing == null || !standing.stamp().equals(touch.stamp())) {
      return new Transition(new Outcome(true, live, live, null), null);
    }
    Entry after = standing.withExpiresAt(touch.expiresAt());
    return new Transition(
        new Outcome(true, live, after, null), after.equals(standing) ? null : after);
  }

  private static Transition add(
      Mutation.Add add,
      @Nullable Entry row,
      @Nullable Entry live,
      @Nullable Entry expired,
      SpaceState space,
      Writer writer) {
    long expiresAt = expiry(live, add.expiresIfCreated(), add.expiresIfUpdated());
    Entry after;
    if (live == null) {
      Stamp birth = writer.nextStamp(stampOf(row), space);
      after = Counter.create(add.key(), birth, add.delta(), expiresAt);
    } else {
      Counter counter = Counter.of(live);
      if (counter == null) {
        return rejected(live);
      }
      Counter sum = counter.plus(writer.origin(), add.delta());
      Stamp stamp = writer.nextStamp(live.stamp(), space);
      after = new Entry(add.key(), sum.toBytes(), stamp, expiresAt, false);
    }
    return new Transition(new Outcome(true, live, after, expired), after);
  }

  private static Transition rejected(@Nullable Entry inTheWay) {
    return new Transition(new Outcome(false, inTheWay, inTheWay, null), null);
  }

  private static long expiry(@Nullable Entry live, long ifCreated, long ifUpdated) {
    if (live == null) {
      if (ifCreated == Entry.KEEP) {
        throw new IllegalArgumentException("There is no entry whose expiry could be kept.");
      }
      return ifCreated;
    }
    return ifUpdated == Entry.KEEP ? live.expiresAt() : ifUpdated;
  }

  private static @Nullable Stamp stampOf(@Nullable Entry row) {
    return row == null ? null : row.stamp();
  }
}
