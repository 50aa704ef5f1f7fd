package io.larder.benchmarks;

import io.larder.benchmarks.contender.Contender;
import io.larder.benchmarks.contender.Contenders;
import io.larder.benchmarks.contender.PostgresDatabase;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A contender in PostgreSQL, with a database of its own that holds all keys, of which a hundredth
 * fit on the heap.
 */
@State(Scope.Benchmark)
public class PostgresState {

  @Param("larder")
  public String contender = "";

  private PostgresDatabase database;
  private Contender open;
  private Workload workload;

  @Setup
  public void open() {
    workload = new Workload();
    database = PostgresDatabase.filled(larder -> workload.fill(larder, Workload.KEYS));
    open = Contenders.open(contender, database, StoreState.HEAP_ENTRIES);
  }

  Contender contender() {
    return open;
  }

  Workload workload() {
    return workload;
  }

  @TearDown
  public void close() {
    open.close();
    database.close();
  }
}
