package io.larder.tck.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Looks for an order of the operations that explains all answers: each takes effect at one moment
 * between its call and its return.
 *
 * <ol>
 *   <li>Keys are independent, so each has a history of its own.
 *   <li>Calls and returns are walked in time. An operation whose call is passed may be put next
 *       into the order if it then gives the answer that it gave.
 *   <li>At the return of an operation that is not in the order, the last one that was put there is
 *       taken back and another way is tried (Wing and Gong, "Testing and verifying concurrent
 *       objects").
 *   <li>A set of operations in the order that has led to the same value before is not tried again
 *       (Lowe, "Testing for linearizability").
 * </ol>
 */
public final class Linearizability {

  private Linearizability() {}

  /** The first key whose history nothing explains, with that history in lines. */
  public static Optional<String> violation(List<Operation> history) {
    Map<String, List<Operation>> byKey = new TreeMap<>();
    for (Operation operation : history) {
      byKey.computeIfAbsent(operation.key(), key -> new ArrayList<>()).add(operation);
    }
    for (Map.Entry<String, List<Operation>> one : byKey.entrySet()) {
      if (!explains(one.getValue())) {
        List<String> lines =
            one.getValue().stream()
                .sorted(Comparator.comparingLong(Operation::started))
                .map(Operation::toLine)
                .toList();
        return Optional.of(one.getKey() + ":\n" + String.join("\n", lines));
      }
    }
    return Optional.empty();
  }

  /** Whether some order explains this history of one key, which holds nothing at first. */
  private static boolean explains(List<Operation> operations) {
    Moment head = Moment.line(operations);
    BitSet ordered = new BitSet(operations.size());
    Set<Tried> tried = new HashSet<>();
    Deque<Chosen> chosen = new ArrayDeque<>();
    String held = null;
    Moment at = head.next;
    while (head.next != null) {
      if (at == null) {
        // Only calls that never returned are left, and they need not have happened.
        return true;
      }
      if (at.isCall()) {
        Operation.Step step = at.operation.applyTo(held);
        if (at.operation.isAnsweredBy(step)) {
          ordered.set(at.index);
          if (tried.add(new Tried((BitSet) ordered.clone(), step.held()))) {
            chosen.push(new Chosen(at, held));
            held = step.held();
            at.lift();
            at = head.next;
            continue;
          }
          ordered.clear(at.index);
        }
        at = at.next;
      } else {
        if (chosen.isEmpty()) {
          return false;
        }
        Chosen last = chosen.pop();
        held = last.heldBefore();
        ordered.clear(last.call().index);
        last.call().unlift();
        at = last.call().next;
      }
    }
    return true;
  }

  private record Tried(BitSet ordered, String held) {}

  private record Chosen(Moment call, String heldBefore) {}

  /** A call or a return in the line of what is still to be explained. */
  private static final class Moment {
    private final Operation operation;
    private final int index;

    /** Of a call: its return, or null if there is none. */
    private Moment end;

    private final boolean call;
    private Moment previous;
    private Moment next;

    private Moment(Operation operation, int index, boolean call) {
      this.operation = operation;
      this.index = index;
      this.call = call;
    }

    boolean isCall() {
      return call;
    }

    /** All calls and returns in time, behind a head; at one time calls come first. */
    static Moment line(List<Operation> operations) {
      List<Moment> moments = new ArrayList<>();
      for (int i = 0; i < operations.size(); i++) {
        Operation operation = operations.get(i);
        Moment start = new Moment(operation, i, true);
        moments.add(start);
        if (operation.ended() != Operation.NEVER) {
          start.end = new Moment(operation, i, false);
          moments.add(start.end);
        }
      }
      moments.sort(Comparator.comparingLong(Moment::time).thenComparing(moment -> !moment.call));
      Moment head = new Moment(null, -1, true);
      Moment last = head;
      for (Moment moment : moments) {
        last.next = moment;
        moment.previous = last;
        last = moment;
      }
      return head;
    }

    private long time() {
      return call ? operation.started() : operation.ended();
    }

    /** Takes the call and its return out of the line. */
    void lift() {
      unlink();
      if (end != null) {
        end.unlink();
      }
    }

    /** Undoes the last {@link #lift} that is not undone. */
    void unlift() {
      if (end != null) {
        end.link();
      }
      link();
    }

    private void unlink() {
      previous.next = next;
      if (next != null) {
        next.previous = previous;
      }
    }

    private void link() {
      previous.next = this;
      if (next != null) {
        next.previous = this;
      }
    }
  }
}
