package io.larder.benchmarks;

import io.larder.benchmarks.contender.Contender;
import io.larder.benchmarks.contender.Contenders;
import io.larder.benchmarks.report.Sample;
import io.larder.benchmarks.trace.Trace;
import io.larder.benchmarks.trace.TraceFile;
import io.larder.benchmarks.trace.ZipfTrace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Replays a trace with one contender and one thread, as a program uses a cache: a get, and after a
 * miss a put. A tenth of the trace's keys fit on the heap.
 *
 * <p>Arguments: the contender, how many accesses at most, and the file; without one a made-up trace
 * is replayed.
 */
final class TraceReplay {

  private static final int HEAP_SHARE = 10;
  private static final int ZIPF_KEYS = 100_000;

  private TraceReplay() {}

  static Run run(String contender, int mostAccesses, List<String> file) {
    List<Object> arguments = new ArrayList<>(file);
    arguments.add(0, mostAccesses);
    return new ChildRun("trace", contender, TraceReplay.class, ChildJvm.FLAGS, arguments);
  }

  public static void main(String[] arguments) throws IOException {
    String contender = arguments[0];
    int mostAccesses = Integer.parseInt(arguments[1]);
    Trace trace =
        arguments.length > 2
            ? TraceFile.read(Path.of(arguments[2])).first(mostAccesses)
            : ZipfTrace.of(ZIPF_KEYS, mostAccesses);
    try (Scratch scratch = new Scratch();
        Contender open =
            Contenders.open(
                contender, scratch.directory(), Math.max(1, trace.distinctKeys() / HEAP_SHARE))) {
      replay(contender, open, trace);
    }
  }

  private static void replay(String contender, Contender open, Trace trace) {
    Workload workload = new Workload(trace.distinctKeys());
    int hits = 0;
    long start = System.nanoTime();
    for (int i = 0; i < trace.length(); i++) {
      String key = workload.key(trace, i);
      if (open.get(key) == null) {
        open.put(key, workload.randomValue());
      } else {
        hits++;
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    String note =
        "%s, %,d accesses, %,d keys".formatted(trace.name(), trace.length(), trace.distinctKeys());
    System.out.println(
        Sample.of("trace", contender, trace.length() / seconds, "ops/s").withNote(note).line());
    System.out.println(
        Sample.of("trace.hits", contender, 100.0 * hits / trace.length(), "%").line());
  }
}
