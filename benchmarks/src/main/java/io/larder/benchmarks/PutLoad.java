package io.larder.benchmarks;

import io.larder.benchmarks.contender.Contender;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Threads, or none, that put random keys until they are told to stop. */
final class PutLoad implements AutoCloseable {

  /** As fast as they can. */
  static final int UNLIMITED = Integer.MAX_VALUE;

  private final LongAdder count = new LongAdder();
  private final List<CompletableFuture<Void>> putting = new ArrayList<>();
  private final ExecutorService threads;
  private volatile boolean stopped;

  /**
   * @param perSecond so many puts by all threads together, or fewer if they cannot
   */
  PutLoad(Contender contender, Workload workload, int threadCount, int perSecond) {
    long interval = TimeUnit.SECONDS.toNanos(threadCount) / perSecond;
    threads = Executors.newCachedThreadPool();
    for (int i = 0; i < threadCount; i++) {
      putting.add(CompletableFuture.runAsync(() -> put(contender, workload, interval), threads));
    }
  }

  private void put(Contender contender, Workload workload, long intervalNanos) {
    while (!stopped) {
      long begun = System.nanoTime();
      contender.put(workload.randomKey(), workload.randomValue());
      count.increment();
      LockSupport.parkNanos(begun + intervalNanos - System.nanoTime());
    }
  }

  /** How many have been put in a second, for so long from now on. */
  double perSecond(long millis) throws InterruptedException {
    long start = System.nanoTime();
    long before = count.sum();
    TimeUnit.MILLISECONDS.sleep(millis);
    return (count.sum() - before) * 1e9 / (System.nanoTime() - start);
  }

  /**
   * Returns when all threads have stopped.
   *
   * @throws java.util.concurrent.CompletionException if one of them has failed
   */
  @Override
  public void close() {
    stopped = true;
    threads.shutdown();
    putting.forEach(CompletableFuture::join);
  }
}
