package io.larder.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a scan.
 *
 * @param entries live entries in key order; may be fewer than asked for, even none, with more to
 *     come
 * @param next where the next page begins, opaque; null if this was the last
 */
public record ScanPage(List<Entry> entries, @Nullable Bytes next) {
  public ScanPage {
    entries = List.copyOf(entries);
  }
}
