package io.larder.storage;

import java.util.List;

/**
 * One page of the change feed.
 *
 * @param changes rows in the order of their positions
 * @param next the cursor to go on from
 * @param more whether more rows were there when the page was read
 * @param gap whether tombstones or expired rows that the reader had not seen have been collected,
 *     or the cursor was given by another incarnation: what the reader holds may be stale, and it
 *     starts from {@link Cursor#START}; {@code changes} is then empty. Evicted rows are no gap, see
 *     {@link Store#evict}
 */
public record ChangePage(List<Change> changes, Cursor next, boolean more, boolean gap) {
  public ChangePage {
    changes = List.copyOf(changes);
  }
}
