package io.larder.benchmarks;

import io.larder.benchmarks.contender.Contender;
import io.larder.benchmarks.contender.Contenders;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A contender on disk that holds all keys, of which a hundredth fit on the heap. */
@State(Scope.Benchmark)
public class StoreState {

  /** So few that a random get goes past the heap, so many that the heap's part is done. */
  static final int HEAP_ENTRIES = 1_000;

  @Param("larder")
  public String contender = "";

  private Scratch scratch;
  private Contender open;
  private Workload workload;

  @Setup
  public void open() {
    scratch = new Scratch();
    workload = new Workload();
    Filled.copy(contender, workload, scratch.directory());
    open = Contenders.open(contender, scratch.directory(), HEAP_ENTRIES);
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
    scratch.close();
  }
}
