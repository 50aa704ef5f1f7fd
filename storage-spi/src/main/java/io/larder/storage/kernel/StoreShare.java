package io.larder.storage.kernel;

import io.larder.storage.Batch;
import io.larder.storage.Bytes;
import io.larder.storage.Capability;
import io.larder.storage.Change;
import io.larder.storage.ChangePage;
import io.larder.storage.Commit;
import io.larder.storage.Conflict;
import io.larder.storage.Cursor;
import io.larder.storage.Entry;
import io.larder.storage.KeyRange;
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
import io.larder.storage.SpaceScan;
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
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One opener's share of a store: closing it ends this opener's use, subscriptions and bounds only.
 */
final class StoreShare implements Store {

  private final KeptStore store;
  private final StoreIdentity identity;
  private final Set<Capability> capabilities;
  private final Leases leases = new LeasesShare();
  private final Runnable release;
  private final AtomicBoolean closed = new AtomicBoolean();

  StoreShare(KeptStore store, Runnable release) {
    this.store = store;
    this.identity = store.identity();
    this.capabilities = store.capabilities();
    this.release = release;
  }

  private KeptStore opened() {
    if (closed.get()) {
      throw new StoreClosedException(identity.location());
    }
    return store;
  }

  @Override
  public StoreIdentity identity() {
    return opened().identity();
  }

  @Override
  public Set<Capability> capabilities() {
    opened();
    return capabilities;
  }

  @Override
  public long nowMillis() {
    return opened().nowMillis();
  }

  @Override
  public Space openSpace(SpaceName name, SpaceOptions options) {
    Space space = opened().openSpace(name, options);
    store.housekeeping().bound(this, space, options);
    if (closed.get()) {
      store.housekeeping().release(this);
    }
    return space;
  }

  @Override
  public Optional<SpaceState> space(SpaceName name) {
    return opened().space(name);
  }

  @Override
  public List<SpaceState> spaces(SpaceScan scan) {
    return opened().spaces(scan);
  }

  @Override
  public long count(Space space) {
    return opened().count(space);
  }

  @Override
  public long count() {
    return opened().count();
  }

  @Override
  public @Nullable Entry get(Space space, Bytes key) {
    return opened().get(space, key);
  }

  @Override
  public Map<Bytes, Entry> getAll(Space space, Collection<Bytes> keys) {
    return opened().getAll(space, keys);
  }

  @Override
  public ScanPage scan(Scan scan) {
    return opened().scan(scan);
  }

  @Override
  public Map<KeyRange, Bytes> firstKeys(Space space, Collection<KeyRange> ranges) {
    return opened().firstKeys(space, ranges);
  }

  @Override
  public Commit commit(Batch batch) {
    return opened().commit(batch);
  }

  @Override
  public void clear(Space space, @Nullable Subscription source) {
    opened().clear(space, source);
  }

  @Override
  public void destroy(SpaceName name, @Nullable Subscription source) {
    opened().destroy(name, source);
    store.housekeeping().release(this, name::equals);
  }

  @Override
  public int destroyScope(String scopeType, String scopeId, @Nullable Subscription source) {
    if (new SpaceName(scopeType, scopeId, "").isOf("", "")) {
      throw new IllegalArgumentException(
          "The spaces of the global scope are not destroyed all at once. Destroy each by its name.");
    }
    int destroyed = opened().destroyScope(scopeType, scopeId, source);
    store.housekeeping().release(this, space -> space.isOf(scopeType, scopeId));
    return destroyed;
  }

  @Override
  public ChangePage changes(Cursor cursor, int limit, int maxBytes) {
    return opened().changes(cursor, limit, maxBytes);
  }

  @Override
  public MergeResult merge(List<Change> changes, @Nullable PeerCursor reached) {
    return opened().merge(changes, reached);
  }

  @Override
  public Cursor cursorOf(String peer) {
    return opened().cursorOf(peer);
  }

  @Override
  public List<Conflict> conflicts(int limit) {
    return opened().conflicts(limit);
  }

  @Override
  public Leases leases() {
    opened();
    return leases;
  }

  @Override
  public Reaped reap(Reap reap) {
    return opened().reap(reap);
  }

  @Override
  public int evict(Space space, long keep, int limit) {
    return opened().evict(space, keep, limit);
  }

  @Override
  public Subscription subscribe(StoreListener listener) {
    Subscription subscription = opened().listeners().subscribe(this, listener);
    if (closed.get()) {
      subscription.close();
    }
    return subscription;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      store.listeners().leave(this);
      store.housekeeping().release(this);
      release.run();
    }
  }

  @Override
  public String toString() {
    return identity.location();
  }

  private final class LeasesShare implements Leases {

    @Override
    public Optional<Lease> tryAcquire(String name, String owner, Duration length) {
      return opened().leases().tryAcquire(name, owner, length);
    }

    @Override
    public List<Lease> renew(Collection<Lease> held, Duration length) {
      return opened().leases().renew(held, length);
    }

    @Override
    public boolean release(Lease held) {
      return opened().leases().release(held);
    }

    @Override
    public Optional<Lease> find(String name) {
      return opened().leases().find(name);
    }
  }
}
