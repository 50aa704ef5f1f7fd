package io.larder.benchmarks;

import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A hit on the heap, through JCache. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HitBenchmark {

  @Param({"larder", "caffeine-jcache", "cache2k", "ehcache", "infinispan"})
  public String contender = "";

  /** Whether statistics are counted. */
  @Param({"false", "true"})
  public boolean statistics;

  @Param({"eternal", "touched"})
  public String expiry = "";

  @Param({"string", "map", "pojo"})
  public String values = "";

  private HeapState state;
  private Cache<Object, Object> cache;
  private String[] keys;
  private int next;

  @Setup
  public void open() {
    state = new HeapState(contender, values, statistics, expiry);
    cache = state.cache();
    keys = state.keys();
  }

  /** Gets one key after another. */
  @Benchmark
  public Object get() {
    return cache.get(keys[next++ & (HeapState.KEYS - 1)]);
  }

  @TearDown
  public void close() {
    state.close();
  }
}
