package io.larder.engine;

import io.larder.config.HistorySettings;
import io.larder.storage.Batch;
import io.larder.storage.Bytes;
import io.larder.storage.Commit;
import io.larder.storage.Entry;
import io.larder.storage.KeyRange;
import io.larder.storage.Mutation;
import io.larder.storage.Scan;
import io.larder.storage.ScanPage;
import io.larder.storage.Space;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceOptions;
import io.larder.storage.SpaceState;
import io.larder.storage.StorageException;
import io.larder.storage.Store;
import io.larder.storage.StoreClosedException;
import io.larder.storage.Subscription;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** One space of a store, as its engine uses it: failures come as JCache's exceptions. */
final class SpaceAccess {

  private final Store store;
  private final Subscription subscription;
  private final SpaceName name;
  private final Space space;
  private final @Nullable History history;
  private final Supplier<@Nullable ChangeObserver> observer;

  /**
   * @param kept how much history is kept, or null for none
   * @param observer answers who observes changes, or null
   */
  SpaceAccess(
      Store store,
      Subscription subscription,
      SpaceName name,
      SpaceOptions options,
      @Nullable HistorySettings kept,
      Supplier<@Nullable ChangeObserver> observer) {
    this.store = store;
    this.subscription = subscription;
    this.name = name;
    this.observer = observer;
    this.space = told(() -> store.openSpace(name, options));
    this.history = kept == null ? null : told(() -> History.open(store, name, kept));
  }

  SpaceName name() {
    return name;
  }

  Space space() {
    return space;
  }

  Store store() {
    return store;
  }

  long nowMillis() {
    return store.nowMillis();
  }

  /** The epoch that the space is in now. */
  long epoch() {
    return told(() -> store.space(name).map(SpaceState::epoch).orElse(0L));
  }

  @Nullable Entry get(Bytes key) {
    try {
      return store.get(space, key);
    } catch (StorageException failure) {
      throw asCacheException(failure);
    }
  }

  Map<Bytes, Entry> getAll(Collection<Bytes> keys) {
    return told(() -> store.getAll(space, keys));
  }

  Commit commit(Mutation mutation) {
    return commit(List.of(mutation));
  }

  Commit commit(List<Mutation> mutations) {
    ChangeObserver observing = observer.get();
    if (observing == null) {
      return made(mutations);
    }
    observing.committing(name, mutations);
    Commit commit = null;
    try {
      commit = made(mutations);
      return commit;
    } finally {
      observing.committed(name, mutations, commit);
    }
  }

  private Commit made(List<Mutation> mutations) {
    Batch batch = Batch.of(space, mutations).from(subscription);
    return told(() -> store.commit(history == null ? batch : history.recorded(batch)));
  }

  /** Tells whoever observes of a change, once readers see it. */
  void changed(@Nullable Entry expired, @Nullable Entry before, @Nullable Entry after) {
    ChangeObserver observing = observer.get();
    if (observing != null) {
      observing.changed(name, expired, before, after);
    }
  }

  /** Tells whoever observes that the space was cleared and is in that epoch. */
  void cleared(long epoch) {
    ChangeObserver observing = observer.get();
    if (observing != null) {
      observing.cleared(name, epoch);
    }
  }

  ScanPage scan(@Nullable Bytes after, int limit) {
    return scan(KeyRange.ALL, after, limit);
  }

  ScanPage scan(KeyRange range, @Nullable Bytes after, int limit) {
    return told(() -> store.scan(new Scan(space, range, after, limit)));
  }

  Map<KeyRange, Bytes> firstKeys(Collection<KeyRange> ranges) {
    return told(() -> store.firstKeys(space, ranges));
  }

  /** How many entries there are, expired ones that were not collected yet included. */
  long count() {
    return told(() -> store.count(space));
  }

  void clear() {
    told(
        () -> {
          String actor = history == null ? null : Acting.actor(); // may fail, so it is asked first
          store.clear(space, subscription);
          if (history != null) {
            store.space(name).ifPresent(state -> history.cleared(state, actor));
          }
          return true;
        });
  }

  /** A page of what was recorded of changes, or null if nothing is. */
  @Nullable ScanPage scanHistory(KeyRange range, @Nullable Bytes after, int limit) {
    Space recorded = history == null ? formerHistory() : history.space();
    return recorded == null
        ? null
        : told(() -> store.scan(new Scan(recorded, range, after, limit)));
  }

  /** Where changes were recorded while that was asked for, or null if they never were. */
  private @Nullable Space formerHistory() {
    SpaceName former = History.nameOf(name);
    boolean recorded = told(() -> store.space(former)).filter(it -> !it.destroyed()).isPresent();
    return recorded ? told(() -> store.openSpace(former, SpaceOptions.DEFAULT)) : null;
  }

  private <R> R told(Supplier<R> call) {
    try {
      return call.get();
    } catch (StorageException failure) {
      throw asCacheException(failure);
    }
  }

  private RuntimeException asCacheException(StorageException failure) {
    return failure instanceof StoreClosedException
        ? new IllegalStateException(failure.getMessage(), failure)
        : new CacheException("The cache '" + name + "': " + failure.getMessage(), failure);
  }
}
