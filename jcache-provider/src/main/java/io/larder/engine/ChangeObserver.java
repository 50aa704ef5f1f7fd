package io.larder.engine;

import io.larder.storage.Bytes;
import io.larder.storage.Commit;
import io.larder.storage.Entry;
import io.larder.storage.Mutation;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceState;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Is told of all changes that a session makes or hears of, as entries of the store. Calls come from
 * several threads, must not block and must not throw.
 */
public interface ChangeObserver {

  /** This session is about to commit these. */
  void committing(SpaceName space, List<Mutation> mutations);

  /**
   * It has done so, or tried to.
   *
   * @param commit the answer, or null if the store failed, so that they may have been made or not
   */
  void committed(SpaceName space, List<Mutation> mutations, @Nullable Commit commit);

  /**
   * This session has changed an entry, and its readers see that. Changes of one key are told in the
   * order in which they were made.
   *
   * @param expired the expired entry that the change did away with, or null
   * @param before what stood before, or null
   * @param after what stands now, or null
   */
  void changed(
      SpaceName space, @Nullable Entry expired, @Nullable Entry before, @Nullable Entry after);

  /** This session has cleared a space, which is now in that epoch. */
  void cleared(SpaceName space, long epoch);

  /**
   * Others have left an entry, or a tombstone, in this state.
   *
   * @param old answers the value that was known of an earlier state; null if none was
   */
  void changedElsewhere(
      SpaceName space, Entry entry, @Nullable Supplier<? extends @Nullable Object> old);

  /** Others have changed a space: cleared it, destroyed it, or collected entries of it. */
  void changedElsewhere(SpaceState state);

  /** Expired entries were collected. */
  void expired(SpaceName space, List<Entry> entries);

  /** Entries were evicted since their space was over its bound. */
  void evicted(SpaceName space, List<Entry> entries);

  /** Changes of others may have been missed. */
  void mayHaveMissed();

  /** The key of a change; at least one of the entries is there. */
  static Bytes key(@Nullable Entry... entries) {
    for (Entry entry : entries) {
      if (entry != null) {
        return entry.key();
      }
    }
    throw new IllegalArgumentException("A change of no entry.");
  }
}
