package io.larder.storage.postgresql;

import io.larder.storage.Batch;
import io.larder.storage.HybridClock;
import io.larder.storage.Mutation;
import io.larder.storage.Recording;
import io.larder.storage.StorageException;
import io.larder.storage.StoreClosedException;
import io.larder.storage.jdbc.Statements;
import io.larder.storage.jdbc.TableNames;
import io.larder.storage.jdbc.Transactions;
import io.larder.storage.kernel.RowKey;
import io.larder.storage.kernel.WriteSet;
import io.larder.storage.postgresql.PostgresFailures.Kind;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane's connection for writing. Used by the lane's leader only, so by one thread at a time.
 *
 * <ol>
 *   <li>A transaction begins in one round trip that tells its number and fetches and locks the rows
 *       of all its batches.
 *   <li>It ends in another one, which writes, checks that nothing has changed what was decided
 *       upon, and commits.
 *   <li>What has met another transaction, or lost its connection before the commit, has not
 *       happened and is tried again, for as long as the settings say. A connection lost while it
 *       commits is what {@link Settlement} is for.
 *   <li>A connection that failed is given up, but for collisions: those are everyday. It may go
 *       back into an application's pool, so its transaction is rolled back, or it is cut.
 * </ol>
 */
final class PostgresWriter implements Transactions<PostgresTransaction> {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresWriter.class);

  /** What the lanes of one store share. */
  record Shared(
      PostgresConnections connections,
      TableNames tables,
      HybridClock hybridClock,
      InstantSource clock,
      @Nullable InstantSource leaseClock,
      Backoff backoff,
      Settlement settlement,
      ChangeDelivery delivery) {}

  private final Shared shared;
  private @Nullable Link link;
  private @Nullable Statements statements;
  private boolean connected;
  private boolean closed;

  PostgresWriter(Shared shared) {
    this.shared = shared;
  }

  @Override
  public StorageException failure(SQLException cause) {
    return shared.connections.failures().of(cause);
  }

  @Override
  public boolean awaitRetry(SQLException failure, int attempts, long firstNanos) {
    return PostgresFailures.kind(failure) != Kind.OTHER
        && shared.backoff.await(attempts, firstNanos);
  }

  @Override
  public boolean mayBeOneTasks(Exception failure) {
    Kind kind = failure instanceof SQLException e ? PostgresFailures.kind(e) : Kind.OTHER;
    return connected && (kind == Kind.OTHER || kind == Kind.COLLIDED);
  }

  @Override
  public PostgresTransaction begin(boolean durable, List<Batch> batches) throws SQLException {
    connected = false;
    if (closed) {
      throw new StoreClosedException(shared.connections.life().identity().location());
    }
    try {
      Link lane = link();
      connected = true;
      return begin(lane, batches);
    } catch (SQLException e) {
      if (!undo()) {
        cut();
      } else if (PostgresFailures.kind(e) != Kind.COLLIDED) {
        giveUp();
      }
      throw e;
    } catch (RuntimeException | Error e) {
      cut();
      throw e;
    }
  }

  private PostgresTransaction begin(Link lane, List<Batch> batches) throws SQLException {
    Statements kept = statements(lane);
    long now = shared.clock.millis();
    InstantSource leaseClock = shared.leaseClock;
    Long leaseMillis = leaseClock == null ? null : leaseClock.millis();
    PostgresRows rows = new PostgresRows(kept, shared.hybridClock, now, leaseMillis);
    Collection<RowKey> keys = keys(batches);
    long number =
        keys.isEmpty()
            ? LockingSelect.begin(kept)
            : LockingSelect.begin(kept, keys, spaces(batches), rows);
    shared.delivery.began(number);
    Life life = lane.life();
    WriteSet writes =
        new WriteSet(
            rows, life.identity().origin(), shared.hybridClock, now, life.positionOf(number));
    return new PostgresTransaction(this, kept, life, number, rows, writes, now);
  }

  private static Collection<RowKey> keys(List<Batch> batches) {
    Collection<RowKey> keys = new TreeSet<>();
    for (Batch batch : batches) {
      for (Mutation mutation : batch.mutations()) {
        keys.add(new RowKey(batch.space().id(), mutation.key()));
      }
    }
    return keys;
  }

  /** Those of the batches and of what is recorded of them. */
  private static Set<Long> spaces(List<Batch> batches) {
    Set<Long> spaces = new TreeSet<>();
    for (Batch batch : batches) {
      spaces.add(batch.space().id());
      Recording recording = batch.recording();
      if (recording != null) {
        spaces.add(recording.space().id());
      }
    }
    return spaces;
  }

  private Link link() throws SQLException {
    Link lane = link;
    if (lane == null) {
      lane = shared.connections.writer();
      link = lane;
    }
    return lane;
  }

  private Statements statements(Link lane) {
    Statements kept = statements;
    if (kept == null) {
      kept = new Statements(lane.connection(), shared.tables);
      statements = kept;
    }
    return kept;
  }

  /**
   * Runs statements of which the last is the commit.
   *
   * @throws SQLException if the transaction has certainly not happened
   * @throws io.larder.storage.OutcomeUnknownException if nobody knows
   */
  void commit(PostgresTransaction transaction, Pipeline pipeline) throws SQLException {
    try {
      Statements kept = statements;
      if (kept == null) {
        throw new SQLException("The connection has been given up.", "08003");
      }
      pipeline.run(kept);
    } catch (SQLException | RuntimeException | Error e) {
      if (!(e instanceof SQLException failure && Settlement.isRefusal(failure))) {
        cut(); // else a commit that the server has not heard of would stay in progress
        shared.settlement.settle(transaction, e);
      } else {
        throw e;
      }
    }
    shared.delivery.committed(transaction.number());
  }

  /**
   * Ends a transaction that has written nothing; what it has read stands, whatever comes of that.
   */
  void endUnchanged(PostgresTransaction transaction) {
    rollback(transaction);
  }

  void rollback(PostgresTransaction transaction) {
    shared.delivery.abandoned(transaction.number());
    if (!undo()) {
      cut();
    }
  }

  /** Whether the connection is fit for another transaction. */
  private boolean undo() {
    Statements kept = statements;
    if (kept == null) {
      return false;
    }
    try {
      kept.run(PostgresDialect.POSTGRESQL.rollback());
      return true;
    } catch (SQLException | RuntimeException | Error e) {
      LOG.debug("A transaction could not be rolled back; its connection is given up.", e);
      return false;
    }
  }

  /** Ends a connection in who knows what state: an application's pool would lend it on. */
  private void cut() {
    Link lane = link;
    try {
      if (lane != null) {
        lane.connection().abort(Runnable::run);
      }
    } catch (SQLException | RuntimeException e) {
      LOG.debug("A connection could not be cut.", e);
    } finally {
      giveUp();
    }
  }

  private void giveUp() {
    Link lane = link;
    link = null;
    statements = null;
    if (lane != null) {
      try {
        lane.connection().close();
      } catch (SQLException | RuntimeException e) {
        LOG.debug("A connection could not be closed.", e);
      }
    }
  }

  /** Gives up the connection for good; called while nobody writes. */
  void close() {
    closed = true;
    giveUp();
  }
}
