package io.larder.storage.jdbc;

import io.larder.storage.StorageException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets concurrent writers of one store share a transaction.
 *
 * <ol>
 *   <li>Whoever arrives while nobody leads becomes the leader, on its own thread; there is no other
 *       thread, and a lone writer hands nothing over. Who arrives later queues and waits.
 *   <li>The leader takes its own task and what has queued, up to {@link #GROUP_TASKS} tasks and
 *       {@link #GROUP_BYTES} bytes. It begins a transaction and runs each task in it, in order;
 *       each sees what those before it did.
 *   <li>A task that rejects itself without a trace (a stale fence, an illegal mutation) fails for
 *       its caller alone. It stays out of what is committed.
 *   <li>The leader commits once, then wakes the others, each with its own answer.
 *   <li>If anything else fails before the commit has succeeded, the transaction is rolled back, so
 *       nothing of it has happened, and each task is tried in a transaction of its own. The guilty
 *       one fails for its caller. A transaction that cannot even begin fails for all that wait for
 *       it: none of them is at fault, and trying again would make them wait in turn.
 *   <li>The leader goes on with what has queued meanwhile, but after {@link #LEAD_NANOS} it hands
 *       the lead to the first in the queue: nobody works for others for ever.
 *   <li>An error (memory or stack ran out) has the transaction rolled back as well. It fails the
 *       leader's own task alone: the others are put back to the head of the queue, to be tried by
 *       their own threads. If even handing over fails, whoever comes next takes the lead. An
 *       interrupt ends no wait: it is found set afterwards.
 * </ol>
 *
 * <p>Leading is a lock as well: {@link #alone} and {@link #tryAlone} run an action while nobody
 * writes. Thread-safe; a task or an action must not submit in turn, and is refused.
 */
public final class GroupCommit<T extends WriteTransaction> {

  static final int GROUP_TASKS = 1024;
  static final long GROUP_BYTES = 8L << 20;
  static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final Transactions<T> transactions;
  private final Object lock = new Object();
  private final ArrayDeque<Pending<T, ?>> queue = new ArrayDeque<>();
  private @Nullable Thread leader;

  /** Cleared by the leader before anything else when it ends: a mere store cannot fail. */
  private volatile boolean leading;

  public GroupCommit(Transactions<T> transactions) {
    this.transactions = transactions;
  }

  /**
   * Does the task in a write transaction and returns when that is committed. Throws what the task
   * threw.
   *
   * @throws StorageException if the transaction failed; nothing has been written
   */
  public <R> Committed<T, R> submit(WriteTask<T, R> task) {
    Pending<T, R> own = new Pending<>(task);
    if (enter(own) || own.awaitLead()) {
      lead(own);
    }
    return own.answer();
  }

  /** Runs the action while nobody writes, waiting for the turn. */
  public void alone(Runnable action) {
    Pending<T, Void> own = new Pending<>(null);
    if (enter(own) || own.awaitLead()) {
      try {
        action.run();
      } finally {
        leading = false;
        handOver();
      }
    }
  }

  /**
   * Runs the action if nobody writes at the moment.
   *
   * @return whether it was run
   */
  public boolean tryAlone(Runnable action) {
    synchronized (lock) {
      if (!takeLead()) {
        return false;
      }
    }
    try {
      action.run();
    } finally {
      leading = false;
      handOver();
    }
    return true;
  }

  private boolean enter(Pending<T, ?> own) {
    synchronized (lock) {
      if (takeLead()) {
        return true;
      }
      if (leader == Thread.currentThread()) {
        throw new IllegalStateException("A write was begun from inside a write.");
      }
      queue.add(own);
      return false;
    }
  }

  private void lead(Pending<T, ?> own) {
    List<Pending<T, ?>> group = new ArrayList<>();
    group.add(own);
    try {
      long until = System.nanoTime() + LEAD_NANOS;
      do {
        fill(group);
        commit(group);
      } while (!giveBack(group, own) && System.nanoTime() - until < 0 && fill(group));
    } finally {
      leading = false;
      giveBack(group, own);
      handOver();
    }
  }

  /** Takes what has queued; false if the group is empty even so. */
  private boolean fill(List<Pending<T, ?>> group) {
    if (!group.isEmpty() && !group.get(0).sharesTransaction()) {
      return true;
    }
    long bytes = group.isEmpty() ? 0 : group.get(0).bytes();
    synchronized (lock) {
      Pending<T, ?> next = queue.peek();
      while (next != null
          && next.sharesTransaction()
          && group.size() < GROUP_TASKS
          && (group.isEmpty() || bytes + next.bytes() <= GROUP_BYTES)) {
        bytes += next.bytes();
        group.add(next); // first, so that none is lost if there is no memory
        queue.remove();
        next = queue.peek();
      }
    }
    return !group.isEmpty();
  }

  /**
   * Empties the group. After an error, what was not committed, except the leader's own, is the next
   * leader's.
   *
   * @return whether there was any
   */
  private boolean giveBack(List<Pending<T, ?>> group, Pending<T, ?> own) {
    boolean any = false;
    synchronized (lock) {
      for (int i = group.size() - 1; i >= 0; i--) {
        Pending<T, ?> pending = group.get(i);
        if (pending != own && !pending.isDone()) {
          queue.addFirst(pending);
          any = true;
        }
      }
    }
    group.clear();
    return any;
  }

  /** Does nothing if another thread has found the lead abandoned and taken it over. */
  private void handOver() {
    synchronized (lock) {
      if (leader != Thread.currentThread()) {
        return;
      }
      Pending<T, ?> next = queue.poll();
      leader = next == null ? null : next.caller();
      leading = next != null;
      if (next != null) {
        next.promote();
      }
    }
  }

  /** Takes the lead if nobody has it, or an error kept its last holder from handing it over. */
  private boolean takeLead() {
    if (leader != null && leading) {
      return false;
    }
    leader = Thread.currentThread();
    leading = true;
    return true;
  }

  private void commit(List<Pending<T, ?>> group) {
    if (attempt(group, group)) {
      return;
    }
    for (Pending<T, ?> pending : group) {
      if (!pending.isDone()) {
        attempt(List.of(pending), group);
      }
    }
  }

  /**
   * Commits the tasks in one transaction.
   *
   * @param group all that are to be failed if none can begin
   * @return false if they were rolled back and are to be tried one by one
   */
  private boolean attempt(List<Pending<T, ?>> tasks, List<Pending<T, ?>> group) {
    T transaction;
    try {
      transaction = transactions.begin(tasks.stream().anyMatch(Pending::durable));
    } catch (SQLException | RuntimeException e) {
      group.stream().filter(pending -> !pending.isDone()).forEach(p -> p.fail(told(e)));
      return true;
    } catch (Error e) {
      group.forEach(pending -> blame(pending, e));
      return true;
    }
    boolean committed = false;
    Throwable failure = null;
    try {
      for (Pending<T, ?> pending : tasks) {
        pending.run(transaction);
      }
      transaction.commit();
      committed = true;
    } catch (SQLException | RuntimeException | Error e) {
      failure = e;
    } finally {
      if (committed) {
        for (Pending<T, ?> pending : tasks) {
          pending.complete();
        }
      } else {
        transaction.rollback();
      }
    }
    if (failure != null && tasks.size() == 1) {
      blame(tasks.get(0), told(failure));
    }
    return failure == null || tasks.size() == 1;
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
