package io.larder.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What can be measured, in the order of the report.
 *
 * @param id how figures name it
 * @param title how readers know it
 */
record Measure(String id, String title) {

  /** Measures that share a table and a plot. */
  record Group(String name, String title, List<Measure> measures) {}

  /** Those of {@link Page#STORES}. */
  static final List<Group> GROUPS =
      List.of(
          group(
              "hits",
              "Hits on the heap, 1 thread, 1,024 keys, untyped cache, by value",
              measure("hit.string", "string"),
              measure("hit.string.statistics", "string, statistics on"),
              measure("hit.touched", "string, touched expiry"),
              measure("hit.map", "HashMap of 3"),
              measure("hit.pojo", "POJO of 5 fields")),
          group(
              "allocation",
              "Bytes allocated by a hit",
              measure("hit.string.alloc", "string"),
              measure("hit.string.statistics.alloc", "string, statistics on"),
              measure("hit.touched.alloc", "string, touched expiry"),
              measure("hit.map.alloc", "HashMap of 3"),
              measure("hit.pojo.alloc", "POJO of 5 fields")),
          group(
              "puts",
              "Puts of random keys of 100,000, 100 bytes each",
              measure("put.os.1", "1 thread"),
              measure("put.os.8", "8 threads")),
          group(
              "fsync",
              "Puts that survive a loss of power, random keys of 100,000, 100 bytes each",
              measure("put.fsync.1", "1 thread"),
              measure("put.fsync.8", "8 threads"),
              measure("put.fsync.64", "64 threads")),
          group(
              "bulk",
              "1,000 entries a call, in entries",
              measure("putAll", "putAll"),
              measure("removeAll", "removeAll")),
          group(
              "misses",
              "Gets of random keys of 100,000, of which 1,000 are on the heap",
              measure("get.1", "1 thread"),
              measure("get.2", "2 threads"),
              measure("getAll", "getAll of 1,000, in entries"),
              measure("gets", "the same 1,000 one by one")),
          group(
              "trace",
              "Trace replay: get, and put on a miss; a tenth of the keys on the heap",
              measure("trace", "accesses"),
              measure("trace.hits", "hit ratio")),
          group("kill", "Killed by SIGKILL while putting", killed()),
          group("growth", "As the store grows", grown()),
          group(
              "scopes",
              "All 1,000 entries of a scope, in entries",
              measure("scope.all.alone", "alone in its store"),
              measure("scope.all.crowd", "among 1,000 scopes")),
          group(
              "transfer",
              "A million entries of 100 bytes as a file and back, heap of 128 MiB",
              measure("scope.export", "export, in entries"),
              measure("scope.import", "import, in entries; raw: batches of 10,000 inserts")),
          group(
              "transfer.micros",
              "The same export, an entry",
              measure("scope.export.micros", "export")),
          group(
              "memory",
              "Heap an entry, beyond keys and immutable values that the program holds anyway",
              measure("memory.strings", "strings"),
              measure("memory.strings.over", "strings, over raw Caffeine"),
              measure("memory.bytes", "byte arrays of 100, copied"),
              measure("memory.bytes.over", "byte arrays of 100, over raw Caffeine")));

  static Group group(String name, String title, Measure... measures) {
    return new Group(name, title, List.of(measures));
  }

  static Measure measure(String id, String title) {
    return new Measure(id, title);
  }

  private static Measure[] killed() {
    return new Measure[] {
      measure("kill.acknowledged", "acknowledged"), measure("kill.lost", "of these lost")
    };
  }

  private static Measure[] grown() {
    List<Measure> measures = new ArrayList<>();
    for (String what : List.of("put", "get", "open", "clear")) {
      for (int size : new int[] {10_000, 1_000_000, 10_000_000}) {
        measures.add(
            measure("growth." + what + '.' + size, "%s, %,d entries".formatted(what, size)));
      }
    }
    return measures.toArray(Measure[]::new);
  }
}
