package io.larder.storage.postgresql;

import io.larder.storage.postgresql.OwnTransactions.State;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which transactions have been told: those that had ended in the snapshot, but for a few that are
 * to be looked at again. Immutable.
 *
 * @param late of the transactions before the snapshot's {@code xmax} those that were running, and
 *     this process's own whose outcome it did not know
 */
record Told(Snapshot snapshot, SortedSet<Long> late) {

  /** Transactions from {@code first} to the one before {@code end}. */
  record Range(long first, long end) {}

  /** Everything that {@code snapshot} sees; open transactions of one's own are not in it. */
  static Told all(Snapshot snapshot) {
    return new Told(snapshot, snapshot.running());
  }

  /**
   * What is to be told now, ascending and without gaps of nothing between two ranges. Transactions
   * that are still running may be among it: nothing of theirs is visible.
   *
   * @param own this process's, which are left out
   */
  List<Range> since(Snapshot now, NavigableMap<Long, State> own) {
    List<Range> ranges = new ArrayList<>();
    for (long xid : late) {
      if (now.hasEnded(xid) && !own.containsKey(xid)) {
        add(ranges, xid, xid + 1);
      }
    }
    long from = snapshot.xmax();
    for (long xid : own.subMap(snapshot.xmax(), now.xmax()).keySet()) {
      add(ranges, from, xid);
      from = xid + 1;
    }
    add(ranges, from, now.xmax());
    return ranges;
  }

  private static void add(List<Range> ranges, long first, long end) {
    if (first >= end) {
      return;
    }
    Range last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
    if (last != null && last.end() == first) {
      ranges.set(ranges.size() - 1, new Range(last.first(), end));
    } else {
      ranges.add(new Range(first, end));
    }
  }

  /** After what {@link #since} gave for the same arguments has been told. */
  Told next(Snapshot now, NavigableMap<Long, State> own) {
    SortedSet<Long> next = new TreeSet<>(now.running());
    own.headMap(now.xmax())
        .forEach(
            (xid, state) -> {
              if (state == State.OPEN) {
                next.add(xid);
              }
            });
    return new Told(now, next);
  }
}
