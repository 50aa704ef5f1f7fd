package io.larder.storage.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Who waits to be written, and who leads a lane.
 *
 * <ol>
 *   <li>A lane that nobody leads is led by whoever comes, or else by whoever waits longest; either
 *       takes all that wait with it.
 *   <li>Beside another lane only if more than a few write, and half of them wait: two groups of
 *       half the writers cost less than a large one and a small one by turns.
 *   <li>A batch whose first key is on its way in one lane waits for that: in the other it would
 *       wait for the row's lock, and everybody who shares its transaction as well.
 *   <li>A task stays in the queue until it has been answered. It is taken for as long as its taker
 *       leads, so an error that keeps a leader from answering loses none.
 *   <li>Who wants to be alone leads when no other lane is led, and nobody who came later leads
 *       before.
 * </ol>
 *
 * <p>Linked through its elements: to wait needs no memory. Thread-safe.
 */
final class WriteQueue<T extends WriteTransaction> {

  private final List<Lane<T>> lanes;
  private final int few;

  /** How many have come and not left, those included who wake up with their answer. */
  private final AtomicInteger writers = new AtomicInteger();

  // Guarded by this.
  private @Nullable Pending<T, ?> first;
  private @Nullable Pending<T, ?> last;

  /** How many are in the queue and may be taken. */
  private int waiting;

  WriteQueue(List<? extends Transactions<T>> lanes, int few) {
    this.lanes = lanes.stream().<Lane<T>>map(Lane::new).toList();
    this.few = few;
  }

  /**
   * Queues the task, whose caller is to say when it has {@link #left}.
   *
   * @return the lane that it leads, null if it has to wait
   */
  @Nullable Lane<T> add(Pending<T, ?> own) {
    writers.incrementAndGet();
    own.slot = lanes.size() == 1 ? Lane.NO_SLOT : Lane.slot(own.batch());
    return queue(own);
  }

  private synchronized @Nullable Lane<T> queue(Pending<T, ?> own) {
    refuseNested();
    if (last == null) {
      first = own;
    } else {
      last.next = own;
    }
    last = own;
    waiting += mayBeTaken(own) ? 1 : 0;
    passOn(own);
    return ledBy(own);
  }

  /** Whoever has come goes, with an answer or without. */
  void left() {
    writers.decrementAndGet();
  }

  private void refuseNested() {
    for (Lane<T> lane : lanes) {
      Pending<T, ?> leader = lane.leader;
      if (leader != null && !leader.left && leader.caller() == Thread.currentThread()) {
        throw new IllegalStateException("A write was begun from inside a write.");
      }
    }
  }

  /** Takes the lead of the first lane if nobody has any; to be told of as well when it has left. */
  synchronized @Nullable Lane<T> tryLead(Pending<T, ?> own) {
    writers.incrementAndGet();
    Lane<T> lane = lanes.get(0);
    if (!lane.isFree() || isAnyBeside(lane)) {
      return null;
    }
    lane.leader = own;
    return lane;
  }

  synchronized @Nullable Lane<T> ledBy(Pending<T, ?> own) {
    for (Lane<T> lane : lanes) {
      if (lane.leader == own) {
        return lane;
      }
    }
    return null;
  }

  /**
   * The leader's own task, if that is not done yet, and the first that wait and fit to it; empty if
   * the lane is to be handed over.
   */
  synchronized List<Pending<T, ?>> nextGroup(Lane<T> lane, Pending<T, ?> own) {
    List<Pending<T, ?>> group = new ArrayList<>();
    long bytes = 0;
    boolean full = false;
    if (!own.isDone()) {
      group.add(own);
      bytes = own.bytes();
      full = !own.sharesTransaction();
    } else if (!isWorthwhile(lane)) {
      return group;
    }
    lane.hold(List.of());
    removeAnswered();
    for (Pending<T, ?> next = first; next != null && !full; next = next.next) {
      if (mayBeTaken(next)) {
        full =
            !next.sharesTransaction()
                || group.size() >= GroupCommit.GROUP_TASKS
                || (!group.isEmpty() && bytes + next.bytes() > GroupCommit.GROUP_BYTES);
        if (!full) {
          group.add(next);
          bytes += next.bytes();
          next.taker = own;
          waiting--;
        }
      }
    }
    lane.hold(group);
    if (waiting > 0) {
      passOn(null);
    }
    return group;
  }

  /** Gives the lane to somebody else, now or when that is worth it. */
  synchronized void handOver(Lane<T> lane) {
    Pending<T, ?> leader = lane.leader;
    if (leader != null) {
      leader.left = true;
    }
    lane.leader = null;
    removeAnswered();
    passOn(null);
  }

  /** Removes who has been answered, and counts who waits: be it again, after an error. */
  private void removeAnswered() {
    waiting = 0;
    Pending<T, ?> before = null;
    for (Pending<T, ?> next = first; next != null; next = next.next) {
      if (!next.isAnswered()) {
        waiting += mayBeTaken(next) ? 1 : 0;
        before = next;
      } else if (before == null) {
        first = next.next;
      } else {
        before.next = next.next;
      }
    }
    last = before;
  }

  /**
   * Has somebody lead a free lane: whoever waits longest, or takes that one with it and need not be
   * woken. The last steps are mere stores.
   */
  private void passOn(@Nullable Pending<T, ?> comer) {
    Lane<T> lane = freeLane();
    if (lane == null || !isWorthwhile(lane)) {
      return;
    }
    Pending<T, ?> next = first;
    while (next != null && (next.isAnswered() || !mayBeTaken(next))) {
      next = next.next;
    }
    if (next == null || (next.wantsToBeAlone() && isAnyBeside(lane))) {
      return;
    }
    if (comer != null
        && mayBeTaken(comer)
        && comer.sharesTransaction()
        && next.sharesTransaction()) {
      next = comer;
    }
    if (next.caller() != Thread.currentThread()) {
      LockSupport.unpark(next.caller()); // it looks for its lane under the lock
    }
    waiting--;
    lane.hold(List.of(next));
    next.taker = next;
    lane.leader = next;
  }

  private @Nullable Lane<T> freeLane() {
    for (Lane<T> lane : lanes) {
      if (lane.isFree()) {
        return lane;
      }
    }
    return null;
  }

  private boolean isWorthwhile(Lane<T> lane) {
    if (!isAnyBeside(lane)) {
      return true;
    }
    int all = writers.get();
    return all > few && 2 * waiting >= all && lanes.stream().noneMatch(Lane::isAlone);
  }

  private boolean isAnyBeside(Lane<T> lane) {
    for (Lane<T> other : lanes) {
      if (other != lane && !other.isFree()) {
        return true;
      }
    }
    return false;
  }

  private boolean mayBeTaken(Pending<T, ?> pending) {
    Pending<T, ?> taker = pending.taker;
    if (taker != null && !taker.left && ledBy(taker) != null) {
      return false;
    }
    for (Lane<T> lane : lanes) {
      if (lane.holds(pending)) {
        return false;
      }
    }
    return true;
  }
}
