package io.larder.storage.jdbc;

import io.larder.storage.Batch;
import io.larder.storage.OutcomeUnknownException;
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
 *       each sees what those before it did. When what they have read is more than that as well, the
 *       others stay in the queue.
 *   <li>A task that rejects itself without a trace (a stale fence, an illegal mutation) fails for
 *       its caller alone. It stays out of what is committed.
 *   <li>The leader commits once, then wakes the others, each with its own answer. A transaction
 *       that turns out to need a durable commit is rolled back, and its tasks are run in one that
 *       is begun so.
 *   <li>A transaction that has met another process's, and has not happened, is run again with the
 *       same tasks, as long as the store says so. If nobody can tell whether it was committed, all
 *       its tasks are told just that.
 *   <li>If anything else fails before the commit has succeeded, the transaction is rolled back, so
 *       nothing of it has happened, and each task is tried in a transaction of its own. The guilty
 *       one fails for its caller. So it is if a transaction cannot begin for what may be one task's
 *       batch. One that cannot begin at all fails for all that wait for it: none of them is at
 *       fault, and trying again would make them wait in turn.
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

  private void commit(List<Pending<T, ?>> group) {
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
