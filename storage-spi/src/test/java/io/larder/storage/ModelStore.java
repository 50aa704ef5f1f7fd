package io.larder.storage;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a store does to one space, on a plain map and as simply as can be. It shares no rule with
 * the stores; only timestamps it takes from their answers.
 */
final class ModelStore {

  /** What the model says of a mutation: whether it holds, and what stands before and after. */
  record Answer(boolean held, @Nullable Row before, @Nullable Row after, @Nullable Row expired) {}

  /** One key. A counter's {@code total} is given, a value's {@code value}; a tombstone has none. */
  record Row(
      Bytes key,
      @Nullable Bytes value,
      @Nullable BigDecimal total,
      long epoch,
      long version,
      long expiresAt,
      long order) {

    boolean deleted() {
      return value == null && total == null;
    }

    boolean liveAt(long now) {
      return !deleted() && expiresAt > now;
    }

    Row expiring(long millis) {
      return new Row(key, value, total, epoch, version, millis, order);
    }
  }

  private NavigableMap<Bytes, Row> rows = new TreeMap<>();
  private long epoch = 1;
  private long floor;
  private long order;
  private int dead;

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

  /** Makes all or nothing; {@code stamps} tells whether a stamp is that of a row. */
  List<Answer> commit(List<Mutation> mutations, long now, StampOfRow stamps) {
    NavigableMap<Bytes, Row> before = new TreeMap<>(rows);
    List<Answer> answers = new ArrayList<>();
    for (Mutation mutation : mutations) {
      answers.add(make(mutation, now, stamps));
    }
    if (answers.stream().anyMatch(answer -> !answer.held())) {
      rows = before;
    }
    return answers;
  }

  private Answer make(Mutation mutation, long now, StampOfRow stamps) {
    Row row = rows.get(mutation.key());
    Row live = row != null && row.liveAt(now) ? row : null;
    Row expired = row != null && !row.deleted() && live == null ? row : null;
    boolean held =
        mutation.condition() instanceof Condition.None
            || (mutation.condition() instanceof Condition.Absent && live == null)
            || (mutation.condition() instanceof Condition.ExactStamp exact
                && live != null
                && stamps.isOf(exact.stamp(), live));
    if (!held) {
      return new Answer(false, live, live, null);
    }
    if (mutation instanceof Mutation.Put put) {
      long expiry = expiry(live, put.expiresIfCreated(), put.expiresIfUpdated());
      return new Answer(true, live, keep(row, put.key(), put.value(), null, expiry), expired);
    }
    if (mutation instanceof Mutation.Delete) {
      if (live != null) {
        keep(row, live.key(), null, null, Entry.NEVER);
      }
      return new Answer(true, live, null, null);
    }
    if (mutation instanceof Mutation.Touch touch) {
      if (row == null || row.deleted() || !stamps.isOf(touch.stamp(), row)) {
        return new Answer(true, live, live, null);
      }
      if (row.expiresAt() == touch.expiresAt()) {
        return new Answer(true, live, row, null);
      }
      Row touched =
          new Row(
              row.key(),
              row.value(),
              row.total(),
              row.epoch(),
              row.version(),
              touch.expiresAt(),
              ++order);
      rows.put(row.key(), touched);
      return new Answer(true, live, touched, null);
    }
    Mutation.Add add = (Mutation.Add) mutation;
    if (live != null && live.total() == null) {
      return new Answer(false, live, live, null);
    }
    BigDecimal sum = live == null ? add.delta() : add.delta().add(live.total());
    long expiry = expiry(live, add.expiresIfCreated(), add.expiresIfUpdated());
    return new Answer(true, live, keep(row, add.key(), null, sum, expiry), expired);
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
      long expiry) {
    long version = Math.max(floor, row == null ? 0 : row.version()) + 1;
    Row kept = new Row(key, value, total, epoch, version, expiry, ++order);
    rows.put(key, kept);
    return kept;
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
        tombstones++;
        collect(row);
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

  /** Tells whether a store's stamp names the state that a row is in. */
  interface StampOfRow {
    boolean isOf(Stamp stamp, Row row);
  }
}
