package io.larder.benchmarks;

import io.larder.benchmarks.contender.Contender;
import io.larder.benchmarks.contender.Contenders;
import io.larder.benchmarks.contender.PostgresDatabase;
import io.larder.benchmarks.report.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long after a put on one node a get on another one answers with its value.
 *
 * <ol>
 *   <li>One JVM, which has the entry on its heap, asks for it again and again.
 *   <li>Another one puts it every 5 to 35 milliseconds, with the time when it does, while some of
 *       its threads put other keys.
 *   <li>Each value counts from the call of its put, which waits for its commit too, to the first
 *       get that answers with it or with a later one. What the puts themselves take is told too.
 * </ol>
 *
 * @param measure the beginning of the measures' names
 * @param load how many other puts a second, by {@link #LOADING_THREADS} threads; zero for none
 * @param millis for how long
 */
record ChangeDelay(String measure, String contender, int load, long millis) implements Run {

  private static final int LOADING_THREADS = 8;

  private static final String KEY = "probe";

  @Override
  public List<Sample> run(int round) throws IOException, InterruptedException {
    Workload workload = new Workload();
    try (PostgresDatabase database =
            PostgresDatabase.filled(larder -> workload.fill(larder, Workload.KEYS));
        NodeProcess writer =
            NodeProcess.start(Writer.class, contender, database.name(), measure, load, millis)) {
      writer.awaitReady();
      try (NodeProcess reader =
          NodeProcess.start(Reader.class, contender, database.name(), measure)) {
        reader.awaitReady();
        writer.goOn();
        List<Sample> samples = new ArrayList<>(writer.samples());
        reader.goOn();
        samples.addAll(reader.samples());
        return samples.stream().map(sample -> sample.later(round)).toList();
      }
    }
  }

  private static Contender open(String[] arguments) {
    PostgresDatabase database = PostgresDatabase.named(arguments[1]);
    return Contenders.open(arguments[0], database, StoreState.HEAP_ENTRIES);
  }

  /** The node whose changes are looked for. */
  static final class Writer {

    private static final long LEAST_PAUSE_MICROS = 5_000;
    private static final long MOST_PAUSE_MICROS = 35_000;

    private Writer() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      long millis = Long.parseLong(arguments[4]);
      int perSecond = Integer.parseInt(arguments[3]);
      int threads = perSecond == 0 ? 0 : LOADING_THREADS;
      try (Contender open = open(arguments);
          PutLoad load = new PutLoad(open, new Workload(), threads, Math.max(1, perSecond))) {
        List<Long> puts = new ArrayList<>();
        Probe probe = Probe.first();
        open.put(KEY, probe.bytes());
        NodeProcess.awaitTurn();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
          TimeUnit.MICROSECONDS.sleep(
              ThreadLocalRandom.current().nextLong(LEAST_PAUSE_MICROS, MOST_PAUSE_MICROS));
          probe = probe.next();
          long start = System.nanoTime();
          open.put(KEY, probe.bytes());
          puts.add(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start));
        }
        Percentiles.samples(arguments[2] + ".put", arguments[0], puts)
            .forEach(sample -> System.out.println(sample.line()));
        // The last one must be seen under load too.
        var unused = load.perSecond(1_000);
      }
    }
  }

  /** The node that looks for them. */
  static final class Reader {

    /** Tightly, but with the processor left to those that work. */
    private static final long PAUSE_NANOS = 50_000;

    private static final long WARM_UP_MILLIS = 2_000;

    private Reader() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      try (Contender open = open(arguments)) {
        Poll poll = new Poll(open);
        Thread thread = new Thread(poll, "poll");
        thread.start();
        TimeUnit.MILLISECONDS.sleep(WARM_UP_MILLIS);
        NodeProcess.awaitTurn();
        poll.stopped = true;
        thread.join();
        Percentiles.samples(arguments[2], arguments[0], poll.delays)
            .forEach(sample -> System.out.println(sample.line()));
      }
    }
  }

  /** Asks for the value until it is stopped. */
  private static final class Poll implements Runnable {

    private final Contender open;
    private final List<Long> delays = new ArrayList<>();
    private Probe last;
    private volatile boolean stopped;

    Poll(Contender open) {
      this.open = open;
      this.last = read();
    }

    private Probe read() {
      byte[] value = open.get(KEY);
      if (value == null) {
        throw new IllegalStateException("The entry is not there");
      }
      return Probe.of(value);
    }

    @Override
    public void run() {
      while (!stopped) {
        Probe now = read();
        long micros = Probe.nowMicros();
        for (long time : now.timesSince(last)) {
          delays.add(micros - time);
        }
        last = now;
        LockSupport.parkNanos(Reader.PAUSE_NANOS);
      }
    }
  }
}
