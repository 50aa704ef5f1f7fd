package io.larder.storage;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a store does to one space, on a plain map and as simply as can be. It shares no rule with
 * the stores; only timestamps it takes from their answers. Until it has them it makes its own,
 * which come in the same order.
 */
final class ModelStore {

  /** What the model says of a mutation: whether it holds, and what stands before and after. */
  record Answer(boolean held, @Nullable Row before, @Nullable Row after, @Nullable Row expired) {}

  /**
   * One key. A counter's {@code total} is given, a value's {@code value}; a tombstone has none.
   *
   * @param counted how often a counter has been added to, or 0
   */
  record Row(
      Bytes key,
      @Nullable Bytes value,
      @Nullable BigDecimal total,
      int counted,
      Stamp stamp,
      long expiresAt,
      long order) {

    long epoch() {
      return stamp.epoch();
    }

    long version() {
      return stamp.version();
    }

    boolean deleted() {
      return value == null && total == null;
    }

    boolean liveAt(long now) {
      return !deleted() && expiresAt > now;
    }

    Row expiring(long millis, long newOrder) {
      return new Row(key, value, total, counted, stamp, millis, newOrder);
    }

    Row stamped(Stamp real) {
      return new Row(key, value, total, counted, real, expiresAt, order);
    }
  }

  private final long origin;
  private NavigableMap<Bytes, Row> rows = new TreeMap<>();
  private long timestamp;
  private long epoch = 1;
  private long floor;
  private long order;
  private int dead;

  /**
   * @param origin the store's
   */
  ModelStore(long origin) {
    this.origin = origin;
  }

  long epoch() {
    return epoch;
  }

  long floor() {
    return floor;
  }

  @Nullable Row live(Bytes key, long now) {
    Row row = rows.get(key);
    return row != null && row.liveAt(now) ? row : null;
  }

  List<Row> allLive(long now) {
    return rows.values().stream().filter(row -> row.liveAt(now)).toList();
  }

  /** Rows in the order of their last change, tombstones among them. */
  List<Row> inFeedOrder() {
    return rows.values().stream().sorted(Comparator.comparingLong(Row::order)).toList();
  }

  long count() {
    return rows.values().stream().filter(row -> !row.deleted()).count();
  }

  /** Takes the timestamps that the store has given. */
  void settle(Map<Bytes, Entry> standing) {
    rows.replaceAll((key, row) -> row.stamped(standing.get(key).stamp()));
  }

  /** Makes all or nothing; {@code latest} is no earlier than any timestamp that was given. */
  List<Answer> commit(List<Mutation> mutations, long now, long latest) {
    NavigableMap<Bytes, Row> before = new TreeMap<>(rows);
    timestamp = latest;
    List<Answer> answers = new ArrayList<>();
    for (Mutation mutation : mutations) {
      answers.add(make(mutation, now));
    }
    if (answers.stream().anyMatch(answer -> !answer.held())) {
      rows = before;
    }
    return answers;
  }

  private Answer make(Mutation mutation, long now) {
    Row row = rows.get(mutation.key());
    Row live = row != null && row.liveAt(now) ? row : null;
    Row expired = row != null && !row.deleted() && live == null ? row : null;
    boolean held = holds(mutation.condition(), row, live);
    if (!held) {
      return new Answer(false, live, live, null);
    }
    if (mutation instanceof Mutation.Put put) {
      long expiry = expiry(live, put.expiresIfCreated(), put.expiresIfUpdated());
      return new Answer(true, live, keep(row, put.key(), put.value(), null, 0, expiry), expired);
    }
    if (mutation instanceof Mutation.Delete) {
      if (live != null) {
        keep(row, live.key(), null, null, 0, Entry.NEVER);
      }
      return new Answer(true, live, null, null);
    }
    if (mutation instanceof Mutation.Touch touch) {
      if (row == null || row.deleted() || !row.stamp().equals(touch.stamp())) {
        return new Answer(true, live, live, null);
      }
      return new Answer(true, live, expiring(row, touch.expiresAt()), null);
    }
    if (mutation instanceof Mutation.Restore restore) {
      return restore(restore, row, live, expired);
    }
    Mutation.Add add = (Mutation.Add) mutation;
    if (live != null && live.total() == null) {
      return new Answer(false, live, live, null);
    }
    BigDecimal sum = live == null ? add.delta() : add.delta().add(live.total());
    long expiry = expiry(live, add.expiresIfCreated(), add.expiresIfUpdated());
    int counted = live == null ? 1 : live.counted() + 1;
    return new Answer(true, live, keep(row, add.key(), null, sum, counted, expiry), expired);
  }

  private static boolean holds(Condition condition, @Nullable Row row, @Nullable Row live) {
    if (condition instanceof Condition.Absent) {
      return live == null;
    }
    if (condition instanceof Condition.ExactStamp exact) {
      return live != null && live.stamp().equals(exact.stamp());
    }
    if (condition instanceof Condition.OlderThan older) {
      boolean stands = live != null || (row != null && row.deleted());
      return !stands || row.stamp().timestamp() < older.timestamp();
    }
    return true;
  }

  private Answer restore(
      Mutation.Restore restore, @Nullable Row row, @Nullable Row live, @Nullable Row expired) {
    Stamp old = restore.exported();
    Stamp stamp = new Stamp(epoch, old.version(), old.timestamp(), old.origin());
    timestamp = Math.max(timestamp, old.timestamp());
    int counted = restore.total() == null ? 0 : 1;
    if (live != null
        && live.stamp().equals(stamp)
        && live.counted() == counted
        && Objects.equals(live.value(), restore.value())
        && digits(live.total()).equals(digits(restore.total()))) {
      long later = Math.max(live.expiresAt(), restore.expiresAt());
      return new Answer(true, live, expiring(live, later), null);
    }
    boolean later = row == null || isLater(stamp, row.stamp());
    Row after =
        stamp.version() > floor && later
            ? keep(
                new Row(
                    restore.key(),
                    restore.value(),
                    restore.total(),
                    counted,
                    stamp,
                    restore.expiresAt(),
                    ++order))
            : keep(
                row, restore.key(), restore.value(), restore.total(), counted, restore.expiresAt());
    return new Answer(true, live, after, expired);
  }

  /** Whose scale counts: other digits are other bytes. */
  private static String digits(@Nullable BigDecimal total) {
    return String.valueOf(total);
  }

  private static boolean isLater(Stamp stamp, Stamp than) {
    if (stamp.version() != than.version()) {
      return stamp.version() > than.version();
    }
    if (stamp.timestamp() != than.timestamp()) {
      return stamp.timestamp() > than.timestamp();
    }
    return stamp.origin() > than.origin();
  }

  private Row expiring(Row row, long millis) {
    return row.expiresAt() == millis ? row : keep(row.expiring(millis, ++order));
  }

  private static long expiry(@Nullable Row live, long created, long updated) {
    if (live == null) {
      return created;
    }
    return updated == Entry.KEEP ? live.expiresAt() : updated;
  }

  private Row keep(
      @Nullable Row row,
      Bytes key,
      @Nullable Bytes value,
      @Nullable BigDecimal total,
      int counted,
      long expiry) {
    long version = Math.max(floor, row == null ? 0 : row.version()) + 1;
    Stamp stamp = new Stamp(epoch, version, ++timestamp, origin);
    return keep(new Row(key, value, total, counted, stamp, expiry, ++order));
  }

  private Row keep(Row row) {
    rows.put(row.key(), row);
    return row;
  }

  void clear() {
    epoch++;
    dead += rows.size();
    rows = new TreeMap<>();
  }

  /** Collects everything that can be, and returns what is told. */
  Reaped reap(long now) {
    int expired = 0;
    int tombstones = 0;
    for (Row row : List.copyOf(rows.values())) {
      if (row.deleted()) {
        if (HybridClock.millis(row.stamp().timestamp()) <= now) {
          tombstones++;
          collect(row);
        }
      } else if (row.expiresAt() <= now) {
        expired++;
        collect(row);
      }
    }
    int collected = dead;
    dead = 0;
    return new Reaped(expired, tombstones, collected, false);
  }

  int evict(long keep) {
    int evicted = 0;
    for (Row row : inFeedOrder()) {
      if (count() > keep && !row.deleted()) {
        evicted++;
        collect(row);
      }
    }
    return evicted;
  }

  private void collect(Row row) {
    rows.remove(row.key());
    floor = Math.max(floor, row.version());
  }
}
