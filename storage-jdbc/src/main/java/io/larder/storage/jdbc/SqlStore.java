package io.larder.storage.jdbc;

import io.larder.storage.Bytes;
import io.larder.storage.Capability;
import io.larder.storage.ChangePage;
import io.larder.storage.Conflict;
import io.larder.storage.Cursor;
import io.larder.storage.Entry;
import io.larder.storage.KeyRange;
import io.larder.storage.Reaped;
import io.larder.storage.Scan;
import io.larder.storage.ScanPage;
import io.larder.storage.Space;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceScan;
import io.larder.storage.SpaceState;
import io.larder.storage.StorageException;
import io.larder.storage.StoreListener;
import io.larder.storage.Subscription;
import io.larder.storage.kernel.KeptStore;
import io.larder.storage.kernel.WriteSet;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What all stores in SQL do alike: their reads, and telling of what was committed. Thread-safe. */
public abstract class SqlStore implements KeptStore {

  /**
   * Reads on some connection; it may run again.
   *
   * @throws StorageException if it fails
   */
  protected abstract <R> R read(SqlReader.Read<R> read);

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(
        Capability.DURABLE, Capability.SHARED, Capability.CURRENT_READS, Capability.LEASES);
  }

  @Override
  public Optional<SpaceState> space(SpaceName name) {
    return read(reader -> reader.reads().space(name));
  }

  @Override
  public List<SpaceState> spaces(SpaceScan scan) {
    return read(reader -> SpaceSelect.read(reader.statements(), scan));
  }

  @Override
  public long count(Space space) {
    return read(reader -> reader.reads().count(space.id()));
  }

  @Override
  public long count() {
    return read(reader -> reader.reads().count());
  }

  @Override
  public @Nullable Entry get(Space space, Bytes key) {
    long now = nowMillis();
    return read(reader -> Optional.ofNullable(reader.reads().get(space.id(), key, now)))
        .orElse(null);
  }

  @Override
  public Map<Bytes, Entry> getAll(Space space, Collection<Bytes> keys) {
    long now = nowMillis();
    return read(reader -> reader.reads().getAll(space.id(), keys, now));
  }

  @Override
  public ScanPage scan(Scan scan) {
    long now = nowMillis();
    return read(reader -> reader.reads().scan(scan, now));
  }

  /** Ranges that seem to have a key are looked at once more, each by itself: few have. */
  @Override
  public Map<KeyRange, Bytes> firstKeys(Space space, Collection<KeyRange> ranges) {
    long now = nowMillis();
    List<KeyRange> used = read(reader -> reader.reads().used(space.id(), ranges, now));
    return used.isEmpty() ? Map.of() : KeptStore.super.firstKeys(space, used);
  }

  /** Asked for before there is a connection, the incarnation is never newer than what is read. */
  @Override
  public ChangePage changes(Cursor cursor, int limit, int maxBytes) {
    String incarnation = identity().incarnation().id();
    return read(reader -> reader.feed().changes(cursor, incarnation, limit, maxBytes));
  }

  @Override
  public Cursor cursorOf(String peer) {
    return read(reader -> reader.reads().cursorOf(peer));
  }

  @Override
  public List<Conflict> conflicts(int limit) {
    return read(reader -> reader.reads().conflicts(limit));
  }

  @Override
  public Subscription subscribe(StoreListener listener) {
    return listeners().subscribe(listener);
  }

  /** A task that makes a change without an answer. */
  protected static <T extends WriteTransaction> WriteTask<T, Boolean> change(
      Consumer<WriteSet> work) {
    return WriteTask.of(
        0,
        transaction -> {
          work.accept(transaction.writes());
          return true;
        });
  }

  /** A task that destroys the spaces of a scope, and answers how many. */
  protected static <T extends WriteTransaction> WriteTask<T, Integer> destroyingScope(
      String scopeType, String scopeId) {
    return WriteTask.of(0, transaction -> transaction.writes().destroyScope(scopeType, scopeId));
  }

  /**
   * Tells everybody but the source: of what the task changed, in the state that the whole
   * transaction has left, since the one who changed it last may tell later.
   *
   * @return the task's answer, for the caller, who is to hear it after the others
   */
  protected <T extends WriteTransaction, R> R told(
      Committed<T, R> committed, @Nullable Subscription source) {
    if (committed.after() != committed.through() && listeners().anyBut(source)) {
      listeners()
          .changed(
              committed.transaction().writes().changes(committed.after(), committed.through()),
              source);
    }
    return committed.result();
  }

  /** Tells everybody of what was collected. */
  protected Reaped told(Collector.Result collected) {
    collected.expired().forEach(listeners()::expired);
    return collected.reaped();
  }

  /**
   * Tells everybody of what was evicted.
   *
   * @return how many were
   */
  protected int told(Space space, Evictor.Evicted evicted) {
    listeners().expired(space, evicted.expired());
    listeners().evicted(space, evicted.live());
    return evicted.size();
  }
}
