package io.larder.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.benchmarks.contender.Contender;
import io.larder.benchmarks.contender.Contenders;
import io.larder.benchmarks.contender.JCachePeer;
import io.larder.benchmarks.report.Page;
import io.larder.benchmarks.report.Sample;
import io.larder.scope.Namespace;
import io.larder.scope.Scopes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.cache.CacheManager;

/**
 * Export and import of a store, on a small heap; beside it raw SQLite, into which the same rows are
 * inserted in batches, in the same order.
 *
 * <p>Arguments: the contender, how many entries.
 */
final class ScopeTransfer {

  /** What holds a tenth of the entries at most. */
  private static final List<String> FLAGS = List.of("-Xmx128m");

  private static final int BATCH = 10_000;
  private static final int VALUE_LENGTH = 100;

  private ScopeTransfer() {}

  static Part part(int rounds, int entries) {
    List<Run> runs = List.of(run(Contenders.LARDER, entries), run(Contenders.RAW, entries));
    return Part.of(Page.STORES, "scope.export", rounds, runs);
  }

  private static Run run(String contender, int entries) {
    return new ChildRun("scope.import", contender, ScopeTransfer.class, FLAGS, List.of(entries));
  }

  public static void main(String[] arguments) throws Exception {
    int entries = Integer.parseInt(arguments[1]);
    try (Scratch scratch = new Scratch()) {
      if (arguments[0].equals(Contenders.RAW)) {
        insert(scratch.directory(), entries);
      } else {
        transfer(scratch.directory(), entries);
      }
    }
  }

  private static void insert(Path directory, int entries) {
    try (Contender raw = Contenders.open(Contenders.RAW, directory, 0)) {
      long start = System.nanoTime();
      for (int from = 0; from < entries; from += BATCH) {
        SortedMap<String, byte[]> batch = new TreeMap<>();
        for (int i = from; i < from + BATCH; i++) {
          batch.put(key(i), value(i).getBytes(UTF_8));
        }
        raw.putAll(batch);
      }
      tell("scope.import", Contenders.RAW, rate(entries, start), "ops/s");
    }
  }

  private static void transfer(Path directory, int entries) throws Exception {
    Path file = directory.resolve("store.jsonl");
    Path source = Files.createDirectory(directory.resolve("source"));
    try (CacheManager manager = JCachePeer.LARDER.manager(source)) {
      Scopes scopes = Scopes.of(manager);
      fill(scopes.global().namespace("entries"), entries);
      long start = System.nanoTime();
      require(entries, scopes.exporter().lines(file).entries());
      double micros = (System.nanoTime() - start) / 1e3 / entries;
      tell("scope.export.micros", Contenders.LARDER, micros, "µs");
      tell("scope.export", Contenders.LARDER, 1e6 / micros, "ops/s");
    }
    Path target = Files.createDirectory(directory.resolve("target"));
    try (CacheManager manager = JCachePeer.LARDER.manager(target)) {
      long start = System.nanoTime();
      require(entries, Scopes.of(manager).importer().from(file).created());
      tell("scope.import", Contenders.LARDER, rate(entries, start), "ops/s");
    }
  }

  private static void fill(Namespace namespace, int entries) {
    for (int from = 0; from < entries; from += BATCH) {
      Map<String, Object> batch = new TreeMap<>();
      for (int i = from; i < from + BATCH; i++) {
        batch.put(key(i), value(i));
      }
      namespace.setMany(batch);
    }
  }

  private static void require(long wanted, long was) {
    if (wanted != was) {
      throw new IllegalStateException("%,d of %,d entries came".formatted(was, wanted));
    }
  }

  /** Keys whose order is that of their numbers, so that all come in the order of an export. */
  private static String key(int number) {
    return "key-%08d".formatted(number);
  }

  private static String value(int number) {
    String text = "value-" + number + ' ';
    return text.repeat(VALUE_LENGTH / text.length() + 1).substring(0, VALUE_LENGTH);
  }

  private static double rate(int entries, long startNanos) {
    return entries / ((System.nanoTime() - startNanos) / 1e9);
  }

  private static void tell(String measure, String contender, double value, String unit) {
    System.out.println(Sample.of(measure, contender, value, unit).line());
  }
}
