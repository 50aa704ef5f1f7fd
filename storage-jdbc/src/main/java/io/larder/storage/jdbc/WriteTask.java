package io.larder.storage.jdbc;

import java.sql.SQLException;

/**
 * What one caller wants done in a write transaction. It may run a second time, after a rollback.
 *
 * @param work what to do; its result is the caller's answer
 * @param bytes about how many bytes it writes
 * @param traceless whether {@code work} leaves no trace in the transaction when it throws a {@link
 *     io.larder.storage.StaleFenceException} or {@link IllegalArgumentException}
 * @param solo whether it shares its transaction with no other task
 * @param durable whether the commit must survive a loss of power whatever the store's durability
 */
public record WriteTask<T extends WriteTransaction, R>(
    Work<T, R> work, long bytes, boolean traceless, boolean solo, boolean durable) {

  /** Work in a write transaction. */
  @FunctionalInterface
  public interface Work<T extends WriteTransaction, R> {
    R in(T transaction) throws SQLException;
  }

  /** A task that shares its transaction. */
  public static <T extends WriteTransaction, R> WriteTask<T, R> of(long bytes, Work<T, R> work) {
    return new WriteTask<>(work, bytes, false, false, false);
  }

  /** A task that shares its transaction, and rejects without a trace. */
  public static <T extends WriteTransaction, R> WriteTask<T, R> traceless(
      long bytes, Work<T, R> work) {
    return new WriteTask<>(work, bytes, true, false, false);
  }

  /** A task that sees in its transaction only what was committed before. */
  public static <T extends WriteTransaction, R> WriteTask<T, R> solo(Work<T, R> work) {
    return new WriteTask<>(work, 0, false, true, false);
  }

  /** A task whose commit is forced to the disk. */
  public static <T extends WriteTransaction, R> WriteTask<T, R> durable(Work<T, R> work) {
    return new WriteTask<>(work, 0, false, false, true);
  }
}
