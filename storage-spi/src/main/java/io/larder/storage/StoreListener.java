package io.larder.storage;

import java.util.List;

/**
 * Is told what changed behind an opener's back: by another subscriber of the same store (before
 * that one's call returns), by another process (within the store's polling interval), by a merge or
 * by the store's own housekeeping. Calls come from several threads, must not block and must not
 * throw.
 */
public interface StoreListener {

  /**
   * These rows stand in the store now. A space's row of a higher epoch than before tells of a
   * clear; any tells besides that entries of that epoch whose version is not above its version
   * floor may have been collected by another process, which has told its own listeners only. This
   * process's own collecting is told by {@link #expired} and {@link #evicted} and never by this.
   */
  void changed(List<Change> changes);

  /** Changes may have been missed: whatever was read before may be stale. */
  void gap();

  /** The store has collected these expired entries, and nobody else tells of them. */
  void expired(Space space, List<Entry> entries);

  /** The store has evicted these entries because the space was over its bound. */
  void evicted(Space space, List<Entry> entries);
}
