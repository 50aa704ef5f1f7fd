package io.larder.benchmarks;

import io.larder.benchmarks.JmhRun.Pace;
import io.larder.benchmarks.contender.Contenders;
import io.larder.benchmarks.report.Page;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is measured, in the short set or in the full one. Who is compared by a target takes part in
 * each round, who is not is measured once.
 */
final class Plan {

  private static final List<String> JCACHE =
      List.of("larder", "caffeine-jcache", "cache2k", "ehcache", "infinispan");
  private static final List<String> ON_DISK =
      List.of(
          Contenders.LARDER,
          Contenders.RAW,
          Contenders.EHCACHE_DISK,
          Contenders.MVSTORE_COMMIT,
          Contenders.MVSTORE_AUTO,
          Contenders.MAPDB_COMMIT);
  private static final List<String> SHARED =
      List.of(
          Contenders.LARDER, Contenders.RAW, Contenders.RAW_CONNECTIONS, Contenders.EHCACHE_DISK);
  private static final List<String> SQLITE = List.of(Contenders.LARDER, Contenders.RAW);
  private static final List<String> FSYNC = List.of(Contenders.LARDER_FSYNC, Contenders.RAW_FSYNC);
  private static final List<String> READERS =
      List.of(Contenders.LARDER, Contenders.RAW, Contenders.RAW_CONNECTIONS);
  private static final List<String> REPLAYING =
      List.of(
          Contenders.LARDER,
          Contenders.EHCACHE_DISK,
          Contenders.RAW_CAFFEINE,
          Contenders.MVSTORE_COMMIT,
          Contenders.MVSTORE_AUTO,
          Contenders.MAPDB);

  private final boolean full;
  private final int rounds;
  private final List<String> trace;
  private final Path results;
  private final List<Part> parts = new ArrayList<>();

  private Plan(Arguments arguments, Path results) {
    this.full = arguments.full();
    this.rounds = full ? 5 : 3;
    this.trace = arguments.trace().map(Path::toString).map(List::of).orElse(List.of());
    this.results = results;
  }

  /** All parts, those included that the arguments do not ask for. */
  static List<Part> parts(Arguments arguments, Path results) {
    Plan plan = new Plan(arguments, results);
    plan.hits();
    plan.stores();
    plan.programs();
    return plan.parts;
  }

  /** How long a run may take before it counts as failed: many times what it should. */
  static Duration limit(Arguments arguments) {
    return Duration.ofMinutes(arguments.full() ? 15 : 3);
  }

  private void part(String name, List<List<Run>> rows) {
    List<Run> runs = rows.stream().flatMap(List::stream).toList();
    parts.add(Part.of(Page.STORES, name, rounds, runs));
  }

  private void hits() {
    hit("hit.string", "false", "eternal", "string");
    hit("hit.string.statistics", "true", "eternal", "string");
    hit("hit.touched", "false", "touched", "string");
    hit("hit.map", "false", "eternal", "map");
    hit("hit.pojo", "false", "eternal", "pojo");
  }

  private void hit(String measure, String statistics, String expiry, String values) {
    Pace pace = full ? new Pace(1500, 2000) : new Pace(600, 700);
    Map<String, String> parameters =
        Map.of("statistics", statistics, "expiry", expiry, "values", values);
    List<Run> runs = new ArrayList<>();
    for (String each : JCACHE) {
      runs.add(new JmhRun(measure, each, "HitBenchmark.get", parameters, 1, true, pace, results));
    }
    if (values.equals("string") && expiry.equals("eternal")) {
      parameters = Map.of("statistics", statistics);
      runs.add(
          new JmhRun(
              measure, "caffeine", "CaffeineHitBenchmark.get", parameters, 1, true, pace, results));
    }
    part(measure, List.of(runs));
  }

  private void stores() {
    String put = "StoreBenchmark.put";
    String get = "StoreBenchmark.get";
    part("put.os", List.of(store("put.os.1", put, ON_DISK, 1), store("put.os.8", put, SHARED, 8)));
    part(
        "put.fsync",
        List.of(
            store("put.fsync.1", put, FSYNC, 1),
            store("put.fsync.8", put, FSYNC, 8),
            store("put.fsync.64", put, FSYNC, 64)));
    part("putAll", List.of(store("putAll", "BulkBenchmark.putAll", SQLITE, 1)));
    part("removeAll", List.of(store("removeAll", "BulkBenchmark.removeAll", SQLITE, 1)));
    part("get", List.of(store("get.1", get, SQLITE, 1), store("get.2", get, READERS, 2)));
    part(
        "getAll",
        List.of(
            store("getAll", "BulkBenchmark.getAll", SQLITE, 1),
            store("gets", "BulkBenchmark.gets", SQLITE, 1)));
  }

  private List<Run> store(String measure, String benchmark, List<String> contenders, int threads) {
    Pace pace = full ? new Pace(4000, 4000) : new Pace(2000, 1000);
    return contenders.stream()
        .<Run>map(
            contender ->
                new JmhRun(measure, contender, benchmark, Map.of(), threads, false, pace, results))
        .toList();
  }

  private void programs() {
    int mostAccesses = full ? 5_000_000 : 500_000;
    part(
        "trace",
        List.of(
            REPLAYING.stream().map(each -> TraceReplay.run(each, mostAccesses, trace)).toList()));
    parts.add(KillLosses.part(full ? 5000 : 1000));
    long millis = full ? 2000 : 600;
    List<Integer> sizes = List.of(10_000, 1_000_000);
    List<Integer> ours = full ? List.of(10_000, 1_000_000, 10_000_000) : sizes;
    parts.add(
        Part.once(
            "growth",
            List.of(
                Growth.run(Contenders.LARDER, rounds, millis, ours),
                Growth.run(Contenders.RAW, rounds, millis, sizes))));
    parts.add(
        Part.once("scope.all", List.of(ScopeReading.run(rounds, full ? 2000 : 600, 1_000, 1_000))));
    parts.add(ScopeTransfer.part(rounds, 1_000_000));
    int heapEntries = 1_000_000;
    parts.add(HeapUse.part("strings", heapEntries));
    parts.add(HeapUse.part("bytes", heapEntries));
  }
}
