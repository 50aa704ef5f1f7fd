package io.larder.benchmarks;

import io.larder.benchmarks.JmhPart.Pace;
import io.larder.benchmarks.contender.Contenders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is measured, in the short set or in the full one. */
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

  private final boolean full;
  private final List<String> trace;
  private final Path results;
  private final List<Part> parts = new ArrayList<>();

  private Plan(Arguments arguments, Path results) {
    this.full = arguments.full();
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

  private void hits() {
    hit("hit.string", "false", "eternal", "string");
    hit("hit.string.statistics", "true", "eternal", "string");
    hit("hit.touched", "false", "touched", "string");
    hit("hit.map", "false", "eternal", "map");
    hit("hit.pojo", "false", "eternal", "pojo");
  }

  private void hit(String measure, String statistics, String expiry, String values) {
    Pace pace = full ? new Pace(3, 5, 5, 1000) : new Pace(1, 3, 5, 500);
    parts.add(
        new JmhPart(
            measure,
            "HitBenchmark.get",
            Map.of(
                "contender", JCACHE,
                "statistics", List.of(statistics),
                "expiry", List.of(expiry),
                "values", List.of(values)),
            1,
            true,
            pace,
            results));
    if (values.equals("string") && expiry.equals("eternal")) {
      parts.add(
          new JmhPart(
              measure,
              "CaffeineHitBenchmark.get",
              Map.of("contender", List.of("caffeine"), "statistics", List.of(statistics)),
              1,
              true,
              pace,
              results));
    }
  }

  private void stores() {
    store("put.os.1", "StoreBenchmark.put", ON_DISK, 1);
    store("put.os.8", "StoreBenchmark.put", SHARED, 8);
    store("put.fsync.1", "StoreBenchmark.put", FSYNC, 1);
    store("put.fsync.8", "StoreBenchmark.put", FSYNC, 8);
    store("put.fsync.64", "StoreBenchmark.put", FSYNC, 64);
    store("putAll", "BulkBenchmark.putAll", SQLITE, 1);
    store("removeAll", "BulkBenchmark.removeAll", SQLITE, 1);
    store("get.1", "StoreBenchmark.get", SQLITE, 1);
    store("get.2", "StoreBenchmark.get", READERS, 2);
    store("getAll", "BulkBenchmark.getAll", SQLITE, 1);
    store("gets", "BulkBenchmark.gets", SQLITE, 1);
  }

  private void store(String measure, String benchmark, List<String> contenders, int threads) {
    Pace pace = full ? new Pace(2, 3, 5, 3000) : new Pace(1, 3, 3, 1000);
    parts.add(
        new JmhPart(
            measure, benchmark, Map.of("contender", contenders), threads, false, pace, results));
  }

  private void programs() {
    parts.add(TraceReplay.part(full ? 5_000_000 : 500_000, trace));
    parts.add(KillLosses.part(full ? 5000 : 1000));
    long growthMillis = full ? 6000 : 2000;
    parts.add(Growth.part(10_000, growthMillis));
    parts.add(Growth.part(1_000_000, growthMillis));
    if (full) {
      parts.add(Growth.part(10_000_000, growthMillis));
    }
    int heapEntries = 1_000_000;
    parts.add(HeapUse.part("strings", heapEntries));
    parts.add(HeapUse.part("bytes", heapEntries));
  }
}
