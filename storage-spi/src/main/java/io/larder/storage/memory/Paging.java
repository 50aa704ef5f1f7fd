package io.larder.storage.memory;

import io.larder.storage.Bytes;
import io.larder.storage.Change;
import io.larder.storage.ChangePage;
import io.larder.storage.Cursor;
import io.larder.storage.Entry;
import io.larder.storage.Incarnation;
import io.larder.storage.Scan;
import io.larder.storage.ScanPage;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceScan;
import io.larder.storage.SpaceState;
import io.larder.storage.kernel.StoredEntry;
import java.util.ArrayList;
import java.util.List;

/** Cuts pages from spaces, from their names and from the feed. */
final class Paging {

  /** A page looks at no more than these rows that it cannot show, and comes out shorter instead. */
  private static final int SKIPPED_AT_MOST = 1000;

  private Paging() {}

  static ScanPage scan(MemorySpace space, Scan scan, long nowMillis) {
    Bytes from = scan.range().from();
    boolean resumed = scan.after() != null && scan.after().compareTo(from) >= 0;
    Bytes start = resumed && scan.after() != null ? scan.after() : from;
    List<Entry> entries = new ArrayList<>();
    Bytes last = null;
    int skipped = 0;
    for (StoredEntry row : space.rows().tailMap(start, !resumed).values()) {
      Entry entry = row.entry();
      if (!scan.range().contains(entry.key())) {
        return new ScanPage(entries, null);
      }
      if (entries.size() == scan.limit() || skipped == SKIPPED_AT_MOST) {
        return new ScanPage(entries, last);
      }
      if (entry.isLiveAt(nowMillis)) {
        entries.add(entry);
      } else {
        skipped++;
      }
      last = entry.key();
    }
    return new ScanPage(entries, null);
  }

  static List<SpaceState> spaces(MemoryRows rows, SpaceScan scan) {
    List<SpaceState> states = new ArrayList<>();
    for (MemorySpace space :
        rows.spacesInOrder().tailMap(start(scan), scan.after() == null).values()) {
      SpaceState state = space.state().state();
      if (states.size() == scan.limit() || !scan.includes(state.name())) {
        break;
      }
      if (scan.withDestroyed() || !state.destroyed()) {
        states.add(state);
      }
    }
    return states;
  }

  /** The name after which the page begins, or the least that is asked for. */
  private static SpaceName start(SpaceScan scan) {
    if (scan.after() != null) {
      return scan.after();
    }
    String type = scan.scopeType() == null ? "" : scan.scopeType();
    String leastId = type.isEmpty() ? "" : "\u0001";
    return new SpaceName(type, scan.scopeId() == null ? leastId : scan.scopeId(), "");
  }

  static ChangePage changes(
      MemoryRows rows, Incarnation incarnation, Cursor cursor, int limit, int maxBytes) {
    if (limit < 1) {
      throw new IllegalArgumentException("A page's limit is at least 1, not " + limit + ".");
    }
    boolean first = cursor.incarnation().isEmpty();
    long collected = rows.collectedThrough();
    long after = first ? 0 : cursor.position();
    long since = first ? collected : cursor.since();
    boolean otherLife = !first && !cursor.incarnation().equals(incarnation.id());
    if (otherLife || (after < collected && since < collected)) {
      return new ChangePage(List.of(), Cursor.START, false, true);
    }
    List<Change> changes = new ArrayList<>();
    long end = Math.max(after, rows.position());
    long bytes = 0;
    long reached = after;
    for (Change change : rows.feed().tailMap(after, false).values()) {
      if (rows.isDead(change)) {
        continue;
      }
      bytes += size(change);
      if (changes.size() == limit || (bytes > maxBytes && !changes.isEmpty())) {
        return new ChangePage(changes, new Cursor(incarnation.id(), reached, since), true, false);
      }
      changes.add(change);
      reached = change.position();
    }
    return new ChangePage(changes, new Cursor(incarnation.id(), end, since), false, false);
  }

  private static long size(Change change) {
    return change instanceof Change.OfEntry row
        ? row.entry().key().length() + (long) row.entry().value().length()
        : 0;
  }
}
