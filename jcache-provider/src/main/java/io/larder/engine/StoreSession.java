package io.larder.engine;

import io.larder.storage.Change;
import io.larder.storage.Entry;
import io.larder.storage.Space;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceOptions;
import io.larder.storage.StorageException;
import io.larder.storage.Store;
import io.larder.storage.StoreListener;
import io.larder.storage.Subscription;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.cache.Cache;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * A cache manager's share of a store: opens engines on it, and brings them what others have
 * changed. Thread-safe.
 */
public final class StoreSession implements AutoCloseable {

  private final Store store;
  private final Subscription subscription;
  private final String owner = UUID.randomUUID().toString();
  private final ScheduledThreadPoolExecutor scheduler;
  private final Map<SpaceName, List<Engine<?, ?>>> engines = new ConcurrentHashMap<>();
  private volatile @Nullable ChangeObserver observer;

  private StoreSession(Store store) {
    this.store = store;
    this.scheduler =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "larder-session");
              thread.setDaemon(true);
              return thread;
            });
    scheduler.setKeepAliveTime(10, TimeUnit.SECONDS);
    scheduler.allowCoreThreadTimeOut(true);
    scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    scheduler.setRemoveOnCancelPolicy(true);
    this.subscription = store.subscribe(new Router());
  }

  /** Begins to use a store, which {@link #close} then closes. */
  public static StoreSession open(Store store) {
    return new StoreSession(store);
  }

  /** The store. */
  public Store store() {
    return store;
  }

  /**
   * Has an observer told of all changes from now on, of whatever space.
   *
   * @param wanted takes the place of the one before; null for none
   */
  public void observe(@Nullable ChangeObserver wanted) {
    observer = wanted;
  }

  /**
   * Opens an engine on a space.
   *
   * @param source the cache that its events name, or null if nobody will listen
   */
  public <K, V> Engine<K, V> engine(
      SpaceName name, @Nullable Cache<K, V> source, EngineOptions<K, V> options) {
    SpaceAccess space =
        new SpaceAccess(
            store,
            subscription,
            name,
            new SpaceOptions(options.maximumEntries()),
            options.history(),
            () -> observer);
    KeyLeases leases = new KeyLeases(store, name, owner, scheduler);
    Engine<K, V> engine = new Engine<>(source, options, space, leases, scheduler, this::forget);
    engines.compute(
        name,
        (same, standing) -> {
          List<Engine<?, ?>> open = standing == null ? new CopyOnWriteArrayList<>() : standing;
          open.add(engine);
          return open;
        });
    engine.noteEpoch();
    return engine;
  }

  private void forget(Engine<?, ?> engine) {
    engines.computeIfPresent(
        engine.space(),
        (name, open) -> {
          open.remove(engine);
          return open.isEmpty() ? null : open;
        });
  }

  /**
   * Removes all entries of the space for good. Does nothing if there is none.
   *
   * @throws CacheException if the store fails
   */
  public void destroy(SpaceName name) {
    try {
      store.destroy(name, subscription);
    } catch (StorageException failure) {
      throw new CacheException(
          "The cache '%s' could not be destroyed. %s".formatted(name, failure.getMessage()),
          failure);
    }
  }

  /**
   * Removes all entries of all spaces of a scope for good.
   *
   * @return how many spaces there were
   * @throws CacheException if the store fails
   */
  public int destroyScope(String type, String id) {
    try {
      return store.destroyScope(type, id, subscription);
    } catch (StorageException failure) {
      throw new CacheException(
          "The scope %s:%s could not be destroyed. %s".formatted(type, id, failure.getMessage()),
          failure);
    } finally {
      engines.forEach(
          (name, open) -> {
            if (name.isOf(type, id)) {
              open.forEach(Engine::mayBeStale);
            }
          });
    }
  }

  /** Closes the engines that are open, then this opener's store. Closing twice does nothing. */
  @Override
  public void close() {
    engines.values().forEach(open -> List.copyOf(open).forEach(Engine::close));
    scheduler.shutdown();
    subscription.close();
    store.close();
  }

  private void each(SpaceName name, Consumer<Engine<?, ?>> use) {
    List<Engine<?, ?>> open = engines.get(name);
    if (open != null) {
      open.forEach(use);
    }
  }

  private final class Router implements StoreListener {
    @Override
    public void changed(List<Change> changes) {
      for (Change change : changes) {
        if (change instanceof Change.OfEntry row) {
          changed(row);
        } else if (change instanceof Change.OfSpace row) {
          each(row.space(), engine -> engine.changedElsewhere(row.state()));
          observed(observing -> observing.changedElsewhere(row.state()));
        }
      }
    }

    private void changed(Change.OfEntry row) {
      ChangeObserver observing = observer;
      Supplier<?> old = observing == null ? null : heldBefore(row);
      each(row.space(), engine -> engine.changedElsewhere(row.entry()));
      if (observing != null) {
        observing.changedElsewhere(row.space(), row.entry(), old);
      }
    }

    private @Nullable Supplier<?> heldBefore(Change.OfEntry row) {
      for (Engine<?, ?> engine : engines.getOrDefault(row.space(), List.of())) {
        Supplier<?> held = engine.heldBefore(row.entry());
        if (held != null) {
          return held;
        }
      }
      return null;
    }

    private void observed(Consumer<ChangeObserver> telling) {
      ChangeObserver observing = observer;
      if (observing != null) {
        telling.accept(observing);
      }
    }

    @Override
    public void gap() {
      engines.values().forEach(open -> open.forEach(Engine::mayBeStale));
      observed(ChangeObserver::mayHaveMissed);
    }

    @Override
    public void expired(Space space, List<Entry> entries) {
      each(space.name(), engine -> engine.expired(entries));
      observed(observing -> observing.expired(space.name(), entries));
    }

    @Override
    public void evicted(Space space, List<Entry> entries) {
      each(space.name(), engine -> engine.evicted(entries));
      observed(observing -> observing.evicted(space.name(), entries));
    }
  }
}
