package io.larder.benchmarks;

import io.larder.benchmarks.report.Sample;
import java.util.List;

/** One measurement of one contender, which can be repeated; in a JVM of its own. */
interface Run {

  /** What is measured, as {@link Sample#measure}, or what several measures have in common. */
  String measure();

  /** Of whom. */
  String contender();

  /** For messages: {@code put.os.1 of larder}. */
  default String name() {
    return measure() + " of " + contender();
  }

  /**
   * Measures.
   *
   * @param round what the samples are to be of
   */
  List<Sample> run(int round) throws Exception;
}
