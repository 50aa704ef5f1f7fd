package io.larder.benchmarks;

import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** A thousand entries a call, on disk; counted in entries. */
@BenchmarkMode(Mode.Throughput)
public class BulkBenchmark {

  /**
   * What the next call is about. A call takes milliseconds, so choosing before each distorts
   * little.
   */
  @State(Scope.Thread)
  public static class Entries {

    private SortedMap<String, byte[]> entries;
    private SortedSet<String> keys;

    @Setup(Level.Invocation)
    public void choose(StoreState store) {
      entries = store.workload().randomEntries();
      keys = new TreeSet<>(entries.keySet());
    }
  }

  /** Entries that are there, to be removed. */
  @State(Scope.Thread)
  public static class PresentEntries {

    private SortedSet<String> keys;

    @Setup(Level.Invocation)
    public void put(StoreState store) {
      SortedMap<String, byte[]> entries = store.workload().randomEntries();
      store.contender().putAll(entries);
      keys = new TreeSet<>(entries.keySet());
    }
  }

  @Benchmark
  @OperationsPerInvocation(Workload.BULK)
  public void putAll(StoreState store, Entries chosen) {
    store.contender().putAll(chosen.entries);
  }

  @Benchmark
  @OperationsPerInvocation(Workload.BULK)
  public void removeAll(StoreState store, PresentEntries chosen) {
    store.contender().removeAll(chosen.keys);
  }

  @Benchmark
  @OperationsPerInvocation(Workload.BULK)
  public Map<String, byte[]> getAll(StoreState store, Entries chosen) {
    return store.contender().getAll(chosen.keys);
  }

  /** What {@link #getAll} is held against: the same keys, one by one. */
  @Benchmark
  @OperationsPerInvocation(Workload.BULK)
  public void gets(StoreState store, Entries chosen, Blackhole blackhole) {
    for (String key : chosen.keys) {
      blackhole.consume(store.contender().get(key));
    }
  }
}
