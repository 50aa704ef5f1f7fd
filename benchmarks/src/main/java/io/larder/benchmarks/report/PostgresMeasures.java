package io.larder.benchmarks.report;

import static io.larder.benchmarks.report.Measure.group;
import static io.larder.benchmarks.report.Measure.measure;

import java.util.ArrayList;
import java.util.List;

/** What can be measured on a PostgreSQL server, in the order of the report. */
final class PostgresMeasures {

  static final List<Measure.Group> GROUPS =
      List.of(
          group(
              "postgresql-puts",
              "Puts of random keys of 100,000, 100 bytes each",
              measure("pg.put.1", "1 thread"),
              measure("pg.put.8", "8 threads"),
              measure("pg.put.64", "64 threads")),
          group(
              "postgresql-gets",
              "Gets of random keys of 100,000, of which 1,000 are on the heap",
              measure("pg.get.1", "1 thread"),
              measure("pg.get.8", "8 threads")),
          group(
              "postgresql-nodes",
              "Puts of JVMs on the same keys at once, 8 threads each, together",
              measure("pg.nodes.1", "1 JVM"),
              measure("pg.nodes.2", "2 JVMs")),
          group(
              "postgresql-delay",
              "From a put on one node to a get on another that answers with it",
              delays()),
          group("postgresql-growth", "As the store grows, 1 thread", grown()));

  private PostgresMeasures() {}

  private static Measure[] delays() {
    return new Measure[] {
      measure("pg.delay.loaded.50", "beside 2,000 puts a second, median"),
      measure("pg.delay.loaded.99", "99 of 100"),
      measure("pg.delay.loaded.100", "all"),
      measure("pg.delay.loaded.put.50", "the put alone, median"),
      measure("pg.delay.loaded.put.99", "99 of 100"),
      measure("pg.delay.saturated.50", "beside as many as there can be, median"),
      measure("pg.delay.saturated.99", "99 of 100"),
      measure("pg.delay.saturated.100", "all"),
      measure("pg.delay.saturated.put.50", "the put alone, median"),
      measure("pg.delay.saturated.put.99", "99 of 100"),
      measure("pg.delay.idle.50", "without other load, median"),
      measure("pg.delay.idle.99", "99 of 100"),
      measure("pg.delay.idle.100", "all")
    };
  }

  private static Measure[] grown() {
    List<Measure> measures = new ArrayList<>();
    for (String what : List.of("put", "get")) {
      for (int size : new int[] {10_000, 1_000_000, 10_000_000}) {
        measures.add(
            measure("pg.growth." + what + '.' + size, "%s, %,d entries".formatted(what, size)));
      }
    }
    return measures.toArray(Measure[]::new);
  }
}
