package io.larder.storage.jdbc;

import io.larder.storage.StaleFenceException;
import io.larder.storage.StorageException;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One caller's task while it waits to be committed. */
final class Pending<T extends WriteTransaction, R> {

  private enum State {
    QUEUED,
    LEADING,
    DONE
  }

  /** Null for a caller who only wants to be alone. */
  private final @Nullable WriteTask<T, R> task;

  private final Thread caller = Thread.currentThread();
  private volatile State state = State.QUEUED;
  private @Nullable Committed<T, R> answer;
  private @Nullable Throwable failure;

  Pending(@Nullable WriteTask<T, R> task) {
    this.task = task;
  }

  boolean sharesTransaction() {
    return task != null && !task.solo();
  }

  long bytes() {
    return task == null ? 0 : task.bytes();
  }

  boolean durable() {
    return task != null && task.durable();
  }

  Thread caller() {
    return caller;
  }

  boolean isDone() {
    return state == State.DONE;
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
    state = State.DONE;
    LockSupport.unpark(caller);
  }

  void fail(Throwable cause) {
    answer = null;
    failure = cause;
    complete();
  }

  /** Makes the caller the leader. */
  void promote() {
    state = State.LEADING;
    LockSupport.unpark(caller);
  }

  /**
   * Waits until this is done or leads. An interrupt does not end the wait, since the write may
   * happen all the same; the caller finds its interrupt status set.
   *
   * @return whether it leads now
   */
  boolean awaitLead() {
    boolean interrupted = false;
    while (state == State.QUEUED) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      caller.interrupt();
    }
    return state == State.LEADING;
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
