package io.larder.storage.jdbc;

import io.larder.storage.StorageException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
 *   <li>The leader commits once, then wakes the others, each with its own answer. A transaction
 *       that turns out to need a durable commit is rolled back, and its tasks are run in one that
 *       is begun so.
 *   <li>If anything else fails before the commit has succeeded, the transaction is rolled back, so
 *       nothing of it has happened, and each task is tried in a transaction of its own. The guilty
 *       one fails for its caller. A transaction that cannot even begin fails for all that wait for
 *       it: none of them is at fault, and trying again would make them wait in turn.
 *   <li>The leader goes on with what has queued meanwhile, but after {@link #LEAD_NANOS} it hands
 *       the lead to the first in the queue: nobody works for others for ever.
 *   <li>An error (memory or stack ran out) has the transaction rolled back as well. It fails the
 *       leader's own task alone, and only if that has not been answered yet. A task leaves the
 *       queue only when it has been answered, so the others are tried by their own threads. If even
 *       handing over fails, whoever comes next finds that the leader has left, and takes the lead.
 *       An interrupt ends no wait: it is found set afterwards.
 * </ol>
 *
 * <p>Leading is a lock as well: {@link #alone} and {@link #tryAlone} run an action while nobody
 * writes. Thread-safe; a task or an action must not submit in turn, and is refused.
 */
public final class GroupCommit<T extends WriteTransaction> {

  static final int GROUP_TASKS = 1024;
  static final long GROUP_BYTES = 8L << 20;
  static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final System.Logger LOG = System.getLogger(GroupCommit.class.getName());

  private final Transactions<T> transactions;
  private final long leadNanos;
  private final Object lock = new Object();

  // Guarded by the lock. The queue is linked through its elements: to wait needs no memory.
  private @Nullable Pending<T, ?> first;
  private @Nullable Pending<T, ?> last;
  private @Nullable Pending<T, ?> leader;

  public GroupCommit(Transactions<T> transactions) {
    this(transactions, LEAD_NANOS);
  }

  GroupCommit(Transactions<T> transactions, long leadNanos) {
    this.transactions = transactions;
    this.leadNanos = leadNanos;
  }

  /**
   * Does the task in a write transaction and returns when that is committed. Throws what the task
   * threw.
   *
   * @throws StorageException if the transaction failed; nothing has been written
   */
  public <R> Committed<T, R> submit(WriteTask<T, R> task) {
    Pending<T, R> own = new Pending<>(task);
    try {
      if (enter(own) || awaitLead(own)) {
        lead(own);
      }
    } catch (RuntimeException | Error e) {
      if (!own.isDone()) {
        throw e;
      }
      logForOthers(e);
    } finally {
      own.left = true;
    }
    return own.answer();
  }

  /** The caller is told what became of its own task, which is decided. */
  private static void logForOthers(Throwable failure) {
    try {
      LOG.log(
          System.Logger.Level.WARNING,
          "A thread that wrote for others after its own write has failed. They try again themselves.",
          failure);
    } catch (RuntimeException | Error unlogged) {
      // memory or stack may have run out
    }
  }

  /** Runs the action while nobody writes, waiting for the turn. */
  public void alone(Runnable action) {
    Pending<T, Void> own = new Pending<>(null);
    try {
      if (enter(own) || awaitLead(own)) {
        lead(action);
      }
    } finally {
      own.left = true;
    }
  }

  /**
   * Runs the action if nobody writes at the moment.
   *
   * @return whether it was run
   */
  public boolean tryAlone(Runnable action) {
    Pending<T, Void> own = new Pending<>(null);
    try {
      boolean leads = tryLead(own);
      if (leads) {
        lead(action);
      }
      return leads;
    } finally {
      own.left = true;
    }
  }

  /** Takes the lead, or queues. */
  private boolean enter(Pending<T, ?> own) {
    synchronized (lock) {
      if (tryLead(own)) {
        return true;
      }
      if (leader != null && leader.caller() == Thread.currentThread()) {
        throw new IllegalStateException("A write was begun from inside a write.");
      }
      if (last == null) {
        first = own;
      } else {
        last.next = own;
      }
      last = own;
      return false;
    }
  }

  /** Takes the lead if nobody has it, or an error kept its last holder from handing it over. */
  private boolean tryLead(Pending<T, ?> own) {
    synchronized (lock) {
      if (leader != null && !leader.left) {
        return false;
      }
      leader = own;
      return true;
    }
  }

  private boolean leads(Pending<T, ?> own) {
    synchronized (lock) {
      return leader == own;
    }
  }

  /**
   * Waits until the task is done or leads. An interrupt does not end the wait, since the write may
   * happen all the same; the caller finds its interrupt status set.
   *
   * @return whether it leads now
   */
  private boolean awaitLead(Pending<T, ?> own) {
    boolean interrupted = false;
    while (!own.isDone() && !leads(own)) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !own.isDone();
  }

  private void lead(Runnable action) {
    try {
      action.run();
    } finally {
      handOver();
    }
  }

  private void lead(Pending<T, ?> own) {
    try {
      long until = System.nanoTime() + leadNanos;
      List<Pending<T, ?>> group = nextGroup(own);
      while (!group.isEmpty()) {
        commit(group);
        boolean goOn = allDone(group) && System.nanoTime() - until < 0;
        group = goOn ? nextGroup(own) : List.of();
      }
    } finally {
      handOver();
    }
  }

  /** The leader's own task, if that is not done yet, and the first in the queue that fit to it. */
  private List<Pending<T, ?>> nextGroup(Pending<T, ?> own) {
    List<Pending<T, ?>> group = new ArrayList<>();
    long bytes = 0;
    if (!own.isDone()) {
      group.add(own);
      bytes = own.bytes();
      if (!own.sharesTransaction()) {
        return group;
      }
    }
    synchronized (lock) {
      removeAnswered();
      Pending<T, ?> next = first;
      while (next != null
          && next.sharesTransaction()
          && group.size() < GROUP_TASKS
          && (group.isEmpty() || bytes + next.bytes() <= GROUP_BYTES)) {
        if (!next.isAnswered()) {
          bytes += next.bytes();
          group.add(next);
        }
        next = next.next;
      }
    }
    return group;
  }

  private static boolean allDone(List<? extends Pending<?, ?>> group) {
    for (Pending<?, ?> pending : group) {
      if (!pending.isDone()) {
        return false;
      }
    }
    return true;
  }

  private void removeAnswered() {
    while (first != null && first.isAnswered()) {
      first = first.next;
    }
    if (first == null) {
      last = null;
    }
  }

  /** Its last steps are mere stores, which cannot fail. */
  private void handOver() {
    synchronized (lock) {
      removeAnswered();
      Pending<T, ?> next = first;
      if (next != null) {
        LockSupport.unpark(next.caller()); // it looks for the lead under the lock
        first = next.next;
        last = first == null ? null : last;
      }
      leader = next;
    }
  }

  private void commit(List<Pending<T, ?>> group) {
    if (attempt(group, group, false)) {
      return;
    }
    for (Pending<T, ?> pending : group) {
      if (!pending.isDone()) {
        attempt(List.of(pending), group, false);
      }
    }
  }

  /**
   * Commits the tasks in one transaction.
   *
   * @param group all that are to be failed if none can begin
   * @param forced whether it must be durable though no task asks for that
   * @return false if they were rolled back and are to be tried one by one
   */
  private boolean attempt(List<Pending<T, ?>> tasks, List<Pending<T, ?>> group, boolean forced) {
    boolean durable = forced || tasks.stream().anyMatch(Pending::durable);
    T transaction;
    try {
      transaction = transactions.begin(durable);
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
      if (durable || !transaction.mustBeDurable()) {
        transaction.commit();
        committed = true;
      }
    } catch (SQLException | RuntimeException | Error e) {
      failure = e;
    } finally {
      if (committed) {
        complete(tasks);
      } else {
        transaction.rollback();
      }
    }
    if (failure == null) {
      return committed || attempt(tasks, group, true);
    }
    if (tasks.size() == 1) {
      blame(tasks.get(0), told(failure));
    }
    return tasks.size() == 1;
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
