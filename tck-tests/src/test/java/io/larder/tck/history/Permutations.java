package io.larder.tck.history;

import java.util.ArrayList;
import java.util.List;

/** The plain way to look for an order: all of them. */
final class Permutations {

  private Permutations() {}

  static boolean explain(List<Operation> history) {
    return explain(history, null);
  }

  private static boolean explain(List<Operation> left, String held) {
    if (left.stream().allMatch(operation -> operation.ended() == Operation.NEVER)) {
      return true;
    }
    for (Operation next : left) {
      Operation.Step step = next.applyTo(held);
      if (next.isAnsweredBy(step) && nothingEndedBefore(left, next)) {
        List<Operation> rest = new ArrayList<>(left);
        rest.remove(next);
        if (explain(rest, step.held())) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean nothingEndedBefore(List<Operation> left, Operation next) {
    return left.stream().noneMatch(operation -> operation.ended() < next.started());
  }
}
