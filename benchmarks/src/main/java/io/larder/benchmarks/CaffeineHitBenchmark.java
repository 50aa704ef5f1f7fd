package io.larder.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A hit of raw Caffeine, which has no JCache above it, bounded as an L1 is. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CaffeineHitBenchmark {

  private static final int BOUND = 10_000;

  @Param("caffeine")
  public String contender = "";

  /** Whether statistics are counted. */
  @Param({"false", "true"})
  public boolean statistics;

  private final String[] keys = new String[HeapState.KEYS];
  private Cache<Object, Object> cache;
  private int next;

  @Setup
  public void open() {
    Caffeine<Object, Object> builder = Caffeine.newBuilder().maximumSize(BOUND);
    cache = (statistics ? builder.recordStats() : builder).build();
    for (int i = 0; i < keys.length; i++) {
      keys[i] = Workload.key(i);
      cache.put(keys[i], "value-" + i);
    }
  }

  /** Gets one key after another. */
  @Benchmark
  public @Nullable Object get() {
    return cache.getIfPresent(keys[next++ & (HeapState.KEYS - 1)]);
  }
}
