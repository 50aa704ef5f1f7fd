package io.larder.storage.postgresql;

import io.larder.storage.Batch;
import io.larder.storage.Bytes;
import io.larder.storage.Capability;
import io.larder.storage.Change;
import io.larder.storage.ChangePage;
import io.larder.storage.Commit;
import io.larder.storage.Conflict;
import io.larder.storage.Cursor;
import io.larder.storage.Entry;
import io.larder.storage.HybridClock;
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
import io.larder.storage.StoreIdentity;
import io.larder.storage.StoreListener;
import io.larder.storage.StoreOptions;
import io.larder.storage.Subscription;
import io.larder.storage.jdbc.Collector;
import io.larder.storage.jdbc.Committed;
import io.larder.storage.jdbc.Evictor;
import io.larder.storage.jdbc.MissingSpaceException;
import io.larder.storage.jdbc.TableNames;
import io.larder.storage.jdbc.WriteTask;
import io.larder.storage.kernel.Housekeeping;
import io.larder.storage.kernel.KeptStore;
import io.larder.storage.kernel.Listeners;
import io.larder.storage.kernel.WriteSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One open database schema, shared by its openers in this class loader. Thread-safe. */
final class PostgresStore implements KeptStore {

  private static final Collector.Texts COLLECTION = new Collector.Texts(PostgresDialect.POSTGRESQL);

  /** So that a clock that was set back while nobody was there is not noticed. */
  private static final String LAST_TIMESTAMP =
      """
      SELECT greatest(0, (SELECT timestamp FROM {entry} ORDER BY seq DESC LIMIT 1),
        (SELECT max(cleared_at) FROM {space}))
      """;

  private static final Reaped NOTHING = new Reaped(0, 0, 0, false);

  private final PostgresConnections connections;
  private final InstantSource clock;
  private final @Nullable InstantSource leaseClock;
  private final PostgresReads reads;
  private final WriteLanes lanes;
  private final PostgresLeases leases;
  private final Listeners listeners;
  private final ChangeDelivery delivery;
  private final Evictor evictor = new Evictor(PostgresDialect.POSTGRESQL);
  private final Housekeeping housekeeping;

  private PostgresStore(
      PostgresConnections connections,
      TableNames tables,
      PostgresSettings settings,
      StoreOptions options)
      throws SQLException {
    this.connections = connections;
    this.clock = options.clock();
    Backoff backoff = new Backoff(settings.retryTimeout());
    this.leaseClock = clock.equals(InstantSource.system()) ? null : clock;
    this.reads = new PostgresReads(connections, backoff);
    HybridClock hybridClock = new HybridClock(clock);
    hybridClock.observe(reads.read(reader -> reader.statements().number(LAST_TIMESTAMP)));
    String location = connections.life().identity().location();
    this.listeners = new Listeners(location);
    this.delivery =
        ChangeDelivery.start(
            () -> connections.listener().connection(),
            connections.database().schema(),
            location,
            listeners,
            settings.pollInterval());
    connections.onIncarnation(life -> listeners.gap());
    this.lanes =
        new WriteLanes(
            new PostgresWriter.Shared(
                connections,
                tables,
                hybridClock,
                clock,
                leaseClock,
                backoff,
                new Settlement(connections, tables, backoff),
                delivery));
    this.leases = new PostgresLeases(connections, reads, leaseClock);
    this.housekeeping = new Housekeeping(this, location, options);
  }

  /** Opens the schema, creating it if it is not there. */
  static KeptStore open(Database database, PostgresSettings settings, StoreOptions options) {
    Housekeeping.check(options);
    TableNames tables = new TableNames(database.schema());
    PostgresConnections connections = PostgresConnections.open(database, settings);
    boolean opened = false;
    try {
      PostgresStore store = new PostgresStore(connections, tables, settings, options);
      opened = true;
      return store;
    } catch (SQLException e) {
      throw connections.failures().opening(e);
    } finally {
      if (!opened) {
        connections.close();
      }
    }
  }

  @Override
  public StoreIdentity identity() {
    return connections.life().identity();
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(
        Capability.DURABLE, Capability.SHARED, Capability.CURRENT_READS, Capability.LEASES);
  }

  @Override
  public long nowMillis() {
    return clock.millis();
  }

  @Override
  public Space openSpace(SpaceName name, SpaceOptions options) {
    return new Space(open(name), name);
  }

  private long open(SpaceName name) {
    return write(name.hashCode(), WriteTask.of(0, tx -> tx.writes().open(name)), null);
  }

  /** A space that a promoted standby never had is made again, under the id that it had. */
  private <R> R inSpace(Space space, Supplier<R> work) {
    try {
      return work.get();
    } catch (MissingSpaceException e) {
      if (open(space.name()) != space.id()) {
        throw e;
      }
      return work.get();
    }
  }

  @Override
  public Optional<SpaceState> space(SpaceName name) {
    return reads.read(reader -> reader.reads().space(name));
  }

  @Override
  public long count(Space space) {
    return reads.read(reader -> reader.reads().count(space.id()));
  }

  @Override
  public long count() {
    return reads.read(reader -> reader.reads().count());
  }

  @Override
  public @Nullable Entry get(Space space, Bytes key) {
    long now = clock.millis();
    return reads
        .read(reader -> Optional.ofNullable(reader.reads().get(space.id(), key, now)))
        .orElse(null);
  }

  @Override
  public Map<Bytes, Entry> getAll(Space space, Collection<Bytes> keys) {
    long now = clock.millis();
    return reads.read(reader -> reader.reads().getAll(space.id(), keys, now));
  }

  @Override
  public ScanPage scan(Scan scan) {
    long now = clock.millis();
    return reads.read(reader -> reader.reads().scan(scan, now));
  }

  @Override
  public Commit commit(Batch batch) {
    return inSpace(
        batch.space(), () -> write(WriteLanes.hash(batch), WriteTask.of(batch), batch.source()));
  }

  @Override
  public void clear(Space space, @Nullable Subscription source) {
    inSpace(space, () -> change(space.name(), writes -> writes.clear(space.id()), source));
  }

  @Override
  public void destroy(SpaceName name, @Nullable Subscription source) {
    var unused = change(name, writes -> writes.destroy(name), source);
  }

  private boolean change(SpaceName name, Consumer<WriteSet> work, @Nullable Subscription source) {
    return write(
        name.hashCode(),
        WriteTask.of(
            0,
            transaction -> {
              work.accept(transaction.writes());
              return true;
            }),
        source);
  }

  /** Asked for before there is a connection, the incarnation is never newer than what is read. */
  @Override
  public ChangePage changes(Cursor cursor, int limit, int maxBytes) {
    String incarnation = identity().incarnation().id();
    return reads.read(reader -> reader.feed().changes(cursor, incarnation, limit, maxBytes));
  }

  @Override
  public MergeResult merge(List<Change> changes, @Nullable PeerCursor reached) {
    return write(
        0,
        WriteTask.of(
            0,
            transaction -> {
              new RemoteKeys(changes).fetch(transaction.rows());
              return transaction.writes().merge(changes, reached);
            }),
        null);
  }

  @Override
  public Cursor cursorOf(String peer) {
    return reads.read(reader -> reader.reads().cursorOf(peer));
  }

  @Override
  public List<Conflict> conflicts(int limit) {
    return reads.read(reader -> reader.reads().conflicts(limit));
  }

  @Override
  public Leases leases() {
    return leases;
  }

  @Override
  public Reaped reap(Reap reap) {
    Collector collector =
        new Collector(
            COLLECTION, reap, clock.millis(), leaseClock == null ? null : leaseClock.millis());
    if (!reads.read(reader -> SoleCollection.findsAnything(reader.statements(), collector))) {
      return NOTHING;
    }
    WriteTask<PostgresTransaction, Collector.Result> collect =
        WriteTask.solo(transaction -> SoleCollection.collect(transaction, collector));
    Collector.Result result = lanes.submit(0, collect).result();
    result.expired().forEach(listeners::expired);
    return result.reaped();
  }

  @Override
  public int evict(Space space, long keep, int limit) {
    WriteTask<PostgresTransaction, Evictor.Evicted> evict =
        WriteTask.solo(
            transaction -> SoleCollection.evict(transaction, evictor, space, keep, limit));
    Evictor.Evicted evicted = lanes.submit(0, evict).result();
    evictor.reached(space, evicted.through());
    listeners.expired(space, evicted.expired());
    listeners.evicted(space, evicted.live());
    return evicted.size();
  }

  @Override
  public Subscription subscribe(StoreListener listener) {
    return listeners.subscribe(listener);
  }

  @Override
  public Housekeeping housekeeping() {
    return housekeeping;
  }

  @Override
  public Listeners listeners() {
    return listeners;
  }

  /**
   * Commits, and tells everybody but the source before it returns: of what the task changed, in the
   * state that the whole transaction has left, since the one who changed it last may tell later.
   */
  private <R> R write(
      int hash, WriteTask<PostgresTransaction, R> task, @Nullable Subscription source) {
    Committed<PostgresTransaction, R> committed = lanes.submit(hash, task);
    if (committed.after() != committed.through() && listeners.anyBut(source)) {
      listeners.changed(
          committed.transaction().writes().changes(committed.after(), committed.through()), source);
    }
    return committed.result();
  }

  /** Closes the connections, after the writes that are going on; nobody may begin others. */
  @Override
  public void close() {
    housekeeping.close();
    delivery.close();
    lanes.close();
    reads.close();
    connections.close();
  }
}
