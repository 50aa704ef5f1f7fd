package io.larder.benchmarks;

import io.larder.benchmarks.report.Page;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One part of a set of measurements. The speed of a machine that others use changes from minute to
 * minute, so those that are compared with each other take turns within each round, and only numbers
 * of one round are compared.
 *
 * @param name what {@code --only} is matched with
 * @param rounds how many; at least one
 * @param rivals those that are compared, which take part in each round
 * @param others those that are shown beside them, measured once
 */
record Part(String name, int rounds, List<Run> rivals, List<Run> others) {

  /** A run and the round that it is of. */
  record Turn(int round, Run run) {}

  /** Who is a rival follows from the page's targets. */
  static Part of(Page page, String name, int rounds, List<Run> runs) {
    List<Run> rivals = new ArrayList<>();
    List<Run> others = new ArrayList<>();
    for (Run each : runs) {
      (page.compares(each.measure(), each.contender()) ? rivals : others).add(each);
    }
    return new Part(name, rounds, rivals, others);
  }

  /** One that is measured once. */
  static Part once(String name, List<Run> runs) {
    return new Part(name, 1, List.of(), runs);
  }

  /**
   * Round after round, every other one backwards, so that nobody is always first or always last.
   * The others come when all rounds are done, and belong to the first one.
   */
  List<Turn> turns() {
    List<Turn> turns = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      List<Run> order = new ArrayList<>(rivals);
      if (round % 2 == 1) {
        Collections.reverse(order);
      }
      for (Run run : order) {
        turns.add(new Turn(round, run));
      }
    }
    others.forEach(run -> turns.add(new Turn(0, run)));
    return turns;
  }
}
