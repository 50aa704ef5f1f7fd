package io.larder.benchmarks;

import java.io.IOException;
import org.openjdk.jmh.Main;

/** Runs the benchmarks; arguments are JMH's own. */
public final class Benchmarks {

  private Benchmarks() {}

  /** Runs what the arguments name, or everything. */
  public static void main(String[] arguments) throws IOException {
    Main.main(arguments.length == 0 ? new String[] {"-prof", "gc"} : arguments);
  }
}
