package io.larder.storage.sqlite;

import io.larder.storage.Batch;
import io.larder.storage.Change;
import io.larder.storage.Commit;
import io.larder.storage.Leases;
import io.larder.storage.MergeResult;
import io.larder.storage.PeerCursor;
import io.larder.storage.Reap;
import io.larder.storage.Reaped;
import io.larder.storage.Space;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceOptions;
import io.larder.storage.StoreIdentity;
import io.larder.storage.StoreOptions;
import io.larder.storage.Subscription;
import io.larder.storage.jdbc.Collector;
import io.larder.storage.jdbc.Evictor;
import io.larder.storage.jdbc.GroupCommit;
import io.larder.storage.jdbc.SqlReader;
import io.larder.storage.jdbc.SqlStore;
import io.larder.storage.jdbc.WriteTask;
import io.larder.storage.kernel.Housekeeping;
import io.larder.storage.kernel.Listeners;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One open database file, shared by its openers in this class loader. Thread-safe. */
final class SqliteStore extends SqlStore {

  private static final Collector.Texts COLLECTION = new Collector.Texts(SqliteDialect.SQLITE);
  private static final Reaped NOTHING = new Reaped(0, 0, 0, false);

  private final LockFile lock;
  private final FilePresence presence;
  private final StoreIdentity identity;
  private final InstantSource clock;
  private final SqliteWriter writer;
  private final GroupCommit<SqliteTransaction> commits;
  private final ReaderPool readers;
  private final SqliteLeases leases;
  private final Listeners listeners;
  private final Evictor evictor = new Evictor(SqliteDialect.SQLITE);
  private final ChangePoller poller;
  private final BackgroundThread checkpoints;
  private final Housekeeping housekeeping;

  private SqliteStore(
      Path file,
      LockFile lock,
      StoreIdentity identity,
      SqliteSettings settings,
      Connections connections,
      Failures failures,
      StoreOptions options)
      throws SQLException, IOException {
    this.lock = lock;
    this.presence = new FilePresence(file, failures);
    this.identity = identity;
    this.clock = options.clock();
    this.readers = new ReaderPool(connections, failures, settings.readers(), identity.location());
    ForeignChanges foreign = new ForeignChanges();
    this.writer = new SqliteWriter(connections, failures, settings, identity, clock, foreign);
    prepare(writer);
    this.commits = new GroupCommit<>(writer);
    this.leases = new SqliteLeases(commits, readers, clock, identity.incarnation().number());
    this.listeners = new Listeners(identity.location());
    this.poller =
        new ChangePoller(
            commits,
            writer,
            foreign,
            readers,
            listeners,
            identity.incarnation().id(),
            settings.pollInterval());
    this.checkpoints = new Checkpointer(file, connections, failures).start();
    this.housekeeping = new Housekeeping(this, identity.location(), options);
  }

  private static void prepare(SqliteWriter writer) throws SQLException {
    boolean prepared = false;
    try {
      writer.prepare();
      prepared = true;
    } finally {
      if (!prepared) {
        writer.close();
      }
    }
  }

  /**
   * Opens the file, creating it if it is not there.
   *
   * @param file absolute, in a directory that exists
   */
  static SqliteStore open(Path file, SqliteSettings settings, StoreOptions options) {
    return open(file, settings, options, new Connections(file, settings));
  }

  static SqliteStore open(
      Path file, SqliteSettings settings, StoreOptions options, Connections connections) {
    Housekeeping.check(options);
    Failures failures = new Failures(file, settings.busyTimeout());
    LockFile lock = LockFile.take(file, settings.busyTimeout());
    boolean opened = false;
    try {
      StoreIdentity identity = Opening.open(file, lock, settings);
      SqliteStore store =
          new SqliteStore(file, lock, identity, settings, connections, failures, options);
      lock.opened();
      opened = true;
      return store;
    } catch (SQLException e) {
      throw failures.of(e);
    } catch (IOException e) {
      throw failures.of(e);
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  @Override
  public StoreIdentity identity() {
    return identity;
  }

  @Override
  public long nowMillis() {
    return clock.millis();
  }

  @Override
  public Space openSpace(SpaceName name, SpaceOptions options) {
    long id = write(WriteTask.of(0, transaction -> transaction.writes().open(name)), null);
    return new Space(id, name);
  }

  @Override
  public Commit commit(Batch batch) {
    return write(WriteTask.of(batch), batch.source());
  }

  @Override
  public void clear(Space space, @Nullable Subscription source) {
    var unused = write(change(writes -> writes.clear(space.id())), source);
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
        WriteTask.of(0, transaction -> transaction.writes().merge(changes, reached)), null);
  }

  @Override
  public Leases leases() {
    return leases;
  }

  @Override
  public Reaped reap(Reap reap) {
    presence.check();
    long now = clock.millis();
    Collector collector = new Collector(COLLECTION, reap, now, now);
    if (!read(reader -> collector.findsAnything(reader.statements()))) {
      return NOTHING;
    }
    WriteTask<SqliteTransaction, Collector.Result> collect = WriteTask.solo(collector::collect);
    return told(commits.submit(collect).result());
  }

  @Override
  public int evict(Space space, long keep, int limit) {
    WriteTask<SqliteTransaction, Evictor.Evicted> evict =
        WriteTask.solo(transaction -> evictor.evict(transaction, space, keep, limit));
    Evictor.Evicted evicted = commits.submit(evict).result();
    evictor.reached(space, evicted.through());
    return told(space, evicted);
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
    return readers.read(read);
  }

  /** Commits, and tells everybody but the source before it returns. */
  private <R> R write(WriteTask<SqliteTransaction, R> task, @Nullable Subscription source) {
    return told(commits.submit(task), source);
  }

  /** Closes the file, after the writes and reads that are going on; nobody may begin others. */
  @Override
  public void close() {
    housekeeping.close();
    poller.close();
    checkpoints.close();
    commits.alone(writer::close);
    readers.close();
    lock.close();
  }
}
