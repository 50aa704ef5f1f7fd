package io.larder.storage.jdbc;

import io.larder.storage.StorageException;
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
 * <p>A store with several connections for writing has as many lanes, and a leader in each. Beside
 * another one leads only when about half of many writers wait; two groups that are on their way at
 * once are to each other as two processes are.
 *
 * <p>Leading is a lock as well: {@link #alone} and {@link #tryAlone} run an action while nobody
 * writes, in any lane. Thread-safe; a task or an action must not submit in turn, and is refused.
 */
public final class GroupCommit<T extends WriteTransaction> {

  static final int GROUP_TASKS = 1024;
  static final long GROUP_BYTES = 8L << 20;
  static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final System.Logger LOG = System.getLogger(GroupCommit.class.getName());

  private final WriteQueue<T> queue;
  private final long leadNanos;

  public GroupCommit(Transactions<T> transactions) {
    this(transactions, LEAD_NANOS);
  }

  GroupCommit(Transactions<T> transactions, long leadNanos) {
    this(List.of(transactions), Integer.MAX_VALUE, leadNanos);
  }

  /**
   * Creates one with several lanes.
   *
   * @param lanes what begins each lane's transactions
   * @param few so many writers at once share one lane
   */
  public GroupCommit(List<? extends Transactions<T>> lanes, int few) {
    this(lanes, few, LEAD_NANOS);
  }

  GroupCommit(List<? extends Transactions<T>> lanes, int few, long leadNanos) {
    this.queue = new WriteQueue<>(lanes, few);
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
      Lane<T> lane = await(own, queue.add(own));
      if (lane != null) {
        lead(lane, own);
      }
    } catch (RuntimeException | Error e) {
      if (!own.isDone()) {
        throw e;
      }
      logForOthers(e);
    } finally {
      own.left = true;
      queue.left();
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
      Lane<T> lane = await(own, queue.add(own));
      if (lane != null) {
        lead(lane, action);
      }
    } finally {
      own.left = true;
      queue.left();
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
      Lane<T> lane = queue.tryLead(own);
      if (lane != null) {
        lead(lane, action);
      }
      return lane != null;
    } finally {
      own.left = true;
      queue.left();
    }
  }

  /**
   * Waits until the task is done or leads. An interrupt does not end the wait, since the write may
   * happen all the same; the caller finds its interrupt status set.
   *
   * @param led what it leads already
   * @return what it leads, null if it is done
   */
  private @Nullable Lane<T> await(Pending<T, ?> own, @Nullable Lane<T> led) {
    Lane<T> lane = led;
    boolean interrupted = false;
    while (lane == null && !own.isDone()) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
      lane = own.isDone() ? null : queue.ledBy(own);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return lane;
  }

  private void lead(Lane<T> lane, Runnable action) {
    try {
      action.run();
    } finally {
      queue.handOver(lane);
    }
  }

  private void lead(Lane<T> lane, Pending<T, ?> own) {
    try {
      long until = System.nanoTime() + leadNanos;
      List<Pending<T, ?>> group = queue.nextGroup(lane, own);
      while (!group.isEmpty()) {
        lane.attempts.commit(group);
        boolean goOn = allDone(group) && System.nanoTime() - until < 0;
        group = goOn ? queue.nextGroup(lane, own) : List.of();
      }
    } finally {
      queue.handOver(lane);
    }
  }

  private static boolean allDone(List<? extends Pending<?, ?>> group) {
    for (Pending<?, ?> pending : group) {
      if (!pending.isDone()) {
        return false;
      }
    }
    return true;
  }
}
