package io.larder.tck.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.cache.Cache;
import javax.cache.CacheException;

/**
 * Writers that go on whatever happens to the server, and what they were told. Each thread has keys
 * of its own and gives each of them rising numbers.
 */
final class Ledger implements AutoCloseable {

  private static final int THREADS = 4;
  private static final int KEYS = 100;

  private final Cache<String, Long> cache;
  private final AtomicBoolean ending = new AtomicBoolean();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final Map<String, Long> last = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Map<String, Throwable> broken = new ConcurrentHashMap<>();

  Ledger(Cache<String, Long> cache) {
    this.cache = cache;
    for (int i = 0; i < THREADS; i++) {
      String name = "thread-" + i;
      Thread thread = new Thread(() -> write(name), name);
      thread.setUncaughtExceptionHandler((same, failure) -> broken.put(name, failure));
      threads.add(thread);
      thread.start();
    }
  }

  private void write(String name) {
    for (long number = 1; !ending.get(); number++) {
      String key = name + "-" + number % KEYS;
      try {
        cache.put(key, number);
        last.put(key, number);
        acknowledged.incrementAndGet();
      } catch (CacheException unreachable) {
        // It may have been written or not; the next number tells them apart.
        failed.incrementAndGet();
      }
    }
  }

  long acknowledged() {
    return acknowledged.get();
  }

  long failed() {
    return failed.get();
  }

  /** What each key was last acknowledged to hold. */
  Map<String, Long> last() {
    return new TreeMap<>(last);
  }

  /** Waits until so many more writes have been acknowledged. */
  void awaitMore(long writes) throws InterruptedException {
    await(acknowledged, writes);
  }

  /** Waits until one more write has failed. */
  void awaitFailure() throws InterruptedException {
    await(failed, 1);
  }

  private void await(AtomicLong count, long more) throws InterruptedException {
    long goal = count.get() + more;
    long end = System.nanoTime() + 120_000_000_000L;
    while (count.get() < goal) {
      if (System.nanoTime() > end || !broken.isEmpty()) {
        throw new IllegalStateException(
            "Only %d of %d; %d acknowledged, %d failed; ended: %s"
                .formatted(count.get(), goal, acknowledged.get(), failed.get(), broken));
      }
      Thread.sleep(1);
    }
  }

  /** What is older than acknowledged, by key. */
  static Map<String, String> lost(Map<String, Long> acknowledged, Cache<String, Long> cache) {
    Map<String, String> lost = new TreeMap<>();
    acknowledged.forEach(
        (key, number) -> {
          Long found = cache.get(key);
          if (found == null || found < number) {
            lost.put(key, "acknowledged %d, found %s".formatted(number, found));
          }
        });
    return lost;
  }

  @Override
  public void close() throws InterruptedException {
    ending.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
