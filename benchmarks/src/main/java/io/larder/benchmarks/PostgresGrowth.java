package io.larder.benchmarks;

import io.larder.benchmarks.contender.Contender;
import io.larder.benchmarks.contender.Contenders;
import io.larder.benchmarks.contender.PostgresDatabase;
import io.larder.benchmarks.report.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What puts and gets of random keys cost in databases of several sizes.
 *
 * <ol>
 *   <li>Into a database for each size Larder puts ten thousand entries, and SQL the rest, like
 *       them.
 *   <li>Round after round, each size in turn is opened, put to and got from for a while, and
 *       closed.
 * </ol>
 *
 * <p>Arguments: the contender, which is Larder; how many rounds, for how many milliseconds puts and
 * gets go on, and the sizes.
 */
final class PostgresGrowth implements AutoCloseable {

  static final String MEASURE = "pg.growth";

  private static final int PUT_ENTRIES = 10_000;
  private static final int WARM_UP_SHARE = 3;

  private final int entries;
  private final Workload workload = new Workload(1);
  private final PostgresDatabase database = PostgresDatabase.create();

  private PostgresGrowth(int entries) {
    this.entries = entries;
  }

  static Run run(int rounds, long millis, List<Integer> sizes) {
    List<Object> arguments = new ArrayList<>(List.of(rounds, millis));
    arguments.addAll(sizes);
    return new ChildRun(
        MEASURE, Contenders.LARDER, PostgresGrowth.class, ChildJvm.FLAGS, arguments);
  }

  public static void main(String[] arguments) {
    int rounds = Integer.parseInt(arguments[1]);
    long millis = Long.parseLong(arguments[2]);
    List<PostgresGrowth> sizes =
        Stream.of(arguments)
            .skip(3)
            .map(size -> new PostgresGrowth(Integer.parseInt(size)))
            .toList();
    try {
      sizes.forEach(PostgresGrowth::fill);
      for (int round = 0; round < rounds; round++) {
        for (PostgresGrowth each : sizes) {
          each.use(round, millis);
        }
      }
    } finally {
      sizes.forEach(PostgresGrowth::close);
    }
  }

  /** A hundredth of the entries, but no more than a thousand, fit on the heap. */
  private Contender open() {
    return Contenders.open(
        Contenders.LARDER, database, Math.min(entries / 100, StoreState.HEAP_ENTRIES));
  }

  private void fill() {
    try (Contender larder = open()) {
      workload.fill(larder, PUT_ENTRIES);
    }
    database.multiply(PUT_ENTRIES, entries);
  }

  private void use(int round, long millis) {
    try (Contender open = open()) {
      rate("put", round, millis, key -> open.put(key, workload.randomValue()));
      rate("get", round, millis, key -> get(open, key));
    }
  }

  private static void get(Contender open, String key) {
    if (open.get(key) == null) {
      throw new IllegalStateException(key + " is not there");
    }
  }

  private void rate(String what, int round, long millis, Rate.Operation operation) {
    var unused = Rate.perSecond(millis / WARM_UP_SHARE, entries, operation);
    double rate = Rate.perSecond(millis, entries, operation);
    String measure = "%s.%s.%d".formatted(MEASURE, what, entries);
    System.out.println(Sample.of(measure, Contenders.LARDER, rate, "ops/s").later(round).line());
  }

  @Override
  public void close() {
    database.close();
  }
}
