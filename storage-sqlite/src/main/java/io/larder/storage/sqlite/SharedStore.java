package io.larder.storage.sqlite;

import io.larder.storage.Batch;
import io.larder.storage.Bytes;
import io.larder.storage.Capability;
import io.larder.storage.Change;
import io.larder.storage.ChangePage;
import io.larder.storage.Commit;
import io.larder.storage.Conflict;
import io.larder.storage.Cursor;
import io.larder.storage.Entry;
import io.larder.storage.Lease;
import io.larder.storage.Leases;
import io.larder.storage.MergeResult;
import io.larder.storage.PeerCursor;
import io.larder.storage.Reap;
import io.larder.storage.Reaped;
import io.larder.storage.Scan;
import io.larder.storage.ScanPage;
import io.larder.storage.Space;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceOptions;
import io.larder.storage.SpaceState;
import io.larder.storage.Store;
import io.larder.storage.StoreClosedException;
import io.larder.storage.StoreIdentity;
import io.larder.storage.StoreListener;
import io.larder.storage.Subscription;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One opener's share of a store that others in this class loader have open too. Thread-safe. */
final class SharedStore implements Store {

  private final Store store;
  private final Runnable giveBack;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

  /**
   * @param giveBack called once, when this share is closed
   */
  SharedStore(Store store, Runnable giveBack) {
    this.store = store;
    this.giveBack = giveBack;
  }

  private Store open() {
    if (closed.get()) {
      throw new StoreClosedException(store.identity().location());
    }
    return store;
  }

  @Override
  public StoreIdentity identity() {
    return store.identity();
  }

  @Override
  public Set<Capability> capabilities() {
    return store.capabilities();
  }

  @Override
  public long nowMillis() {
    return open().nowMillis();
  }

  @Override
  public Space openSpace(SpaceName name, SpaceOptions options) {
    return open().openSpace(name, options);
  }

  @Override
  public Optional<SpaceState> space(SpaceName name) {
    return open().space(name);
  }

  @Override
  public long count(Space space) {
    return open().count(space);
  }

  @Override
  public long count() {
    return open().count();
  }

  @Override
  public @Nullable Entry get(Space space, Bytes key) {
    return open().get(space, key);
  }

  @Override
  public Map<Bytes, Entry> getAll(Space space, Collection<Bytes> keys) {
    return open().getAll(space, keys);
  }

  @Override
  public ScanPage scan(Scan scan) {
    return open().scan(scan);
  }

  @Override
  public Commit commit(Batch batch) {
    return open().commit(batch);
  }

  @Override
  public void clear(Space space, @Nullable Subscription source) {
    open().clear(space, source);
  }

  @Override
  public void destroy(SpaceName name, @Nullable Subscription source) {
    open().destroy(name, source);
  }

  @Override
  public ChangePage changes(Cursor cursor, int limit, int maxBytes) {
    return open().changes(cursor, limit, maxBytes);
  }

  @Override
  public MergeResult merge(List<Change> changes, @Nullable PeerCursor reached) {
    return open().merge(changes, reached);
  }

  @Override
  public Cursor cursorOf(String peer) {
    return open().cursorOf(peer);
  }

  @Override
  public List<Conflict> conflicts(int limit) {
    return open().conflicts(limit);
  }

  @Override
  public Leases leases() {
    open();
    return new Leases() {
      @Override
      public Optional<Lease> tryAcquire(String name, String owner, Duration length) {
        return open().leases().tryAcquire(name, owner, length);
      }

      @Override
      public List<Lease> renew(Collection<Lease> held, Duration length) {
        return open().leases().renew(held, length);
      }

      @Override
      public boolean release(Lease held) {
        return open().leases().release(held);
      }

      @Override
      public Optional<Lease> find(String name) {
        return open().leases().find(name);
      }
    };
  }

  @Override
  public Reaped reap(Reap reap) {
    return open().reap(reap);
  }

  @Override
  public int evict(Space space, long keep, int limit) {
    return open().evict(space, keep, limit);
  }

  @Override
  public Subscription subscribe(StoreListener listener) {
    Subscription subscription = open().subscribe(listener);
    subscriptions.add(subscription);
    return subscription;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      subscriptions.forEach(Subscription::close);
      giveBack.run();
    }
  }
}
