package io.larder.storage.sqlite;

import io.larder.storage.Batch;
import io.larder.storage.HybridClock;
import io.larder.storage.StorageException;
import io.larder.storage.StoreClosedException;
import io.larder.storage.StoreIdentity;
import io.larder.storage.jdbc.KnownSpaces;
import io.larder.storage.jdbc.SqlFlush;
import io.larder.storage.jdbc.SqlRows;
import io.larder.storage.jdbc.Statements;
import io.larder.storage.jdbc.Transactions;
import io.larder.storage.kernel.WriteSet;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that writes. Used by the leader only, so by one thread at a time.
 *
 * <ol>
 *   <li>A transaction begins with {@code BEGIN IMMEDIATE}, so that processes queue up before they
 *       have read anything. While another has the file, the wait is done here in steps of about a
 *       millisecond.
 *   <li>{@code PRAGMA data_version} tells whether another connection has committed since; only then
 *       are positions, timestamps and spaces read again. Our own commits do not move it.
 *   <li>The last position and timestamp, and the count of its space, stand in the row that was
 *       written last, see {@link LastRow}; {@code meta} and rows of spaces are written only where
 *       that row does not tell them. So a plain put dirties two pages less.
 *   <li>A transaction that needs more timestamps ahead of the wall clock than are reserved must be
 *       durable, see {@link TimestampReserve}.
 *   <li>After a failure the connection is given up, and the next transaction opens another: the
 *       driver closes kept statements that fail, and nothing in memory is to outlive a state that
 *       was undone.
 * </ol>
 */
final class SqliteWriter implements Transactions<SqliteTransaction> {

  private static final String DATA_VERSION = "PRAGMA data_version";
  private static final String LAST =
      "SELECT "
          + SqliteDialect.LAST_POSITION
          + ", "
          + SqliteDialect.LAST_TIMESTAMP
          + ", clock_reserved, "
          + SqliteDialect.COUNTED_SPACE
          + " FROM meta";
  private static final String RAISE =
      """
      UPDATE meta SET seq = ?, reaped_through = max(reaped_through, ?),
        evicted_through = max(evicted_through, ?), clock = ?, clock_reserved = ?
      """;
  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  private final Connections connections;
  private final Failures failures;
  private final long patienceNanos;
  private final StoreIdentity identity;
  private final InstantSource clock;
  private final HybridClock hybridClock;
  private final TimestampReserve reserve;
  private final ForeignChanges foreign;
  private final KnownSpaces spaces = new KnownSpaces();

  private @Nullable Statements open;
  private boolean closed;
  private boolean forcing;
  private long knownVersion = -1;
  private LastRow last = new LastRow(0, 0);

  SqliteWriter(
      Connections connections,
      Failures failures,
      SqliteSettings settings,
      StoreIdentity identity,
      InstantSource clock,
      ForeignChanges foreign) {
    this.connections = connections;
    this.failures = failures;
    this.patienceNanos = settings.busyTimeout().toNanos();
    this.identity = identity;
    this.clock = clock;
    this.hybridClock = new HybridClock(clock);
    this.reserve = new TimestampReserve(hybridClock, clock);
    this.foreign = foreign;
  }

  /** Opens the connection, before anybody writes or listens. */
  void prepare() throws SQLException {
    Statements statements = statements();
    statements.run(SqliteDialect.SQLITE.beginRead());
    long version = statements.number(DATA_VERSION);
    foreign.begin(version, statements.number(LAST));
    statements.run(SqliteDialect.SQLITE.commit());
  }

  @Override
  public StorageException failure(SQLException cause) {
    return failures.of(cause);
  }

  @Override
  public SqliteTransaction begin(boolean durable, List<Batch> batches) throws SQLException {
    if (closed) {
      throw new StoreClosedException(identity.location());
    }
    failures.checkUndamaged();
    try {
      Statements statements = statements();
      force(statements, durable || connections.forcesAll());
      beginImmediate(statements);
      refresh(statements);
      long now = clock.millis();
      SqlRows rows = new SqlRows(SqliteDialect.ROWS, statements, spaces);
      WriteSet writes = new WriteSet(rows, identity.origin(), hybridClock, now, last.position());
      return new SqliteTransaction(this, statements, rows, writes, now);
    } catch (SQLException | RuntimeException | Error e) {
      giveUp();
      throw e;
    }
  }

  private Statements statements() throws SQLException {
    Statements statements = open;
    if (statements == null) {
      statements = connections.writer();
      open = statements;
      knownVersion = -1;
      forcing = connections.forcesAll();
    }
    return statements;
  }

  private void force(Statements statements, boolean each) throws SQLException {
    if (each != forcing) {
      statements.runOnce("PRAGMA synchronous = " + (each ? "FULL" : "NORMAL"));
      forcing = each;
    }
  }

  private void beginImmediate(Statements statements) throws SQLException {
    long end = 0;
    boolean interrupted = false;
    try {
      while (true) {
        try {
          statements.run(SqliteDialect.SQLITE.beginWrite());
          return;
        } catch (SQLException e) {
          long now = System.nanoTime();
          end = end == 0 ? now + patienceNanos : end;
          if (!Failures.isBusy(e) || now - end > 0) {
            throw e;
          }
        }
        interrupted |= Thread.interrupted();
        LockSupport.parkNanos(PAUSE_NANOS + ThreadLocalRandom.current().nextLong(PAUSE_NANOS));
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void refresh(Statements statements) throws SQLException {
    long version = statements.number(DATA_VERSION);
    if (version != knownVersion) {
      spaces.forget();
      try (ResultSet meta = statements.of(LAST).executeQuery()) {
        if (!meta.next()) {
          throw new SQLException("The table meta has no row.");
        }
        last = new LastRow(meta.getLong(1), meta.getLong(4));
        hybridClock.observe(meta.getLong(2));
        reserve.committed(meta.getLong(3));
      }
      knownVersion = version;
    }
    foreign.seen(version, last.position());
  }

  /** Whether the transaction's timestamps must not be taken back, but it is not forced. */
  boolean mustBeDurable() {
    return !forcing && reserve.isExceeded();
  }

  void commit(SqliteTransaction transaction) throws SQLException {
    WriteSet writes = transaction.writes();
    Statements statements = transaction.statements();
    long reserved = forcing ? reserve.needed() : reserve.mark();
    boolean raises = reserved != reserve.mark() || !last.isToldBy(writes, hybridClock.last());
    LastRow next = last.after(writes, raises);
    if (last.isSettledBefore(next)) {
      statements.run(SqliteDialect.SETTLE_COUNT);
    }
    new SqlFlush(SqliteDialect.FLUSH, statements)
        .write(writes, next.countedSpace(), transaction.nowMillis());
    if (raises) {
      PreparedStatement raise = statements.of(RAISE);
      raise.setLong(1, writes.position());
      raise.setLong(2, writes.collectedThrough());
      raise.setLong(3, writes.evictedThrough());
      raise.setLong(4, hybridClock.last());
      raise.setLong(5, reserved);
      raise.executeUpdate();
    }
    statements.run(SqliteDialect.SQLITE.commit());
    last = next;
    reserve.committed(reserved);
    remember(writes);
  }

  /**
   * It is committed: what goes wrong here costs a reading again, and must not look like failing.
   */
  private void remember(WriteSet writes) {
    try {
      spaces.remember(writes.changedSpaces());
    } catch (RuntimeException | Error e) {
      knownVersion = -1;
    }
  }

  /** Undoes the transaction. */
  void rollback() {
    Statements statements = open;
    try {
      if (statements != null) {
        statements.run(SqliteDialect.SQLITE.rollback());
      }
    } catch (SQLException e) {
      failures.closingFailed(e);
    } finally {
      giveUp();
    }
  }

  /**
   * Looks for other processes' commits; called while nobody writes. A connection that was given up
   * is opened again: a process that only reads would otherwise never hear of anything.
   *
   * @throws StorageException if nothing can be seen, so that changes may be missed
   */
  void lookForForeignCommits() {
    if (closed) {
      return;
    }
    try {
      long version = statements().number(DATA_VERSION);
      foreign.seen(version, version == knownVersion ? last.position() : 0);
    } catch (SQLException e) {
      giveUp();
      throw failures.of(e);
    }
  }

  /** Closes the connection, which undoes what it has begun. */
  void giveUp() {
    Statements statements = open;
    open = null;
    knownVersion = -1;
    foreign.forget();
    if (statements != null) {
      try {
        statements.close();
      } catch (SQLException e) {
        failures.closingFailed(e);
      }
    }
  }

  /** Gives up the connection for good; called while nobody writes. */
  void close() {
    closed = true;
    giveUp();
  }
}
