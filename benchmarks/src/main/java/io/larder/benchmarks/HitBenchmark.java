package io.larder.benchmarks;

import java.net.URI;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A plain hit: a string by value, no expiry. With {@code -prof gc} it shows that a hit allocates
 * nothing ({@code gc.alloc.rate.norm}).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class HitBenchmark {

  private static final int KEYS = 1024;

  /** Whether statistics are counted. */
  @Param({"false", "true"})
  public boolean statistics;

  private final String[] keys = new String[KEYS];
  private final CachingProvider provider =
      Caching.getCachingProvider("io.larder.jcache.LarderCachingProvider");
  private final Cache<Object, Object> cache =
      provider
          .getCacheManager(URI.create("memory:hits"), null)
          .createCache("hits", new MutableConfiguration<>());
  private int next;

  /** Fills the cache and L1. */
  @Setup
  public void fill() {
    cache.getCacheManager().enableStatistics("hits", statistics);
    for (int i = 0; i < KEYS; i++) {
      keys[i] = "key-" + i;
      cache.put(keys[i], "value-" + i);
    }
  }

  /** Gets one key after another. */
  @Benchmark
  public Object get() {
    return cache.get(keys[next++ & (KEYS - 1)]);
  }

  /** Closes the cache. */
  @TearDown
  public void close() {
    provider.close();
  }
}
