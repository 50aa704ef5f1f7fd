package io.larder.storage;

import java.util.List;

/**
 * Is told what changed behind an opener's back: by another subscriber of the same store (before
 * that one's call returns), by another process (within the store's polling interval), by a merge or
 * by the store's own housekeeping. Calls come from several threads, must not block and must not
 * throw.
 */
public interface StoreListener {

  /** These rows stand in the store now. */
  void changed(List<Change> changes);

  /** Changes may have been missed: whatever was read before may be stale. */
  void gap();

  /** The store has collected these expired entries, and nobody else tells of them. */
  void expired(Space space, List<Entry> entries);

  /** The store has evicted these entries because the space was over its bound. */
  void evicted(Space space, List<Entry> entries);
}
