package io.larder.benchmarks;

import io.larder.benchmarks.report.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that prints samples, run for one contender.
 *
 * @param flags of its JVM
 * @param contender its first argument
 * @param arguments the others
 */
record ChildRun(
    String measure,
    String contender,
    Class<?> main,
    List<String> flags,
    List<? extends Object> arguments)
    implements Run {

  @Override
  public List<Sample> run(int round) throws IOException, InterruptedException {
    List<Object> all = new ArrayList<>(arguments);
    all.add(0, contender);
    return ChildJvm.samples(main, flags, all.toArray()).stream()
        .map(sample -> sample.later(round))
        .toList();
  }
}
