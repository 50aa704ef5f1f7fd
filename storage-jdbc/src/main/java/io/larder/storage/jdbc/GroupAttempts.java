package io.larder.storage.jdbc;

import io.larder.storage.Batch;
import io.larder.storage.OutcomeUnknownException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Commits a group of tasks in one transaction, or, if that fails, in several; {@link GroupCommit}
 * tells the rules. Used by one thread at a time, which leads.
 */
final class GroupAttempts<T extends WriteTransaction> {

  private final Transactions<T> transactions;

  GroupAttempts(Transactions<T> transactions) {
    this.transactions = transactions;
  }

  /** What has come of trying to commit tasks. */
  private enum End {
    /** Each has been answered. */
    ANSWERED,
    /** They were rolled back, and are to be tried one by one. */
    FAILED,
    /** They were rolled back, and are to be tried again. */
    COLLIDED,
    /** They were rolled back, and are to be tried again, in a durable transaction. */
    TOO_WEAK
  }

  /** Commits the tasks, each with its answer; those that an error kept from it have none. */
  void commit(List<Pending<T, ?>> group) {
    long first = System.nanoTime();
    if (answer(group, group, first)) {
      return;
    }
    for (Pending<T, ?> pending : group) {
      if (!pending.isDone()) {
        var unused = answer(List.of(pending), group, first);
      }
    }
  }

  /**
   * Commits the tasks in one transaction, however often that has to be tried.
   *
   * @param group all that are to be failed if none can begin
   * @param first when their first attempt began: what is tried one by one gets no new time
   * @return false if they were rolled back and are to be tried one by one
   */
  private boolean answer(List<Pending<T, ?>> tasks, List<Pending<T, ?>> group, long first) {
    boolean durable = false;
    for (int attempts = 1; ; attempts++) {
      End end = attempt(tasks, group, durable, attempts, first);
      durable |= end == End.TOO_WEAK;
      if (end == End.ANSWERED || end == End.FAILED) {
        return end == End.ANSWERED;
      }
    }
  }

  private End attempt(
      List<Pending<T, ?>> tasks,
      List<Pending<T, ?>> group,
      boolean forced,
      int attempts,
      long first) {
    boolean durable = forced || tasks.stream().anyMatch(Pending::durable);
    T transaction;
    try {
      transaction = transactions.begin(durable, batches(tasks));
    } catch (SQLException | RuntimeException e) {
      if (retries(e, attempts, first)) {
        return End.COLLIDED;
      }
      boolean mayBeOnes = transactions.mayBeOneTasks(e);
      if (mayBeOnes && tasks.size() > 1) {
        return End.FAILED;
      }
      (mayBeOnes ? tasks : group)
          .stream().filter(pending -> !pending.isDone()).forEach(p -> p.fail(told(e)));
      return End.ANSWERED;
    } catch (Error e) {
      group.forEach(pending -> blame(pending, e));
      return End.ANSWERED;
    }
    boolean committed = false;
    Throwable failure = null;
    List<Pending<T, ?>> done = tasks;
    try {
      done = tasks.subList(0, run(tasks, transaction));
      if (durable || !transaction.mustBeDurable()) {
        transaction.commit();
        committed = true;
      }
    } catch (SQLException | RuntimeException | Error e) {
      failure = e;
    } finally {
      if (committed) {
        complete(done);
      } else {
        transaction.rollback();
      }
    }
    if (failure == null) {
      return committed ? End.ANSWERED : End.TOO_WEAK;
    }
    if (retries(failure, attempts, first)) {
      return End.COLLIDED;
    }
    if (failure instanceof OutcomeUnknownException) {
      for (Pending<T, ?> pending : done) {
        pending.fail(failure); // some of them may have happened: none is tried again
      }
      return End.ANSWERED;
    }
    if (tasks.size() == 1) {
      blame(tasks.get(0), told(failure));
      return End.ANSWERED;
    }
    return End.FAILED;
  }

  /** Returns how many of the tasks were run, at least one. */
  private int run(List<Pending<T, ?>> tasks, T transaction) throws SQLException {
    int ran = 0;
    do {
      tasks.get(ran++).run(transaction);
    } while (ran < tasks.size() && !transaction.isFull());
    return ran;
  }

  private static List<Batch> batches(List<? extends Pending<?, ?>> tasks) {
    List<Batch> batches = new ArrayList<>(tasks.size());
    for (Pending<?, ?> pending : tasks) {
      Batch batch = pending.batch();
      if (batch != null) {
        batches.add(batch);
      }
    }
    return batches;
  }

  private boolean retries(Throwable failure, int attempts, long first) {
    SQLException cause =
        failure instanceof RowsFailure e
            ? e.failure()
            : failure instanceof SQLException e ? e : null;
    return cause != null && transactions.awaitRetry(cause, attempts, first);
  }

  /** They are committed, so this must not fail: it asks for no memory, not even an iterator. */
  private void complete(List<Pending<T, ?>> tasks) {
    for (int i = 0; i < tasks.size(); i++) {
      tasks.get(i).complete();
    }
  }

  /**
   * Fails the task. With an error, only if it is this thread's own: the memory or stack that ran
   * out may be the leader's, so another's task is left to be tried by its own thread.
   */
  private void blame(Pending<T, ?> pending, Throwable cause) {
    if (!pending.isDone()
        && !(cause instanceof Error && pending.caller() != Thread.currentThread())) {
      pending.fail(cause);
    }
  }

  private Throwable told(Throwable cause) {
    if (cause instanceof RowsFailure e) {
      return transactions.failure(e.failure());
    }
    return cause instanceof SQLException e ? transactions.failure(e) : cause;
  }
}
