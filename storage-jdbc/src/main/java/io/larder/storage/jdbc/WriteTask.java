package io.larder.storage.jdbc;

import io.larder.storage.Batch;
import io.larder.storage.Commit;
import io.larder.storage.Mutation;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What one caller wants done in a write transaction. It may run again, after a rollback.
 *
 * @param work what to do; its result is the caller's answer
 * @param batch the batch that it applies, if that is what it does
 * @param bytes about how many bytes it writes
 * @param traceless whether {@code work} leaves no trace in the transaction when it throws a {@link
 *     io.larder.storage.StaleFenceException} or {@link IllegalArgumentException}
 * @param solo whether it shares its transaction with no other task
 * @param durable whether the commit must survive a loss of power whatever the store's durability
 */
public record WriteTask<T extends WriteTransaction, R>(
    Work<T, R> work,
    @Nullable Batch batch,
    long bytes,
    boolean traceless,
    boolean solo,
    boolean durable) {

  /** Work in a write transaction. */
  @FunctionalInterface
  public interface Work<T extends WriteTransaction, R> {
    R in(T transaction) throws SQLException;
  }

  /** A task that shares its transaction. */
  public static <T extends WriteTransaction, R> WriteTask<T, R> of(long bytes, Work<T, R> work) {
    return new WriteTask<>(work, null, bytes, false, false, false);
  }

  /** Applies the batch in a transaction that it shares, or rejects it without a trace. */
  public static <T extends WriteTransaction> WriteTask<T, Commit> of(Batch batch) {
    return new WriteTask<>(
        transaction -> transaction.writes().apply(batch), batch, bytes(batch), true, false, false);
  }

  private static long bytes(Batch batch) {
    long bytes = 0;
    for (Mutation mutation : batch.mutations()) {
      bytes += mutation.key().length();
      if (mutation instanceof Mutation.Put put) {
        bytes += put.value().length();
      } else if (mutation instanceof Mutation.Restore restore && restore.value() != null) {
        bytes += restore.value().length();
      }
    }
    return batch.recording() == null ? bytes : 2 * bytes;
  }

  /** A task that sees in its transaction only what was committed before. */
  public static <T extends WriteTransaction, R> WriteTask<T, R> solo(Work<T, R> work) {
    return new WriteTask<>(work, null, 0, false, true, false);
  }

  /** A task whose commit is forced to the disk. */
  public static <T extends WriteTransaction, R> WriteTask<T, R> durable(Work<T, R> work) {
    return new WriteTask<>(work, null, 0, false, false, true);
  }
}
