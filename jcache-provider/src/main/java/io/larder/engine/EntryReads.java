package io.larder.engine;

import io.larder.storage.Bytes;
import io.larder.storage.Entry;
import io.larder.storage.KeyRange;
import io.larder.storage.ScanPage;
import io.larder.storage.Stamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads for which JCache has no words: of an entry with its stamp and expiry, and of ranges of
 * keys. They go past L1. Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class EntryReads<K, V> {

  private final Core<K, V> core;

  EntryReads(Core<K, V> core) {
    this.core = core;
  }

  /**
   * A live entry.
   *
   * @param stamp which state it is in
   * @param expiresAt in milliseconds since the Unix epoch, or {@link Entry#NEVER}
   */
  public record Found<K, V>(K key, V value, Stamp stamp, long expiresAt) {}

  /**
   * A page of entries, in the order of their keys.
   *
   * @param next where the next page begins, or null if this was the last
   */
  public record Page<K, V>(List<Found<K, V>> entries, @Nullable Bytes next) {}

  /** The live entry under the key, or null. */
  public @Nullable Found<K, V> find(K key) {
    core.accessTimes().flush(key);
    Entry entry = core.space().get(core.codec().encodeKey(key));
    V value = entry == null ? null : core.codec().decodeValue(entry);
    return entry == null || value == null
        ? null
        : new Found<>(key, value, entry.stamp(), entry.expiresAt());
  }

  /**
   * A page of the live entries whose keys are in the range; those whose values cannot be read and
   * are to be taken for absent are left out.
   *
   * @param after the {@link Page#next} of the page before, or null
   */
  public Page<K, V> scan(KeyRange range, @Nullable Bytes after, int limit) {
    if (after == null) {
      core.accessTimes().flushAll();
    }
    ScanPage page = core.space().scan(range, after, limit);
    List<Found<K, V>> found = new ArrayList<>(page.entries().size());
    for (Entry entry : page.entries()) {
      V value = core.codec().decodeValue(entry);
      if (value != null) {
        K key = core.codec().decodeKey(entry.key());
        found.add(new Found<>(key, value, entry.stamp(), entry.expiresAt()));
      }
    }
    return new Page<>(found, page.next());
  }

  /** The first live key of each range that has one, in one round trip. */
  public Map<KeyRange, K> firstKeys(Collection<KeyRange> ranges) {
    Map<KeyRange, K> found = new LinkedHashMap<>();
    core.space()
        .firstKeys(ranges)
        .forEach((range, key) -> found.put(range, core.codec().decodeKey(key)));
    return found;
  }

  /** Whether L1 knows of a live entry; false says nothing. */
  public boolean isHeld(K key) {
    Slot slot = core.l1().get(key);
    return slot != null && !slot.isAbsent() && slot.expiresAt() > core.space().nowMillis();
  }
}
