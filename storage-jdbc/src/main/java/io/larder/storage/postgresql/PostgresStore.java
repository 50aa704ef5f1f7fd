package io.larder.storage.postgresql;

import io.larder.storage.Batch;
import io.larder.storage.Change;
import io.larder.storage.Commit;
import io.larder.storage.HybridClock;
import io.larder.storage.Leases;
import io.larder.storage.MergeResult;
import io.larder.storage.PeerCursor;
import io.larder.storage.Reap;
import io.larder.storage.Reaped;
import io.larder.storage.Recording;
import io.larder.storage.Space;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceOptions;
import io.larder.storage.StoreIdentity;
import io.larder.storage.StoreOptions;
import io.larder.storage.Subscription;
import io.larder.storage.jdbc.Collector;
import io.larder.storage.jdbc.Evictor;
import io.larder.storage.jdbc.MissingSpaceException;
import io.larder.storage.jdbc.SqlReader;
import io.larder.storage.jdbc.SqlStore;
import io.larder.storage.jdbc.TableNames;
import io.larder.storage.jdbc.WriteTask;
import io.larder.storage.kernel.Housekeeping;
import io.larder.storage.kernel.KeptStore;
import io.larder.storage.kernel.Listeners;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One open database schema, shared by its openers in this class loader. Thread-safe. */
final class PostgresStore extends SqlStore {

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
  private final Housekeeping housekeeping;

  private final EvictorOfLife evictor = new EvictorOfLife();

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
  public long nowMillis() {
    return clock.millis();
  }

  @Override
  public Space openSpace(SpaceName name, SpaceOptions options) {
    return new Space(open(name), name);
  }

  private long open(SpaceName name) {
    return write(WriteTask.of(0, tx -> tx.writes().open(name)), null);
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
  public Commit commit(Batch batch) {
    Recording recording = batch.recording();
    return recording == null
        ? inSpace(batch.space(), () -> commitInSpaces(batch))
        : inSpace(batch.space(), () -> inSpace(recording.space(), () -> commitInSpaces(batch)));
  }

  private Commit commitInSpaces(Batch batch) {
    return write(WriteTask.of(batch), batch.source());
  }

  @Override
  public void clear(Space space, @Nullable Subscription source) {
    var unused = inSpace(space, () -> write(change(writes -> writes.clear(space.id())), source));
  }

  @Override
  public void destroy(SpaceName name, @Nullable Subscription source) {
    var unused = write(change(writes -> writes.destroy(name)), source);
  }

  @Override
  public int destroyScope(String scopeType, String scopeId, @Nullable Subscription source) {
    return write(destroyingScope(scopeType, scopeId), source);
  }

  @Override
  public MergeResult merge(List<Change> changes, @Nullable PeerCursor reached) {
    return write(
        WriteTask.of(
            0,
            transaction -> {
              new RemoteKeys(changes).fetch(transaction.rows());
              return transaction.writes().merge(changes, reached);
            }),
        null);
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
    if (read(reader -> SoleCollection.findsCounts(reader.statements()))) {
      var unused = lanes.submit(WriteTask.solo(SoleCollection::sumUp));
    }
    if (!read(reader -> collector.findsAnything(reader.statements()))) {
      return NOTHING;
    }
    WriteTask<PostgresTransaction, Collector.Result> collect =
        WriteTask.solo(transaction -> SoleCollection.collect(transaction, collector));
    return told(lanes.submit(collect).result());
  }

  @Override
  public int evict(Space space, long keep, int limit) {
    record Eviction(Evictor by, Evictor.Evicted evicted) {}
    WriteTask<PostgresTransaction, Eviction> evict =
        WriteTask.solo(
            transaction -> {
              Evictor by = evictor.in(transaction.life());
              return new Eviction(by, SoleCollection.evict(transaction, by, space, keep, limit));
            });
    Eviction eviction = lanes.submit(evict).result();
    eviction.by.reached(space, eviction.evicted.through());
    return told(space, eviction.evicted);
  }

  @Override
  public Housekeeping housekeeping() {
    return housekeeping;
  }

  @Override
  public Listeners listeners() {
    return listeners;
  }

  @Override
  protected <R> R read(SqlReader.Read<R> read) {
    return reads.read(read);
  }

  /** Commits, and tells everybody but the source before it returns. */
  private <R> R write(WriteTask<PostgresTransaction, R> task, @Nullable Subscription source) {
    return told(lanes.submit(task), source);
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
