package io.larder.storage.jdbc;

import io.larder.storage.Batch;
import io.larder.storage.HybridClock;
import io.larder.storage.StorageException;
import io.larder.storage.kernel.WriteSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Transactions that add to a number, and bear an error anywhere. Of two at once the later to commit
 * is to be run again.
 */
final class Sum implements Transactions<Sum.Addition> {

  private static final WriteSet NOTHING =
      new WriteSet(new Ledger.NoRows(), 1, new HybridClock(InstantSource.system()), 0, 0);

  private final AtomicInteger committed = new AtomicInteger();

  /** One transaction. */
  final class Addition implements WriteTransaction {

    private final int found = committed.get();
    private int added;

    /** Adds one, and answers the sum with it. */
    int add() {
      return found + ++added;
    }

    @Override
    public WriteSet writes() {
      return NOTHING;
    }

    @Override
    public void commit() throws SQLException {
      if (!committed.compareAndSet(found, found + added)) {
        throw new SQLException("met another");
      }
    }

    @Override
    public void rollback() {}
  }

  int committed() {
    return committed.get();
  }

  @Override
  public boolean awaitRetry(SQLException failure, int attempts, long firstNanos) {
    return true;
  }

  @Override
  public Addition begin(boolean durable, List<Batch> batches) {
    return new Addition();
  }

  @Override
  public StorageException failure(SQLException cause) {
    return new StorageException("failed", cause);
  }
}
