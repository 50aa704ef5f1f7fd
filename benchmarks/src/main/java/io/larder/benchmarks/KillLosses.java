package io.larder.benchmarks;

import io.larder.benchmarks.contender.Contender;
import io.larder.benchmarks.contender.Contenders;
import io.larder.benchmarks.report.Sample;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What acknowledged puts a contender loses when its process ends by SIGKILL.
 *
 * <ol>
 *   <li>A child puts keys 0, 1 and so on, and prints each number when its put has returned.
 *   <li>After a while it is killed; what it had printed is what it had acknowledged.
 *   <li>Another child opens the same directory and counts the acknowledged keys that are there.
 * </ol>
 */
final class KillLosses {

  private static final int HEAP_ENTRIES = StoreState.HEAP_ENTRIES;

  private KillLosses() {}

  static Part part(long millis) {
    List<Run> runs = new ArrayList<>();
    for (String contender :
        List.of(
            Contenders.LARDER,
            Contenders.EHCACHE_DISK,
            Contenders.MVSTORE_COMMIT,
            Contenders.MVSTORE_AUTO,
            Contenders.MAPDB_COMMIT,
            Contenders.MAPDB)) {
      runs.add(new Kill(contender, millis));
    }
    return Part.once("kill", runs);
  }

  private record Kill(String contender, long millis) implements Run {

    @Override
    public String measure() {
      return "kill";
    }

    @Override
    public List<Sample> run(int round) throws IOException, InterruptedException {
      try (Scratch scratch = new Scratch()) {
        int acknowledged = acknowledgedUntilKilled(contender, scratch.directory(), millis);
        List<Sample> samples = new ArrayList<>();
        samples.add(
            Sample.of("kill.acknowledged", contender, acknowledged, "entries").later(round));
        samples.addAll(
            new ChildRun(
                    "kill.lost",
                    contender,
                    Survivors.class,
                    ChildJvm.FLAGS,
                    List.of(scratch.directory(), acknowledged))
                .run(round));
        return samples;
      }
    }
  }

  private static int acknowledgedUntilKilled(String contender, Path directory, long millis)
      throws IOException, InterruptedException {
    Process process = ChildJvm.start(Putter.class, ChildJvm.FLAGS, contender, directory);
    try (Acknowledgements acknowledgements = new Acknowledgements(process)) {
      acknowledgements.awaitFirst();
      if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(contender + " ended by itself while putting");
      }
      // By its handle: Process.destroyForcibly would close the stream before it is read.
      process.toHandle().destroyForcibly();
      process.waitFor();
      return acknowledgements.count();
    }
  }

  /** Puts until it is killed. */
  static final class Putter {

    private Putter() {}

    public static void main(String[] arguments) {
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
      Workload workload = new Workload(1);
      Contender open = Contenders.open(arguments[0], Path.of(arguments[1]), HEAP_ENTRIES);
      for (int i = 0; ; i++) {
        open.put(Workload.key(i), workload.randomValue());
        out.println(i);
      }
    }
  }

  /** Counts what of the first so many keys is there. */
  static final class Survivors {

    private Survivors() {}

    public static void main(String[] arguments) {
      int acknowledged = Integer.parseInt(arguments[2]);
      int lost = 0;
      String note = "";
      try (Contender open = Contenders.open(arguments[0], Path.of(arguments[1]), HEAP_ENTRIES)) {
        for (int i = 0; i < acknowledged; i++) {
          if (open.get(Workload.key(i)) == null) {
            lost++;
          }
        }
      } catch (RuntimeException e) {
        lost = acknowledged;
        note = "does not open any more (%s)".formatted(e.getClass().getSimpleName());
      }
      System.out.println(
          Sample.of("kill.lost", arguments[0], lost, "entries").withNote(note).line());
    }
  }
}
