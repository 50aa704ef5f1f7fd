package io.larder.engine;

import io.larder.config.HistorySettings;
import io.larder.storage.Batch;
import io.larder.storage.Bytes;
import io.larder.storage.Condition;
import io.larder.storage.Entry;
import io.larder.storage.Mutation;
import io.larder.storage.Recording;
import io.larder.storage.Revision;
import io.larder.storage.Space;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceOptions;
import io.larder.storage.SpaceState;
import io.larder.storage.Store;
import org.jspecify.annotations.Nullable;

/**
 * The history of one space, which stands beside it in a space of its own. The store records what a
 * batch changes, in the batch's transaction. A clear it cannot: that names no key and takes
 * constant time. So one record under the key of no bytes follows it.
 */
public final class History {

  private static final String PREFIX = "_larder.history.";

  private final Store store;
  private final Space space;
  private final HistorySettings settings;

  private History(Store store, Space space, HistorySettings settings) {
    this.store = store;
    this.space = space;
    this.settings = settings;
  }

  /** Begins to keep the history of a space, or goes on. */
  public static History open(Store store, SpaceName of, HistorySettings settings) {
    SpaceOptions options = new SpaceOptions(settings.maximumEntries());
    return new History(store, store.openSpace(nameOf(of), options), settings);
  }

  /** The space that the history of a space is kept in. */
  static SpaceName nameOf(SpaceName space) {
    return new SpaceName(space.scopeType(), space.scopeId(), PREFIX + space.namespace());
  }

  Space space() {
    return space;
  }

  /** The batch, whose changes are recorded. */
  public Batch recorded(Batch batch) {
    return batch.recorded(new Recording(space, Acting.actor(), expiresAt()));
  }

  /** The space was cleared, and is in this state since. */
  void cleared(SpaceState state, @Nullable String actor) {
    Revision clear =
        new Revision(
            Bytes.EMPTY,
            state.epoch(),
            state.clearedAt(),
            state.origin(),
            actor,
            null,
            null,
            Entry.NEVER);
    long expiresAt = expiresAt();
    Mutation.Put put =
        new Mutation.Put(clear.recordKey(), clear.toBytes(), expiresAt, expiresAt, Condition.NONE);
    var unused = store.commit(Batch.of(space, put));
  }

  private long expiresAt() {
    long keep = settings.keepMillis();
    long now = store.nowMillis();
    return keep >= Entry.NEVER - now ? Entry.NEVER : now + keep;
  }
}
