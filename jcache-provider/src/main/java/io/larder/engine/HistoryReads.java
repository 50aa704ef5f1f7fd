package io.larder.engine;

import io.larder.storage.Bytes;
import io.larder.storage.Entry;
import io.larder.storage.KeyRange;
import io.larder.storage.Revision;
import io.larder.storage.ScanPage;
import java.util.List;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what was recorded of the changes of a space. Thread-safe.
 *
 * @param <K> the type of keys
 */
public final class HistoryReads<K> {

  private final Core<K, ?> core;

  HistoryReads(Core<K, ?> core) {
    this.core = core;
  }

  /**
   * A page of records, by key, those of one key from the latest to the earliest.
   *
   * @param next where the next page begins, or null if this was the last
   */
  public record Page(List<Revision> revisions, @Nullable Bytes next) {}

  /** The records of that key. */
  public KeyRange of(K key) {
    return Revision.recordsOf(core.codec().encodeKey(key));
  }

  /**
   * A page of the records in a range; those of clears are of the key of no bytes, and come first.
   *
   * @param after the {@link Page#next} of the page before, or null
   * @throws CacheException if one is damaged
   */
  public Page scan(KeyRange range, @Nullable Bytes after, int limit) {
    ScanPage page = core.space().scanHistory(range, after, limit);
    return page == null
        ? new Page(List.of(), null)
        : new Page(page.entries().stream().map(this::revision).toList(), page.next());
  }

  private Revision revision(Entry record) {
    try {
      return Revision.of(record);
    } catch (IllegalArgumentException damaged) {
      throw new CacheException(
          "The history of '%s' cannot be read. %s"
              .formatted(core.space().name(), damaged.getMessage()),
          damaged);
    }
  }
}
