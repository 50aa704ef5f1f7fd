package io.larder.benchmarks;

import io.larder.benchmarks.contender.Contender;
import io.larder.benchmarks.contender.Contenders;
import io.larder.benchmarks.report.Figure;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * What a store of one size costs: puts and gets of random keys, opening, clearing.
 *
 * <p>Arguments: the contender, how many entries, for how many milliseconds puts and gets go on.
 */
final class Growth {

  private Growth() {}

  static Part part(int entries, long millis) {
    return new ChildPart(
        "growth." + entries,
        Growth.class,
        ChildJvm.FLAGS,
        List.of(Contenders.LARDER, Contenders.RAW),
        List.of(entries, millis));
  }

  public static void main(String[] arguments) {
    String contender = arguments[0];
    int entries = Integer.parseInt(arguments[1]);
    long millis = Long.parseLong(arguments[2]);
    Workload workload = new Workload(1);
    try (Scratch scratch = new Scratch()) {
      try (Contender open = open(contender, scratch.directory(), entries)) {
        workload.fill(open, entries);
      }
      long start = System.nanoTime();
      try (Contender open = open(contender, scratch.directory(), entries)) {
        open.get(Workload.key(0));
        tell("open", contender, entries, millisSince(start), "ms");
        rate("put", contender, entries, millis, key -> open.put(key, workload.randomValue()));
        rate("get", contender, entries, millis, open::get);
        start = System.nanoTime();
        open.clear();
        tell("clear", contender, entries, millisSince(start), "ms");
      }
    }
  }

  /** A hundredth of the entries, but no more than a thousand, fit on the heap. */
  private static Contender open(String contender, Path directory, int entries) {
    return Contenders.open(contender, directory, Math.min(entries / 100, StoreState.HEAP_ENTRIES));
  }

  private interface Operation {
    void on(String key);
  }

  /** The first half warms up. */
  private static void rate(
      String what, String contender, int entries, long millis, Operation operation) {
    var unused = perSecond(entries, millis / 2, operation);
    tell(what, contender, entries, perSecond(entries, millis, operation), "ops/s");
  }

  private static double perSecond(int entries, long millis, Operation operation) {
    long start = System.nanoTime();
    long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
    long done = 0;
    long now = start;
    for (; now < end; now = System.nanoTime()) {
      operation.on(Workload.key(ThreadLocalRandom.current().nextInt(entries)));
      done++;
    }
    return done * 1e9 / (now - start);
  }

  private static double millisSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e6;
  }

  private static void tell(String what, String contender, int entries, double value, String unit) {
    System.out.println(Figure.of("growth." + what + '.' + entries, contender, value, unit).line());
  }
}
