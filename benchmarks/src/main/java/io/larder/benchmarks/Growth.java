package io.larder.benchmarks;

import io.larder.benchmarks.contender.Contender;
import io.larder.benchmarks.contender.Contenders;
import io.larder.benchmarks.report.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What stores of several sizes cost: opening, puts and gets of random keys, clearing.
 *
 * <ol>
 *   <li>One store of each size is filled and closed.
 *   <li>Round after round, each size in turn is opened, put to and got from for a while, and
 *       closed.
 *   <li>Each is opened once more and cleared.
 * </ol>
 *
 * <p>Arguments: the contender, how many rounds, for how many milliseconds puts and gets go on, and
 * the sizes.
 */
final class Growth implements AutoCloseable {

  /** Enough when the same has been done with the other sizes, and after the filling. */
  private static final int WARM_UP_SHARE = 3;

  private final String contender;
  private final int entries;
  private final Workload workload = new Workload(1);
  private final Scratch scratch = new Scratch();

  private Growth(String contender, int entries) {
    this.contender = contender;
    this.entries = entries;
  }

  static Run run(String contender, int rounds, long millis, List<Integer> sizes) {
    List<Object> arguments = new ArrayList<>(List.of(rounds, millis));
    arguments.addAll(sizes);
    return new ChildRun("growth", contender, Growth.class, ChildJvm.FLAGS, arguments);
  }

  public static void main(String[] arguments) {
    int rounds = Integer.parseInt(arguments[1]);
    long millis = Long.parseLong(arguments[2]);
    List<Growth> sizes =
        Stream.of(arguments)
            .skip(3)
            .map(size -> new Growth(arguments[0], Integer.parseInt(size)))
            .toList();
    try {
      sizes.forEach(Growth::fill);
      for (int round = 0; round < rounds; round++) {
        for (Growth each : sizes) {
          each.use(round, millis);
        }
      }
      sizes.forEach(Growth::clear);
    } finally {
      sizes.forEach(Growth::close);
    }
  }

  /** A hundredth of the entries, but no more than a thousand, fit on the heap. */
  private Contender open() {
    return Contenders.open(
        contender, scratch.directory(), Math.min(entries / 100, StoreState.HEAP_ENTRIES));
  }

  private void fill() {
    try (Contender open = open()) {
      workload.fill(open, entries);
    }
  }

  private void use(int round, long millis) {
    long start = System.nanoTime();
    try (Contender open = open()) {
      open.get(Workload.key(0));
      tell("open", round, millisSince(start), "ms");
      rate("put", round, millis, key -> open.put(key, workload.randomValue()));
      rate("get", round, millis, open::get);
    }
  }

  private void clear() {
    try (Contender open = open()) {
      long start = System.nanoTime();
      open.clear();
      tell("clear", 0, millisSince(start), "ms");
    }
  }

  private void rate(String what, int round, long millis, Rate.Operation operation) {
    var unused = Rate.perSecond(millis / WARM_UP_SHARE, entries, operation);
    tell(what, round, Rate.perSecond(millis, entries, operation), "ops/s");
  }

  private static double millisSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e6;
  }

  private void tell(String what, int round, double value, String unit) {
    String measure = "growth." + what + '.' + entries;
    System.out.println(Sample.of(measure, contender, value, unit).later(round).line());
  }

  @Override
  public void close() {
    scratch.close();
  }
}
