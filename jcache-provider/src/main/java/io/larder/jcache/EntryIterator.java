package io.larder.jcache;

import io.larder.engine.Engine;
import io.larder.engine.EntrySnapshot;
import io.larder.storage.Bytes;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a cache's entries page by page, so that memory holds no more than a page of keys.
 * Each value is read when the iterator comes to it; entries that are gone by then are passed over.
 */
final class EntryIterator<K, V> implements Iterator<Cache.Entry<K, V>> {

  private static final int PAGE = 200;

  private final LarderCache<K, V> cache;
  private final Engine<K, V> engine;
  private Iterator<K> page = List.<K>of().iterator();
  private @Nullable Bytes after;
  private boolean lastPage;
  private @Nullable EntrySnapshot<K, V> next;
  private @Nullable K removable;

  EntryIterator(LarderCache<K, V> cache, Engine<K, V> engine) {
    this.cache = cache;
    this.engine = engine;
  }

  @Override
  public boolean hasNext() {
    cache.requireOpen();
    while (next == null) {
      if (page.hasNext()) {
        K key = page.next();
        V value = engine.getForIteration(key);
        next = value == null ? null : new EntrySnapshot<>(key, value);
      } else if (lastPage) {
        return false;
      } else {
        Engine.KeyPage<K> more = engine.keys(after, PAGE);
        page = more.keys().iterator();
        after = more.next();
        lastPage = after == null;
      }
    }
    return true;
  }

  @Override
  public Cache.Entry<K, V> next() {
    EntrySnapshot<K, V> entry = hasNext() ? next : null;
    if (entry == null) {
      throw new NoSuchElementException("The cache '" + cache.getName() + "' has no more entries.");
    }
    next = null;
    removable = entry.key();
    return entry;
  }

  @Override
  public void remove() {
    cache.requireOpen();
    K key = removable;
    if (key == null) {
      throw new IllegalStateException("next() has to be called before each remove().");
    }
    removable = null;
    engine.remove(key);
  }
}
