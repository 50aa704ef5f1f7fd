package io.larder.storage.jdbc;

import io.larder.storage.Batch;
import io.larder.storage.StaleFenceException;
import io.larder.storage.StorageException;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One caller's task while it waits to be committed. */
final class Pending<T extends WriteTransaction, R> {

  /** Null for a caller who only wants to be alone. */
  private final @Nullable WriteTask<T, R> task;

  private final Thread caller = Thread.currentThread();
  private volatile boolean done;
  private @Nullable Committed<T, R> answer;
  private @Nullable Throwable failure;

  /**
   * Whether the caller has gone, be it with an error: it neither waits nor leads any more. A field,
   * since a store cannot fail where a call may.
   */
  volatile boolean left;

  /** The next in the queue; guarded by its lock. */
  @Nullable Pending<T, ?> next;

  /** Which slot its first key has, for those who lead beside one another. */
  int slot = Lane.NO_SLOT;

  /** Who has taken it from the queue, be it itself to lead; guarded by the queue's lock. */
  @Nullable Pending<T, ?> taker;

  Pending(@Nullable WriteTask<T, R> task) {
    this.task = task;
  }

  boolean wantsToBeAlone() {
    return task == null;
  }

  boolean sharesTransaction() {
    return task != null && !task.solo();
  }

  long bytes() {
    return task == null ? 0 : task.bytes();
  }

  @Nullable Batch batch() {
    return task == null ? null : task.batch();
  }

  boolean durable() {
    return task != null && task.durable();
  }

  Thread caller() {
    return caller;
  }

  boolean isDone() {
    return done;
  }

  /** Whether there is nothing to be done for the caller any more. */
  boolean isAnswered() {
    return done || left;
  }

  /** Does the work in the transaction; what it throws fails the transaction unless traceless. */
  void run(T transaction) throws SQLException {
    WriteTask<T, R> toDo = task;
    if (toDo == null) {
      return;
    }
    answer = null;
    failure = null;
    long after = transaction.writes().position();
    try {
      R result = toDo.work().in(transaction);
      answer = new Committed<>(result, transaction, after, transaction.writes().position());
    } catch (StaleFenceException | IllegalArgumentException e) {
      if (!toDo.traceless()) {
        throw e;
      }
      failure = e;
    }
  }

  /** Wakes the caller, with what {@link #run} has left. */
  void complete() {
    done = true;
    LockSupport.unpark(caller);
  }

  void fail(Throwable cause) {
    answer = null;
    failure = cause;
    complete();
  }

  Committed<T, R> answer() {
    Throwable cause = failure;
    if (cause instanceof RuntimeException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    if (answer == null) {
      throw new StorageException("The write ended without an answer; nothing was written.", cause);
    }
    return answer;
  }
}
