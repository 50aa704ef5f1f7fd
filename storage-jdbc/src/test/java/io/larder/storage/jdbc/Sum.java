package io.larder.storage.jdbc;

import io.larder.storage.Batch;
import io.larder.storage.HybridClock;
import io.larder.storage.StorageException;
import io.larder.storage.kernel.WriteSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;

/** Transactions that add to a number, and bear an error anywhere. */
final class Sum implements Transactions<Sum.Addition> {

  private static final WriteSet NOTHING =
      new WriteSet(new Ledger.NoRows(), 1, new HybridClock(InstantSource.system()), 0, 0);

  private int committed;

  /** One transaction. */
  final class Addition implements WriteTransaction {

    private int added;

    /** Adds one, and answers the sum with it. */
    int add() {
      return committed + ++added;
    }

    @Override
    public WriteSet writes() {
      return NOTHING;
    }

    @Override
    public void commit() {
      committed += added;
    }

    @Override
    public void rollback() {}
  }

  int committed() {
    return committed;
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
