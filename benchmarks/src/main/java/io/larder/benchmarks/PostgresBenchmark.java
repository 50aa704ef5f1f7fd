package io.larder.benchmarks;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;

/** One entry an operation, in PostgreSQL. */
@BenchmarkMode(Mode.Throughput)
public class PostgresBenchmark {

  /** Updates a random key. */
  @Benchmark
  public void put(PostgresState store) {
    store.contender().put(store.workload().randomKey(), store.workload().randomValue());
  }

  /** Reads a random key, which is hardly ever on the heap. */
  @Benchmark
  public byte @Nullable [] get(PostgresState store) {
    return store.contender().get(store.workload().randomKey());
  }
}
