package io.larder.storage;

import org.jspecify.annotations.Nullable;

/**
 * Asks for one page of a space's live entries, in key order.
 *
 * @param space the space
 * @param range which keys
 * @param after the {@link ScanPage#next} of the page before, or null for the first page
 * @param limit how many entries at most, at least 1
 */
public record Scan(Space space, KeyRange range, @Nullable Bytes after, int limit) {

  public Scan {
    if (limit < 1) {
      throw new IllegalArgumentException("A scan's limit is at least 1, not " + limit + ".");
    }
  }

  public static Scan of(Space space, KeyRange range, int limit) {
    return new Scan(space, range, null, limit);
  }

  public Scan after(Bytes next) {
    return new Scan(space, range, next, limit);
  }
}
