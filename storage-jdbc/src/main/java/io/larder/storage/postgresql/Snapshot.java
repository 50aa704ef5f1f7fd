package io.larder.storage.postgresql;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which transactions a reader sees, as PostgreSQL's {@code pg_snapshot}: all below {@code xmax} but
 * those that were running. Immutable.
 *
 * @param xmin the lowest that was running: all below it have ended
 * @param xmax the first that had not begun
 * @param running those that were running
 */
record Snapshot(long xmin, long xmax, SortedSet<Long> running) {

  /** Reads {@code xmin:xmax:running,running}. */
  static Snapshot parse(String text) {
    String[] parts = text.split(":", -1);
    SortedSet<Long> running = new TreeSet<>();
    for (String xid : parts[2].split(",", -1)) {
      if (!xid.isEmpty()) {
        running.add(Long.valueOf(xid));
      }
    }
    return new Snapshot(
        Long.parseLong(parts[0]),
        Long.parseLong(parts[1]),
        Collections.unmodifiableSortedSet(running));
  }

  /** Whether all that the transaction has written is seen, or undone. */
  boolean hasEnded(long xid) {
    return xid < xmax && !running.contains(xid);
  }
}
