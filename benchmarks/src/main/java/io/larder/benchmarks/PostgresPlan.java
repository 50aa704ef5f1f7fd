package io.larder.benchmarks;

import io.larder.benchmarks.JmhRun.Pace;
import io.larder.benchmarks.contender.Contenders;
import io.larder.benchmarks.report.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is measured on a PostgreSQL server, in the short set or in the full one. */
final class PostgresPlan {

  private static final List<String> BOTH = List.of(Contenders.LARDER, Contenders.PGJDBC);

  /** Puts a second that two cores carry, with the server and the nodes on them. */
  private static final int LOAD = 2_000;

  private final boolean full;
  private final int rounds;
  private final Path results;
  private final List<Part> parts = new ArrayList<>();

  private PostgresPlan(Arguments arguments, Path results) {
    this.full = arguments.full();
    this.rounds = full ? 5 : 3;
    this.results = results;
  }

  /** All parts, those included that the arguments do not ask for. */
  static List<Part> parts(Arguments arguments, Path results) {
    PostgresPlan plan = new PostgresPlan(arguments, results);
    plan.entries();
    plan.nodes();
    plan.growth();
    return plan.parts;
  }

  private void entries() {
    String put = "PostgresBenchmark.put";
    String get = "PostgresBenchmark.get";
    List<Run> puts = new ArrayList<>();
    puts.addAll(jmh("pg.put.1", put, 1));
    puts.addAll(jmh("pg.put.8", put, 8));
    puts.addAll(jmh("pg.put.64", put, 64));
    parts.add(Part.of(Page.POSTGRESQL, "pg.put", rounds, puts));
    List<Run> gets = new ArrayList<>();
    gets.addAll(jmh("pg.get.1", get, 1));
    gets.addAll(jmh("pg.get.8", get, 8));
    parts.add(Part.of(Page.POSTGRESQL, "pg.get", rounds, gets));
  }

  private List<Run> jmh(String measure, String benchmark, int threads) {
    Pace pace = full ? new Pace(4000, 6000) : new Pace(2500, 3000);
    return BOTH.stream()
        .<Run>map(
            each -> new JmhRun(measure, each, benchmark, Map.of(), threads, false, pace, results))
        .toList();
  }

  private void nodes() {
    long millis = full ? 6000 : 4000;
    List<Run> writing = new ArrayList<>();
    for (String each : BOTH) {
      writing.add(new WritingNodes("pg.nodes.1", each, 1, millis));
      writing.add(new WritingNodes("pg.nodes.2", each, 2, millis));
    }
    parts.add(Part.of(Page.POSTGRESQL, "pg.nodes", rounds, writing));
    millis = full ? 20_000 : 8_000;
    List<Run> told =
        List.of(
            new ChangeDelay("pg.delay.loaded", Contenders.LARDER, LOAD, millis),
            new ChangeDelay("pg.delay.saturated", Contenders.LARDER, PutLoad.UNLIMITED, millis),
            new ChangeDelay("pg.delay.idle", Contenders.LARDER, 0, millis));
    parts.add(new Part("pg.delay", rounds, told, List.of()));
  }

  private void growth() {
    List<Integer> sizes =
        full ? List.of(10_000, 1_000_000, 10_000_000) : List.of(10_000, 1_000_000);
    parts.add(
        Part.once(
            PostgresGrowth.MEASURE,
            List.of(PostgresGrowth.run(rounds, full ? 4000 : 1500, sizes))));
  }
}
