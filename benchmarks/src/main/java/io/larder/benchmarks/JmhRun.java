package io.larder.benchmarks;

import io.larder.benchmarks.report.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * One JMH benchmark of one contender. Each run is one fork; what forks tell of each other's
 * differences, rounds do.
 *
 * @param benchmark a class and a method
 * @param parameters their names and values, that of the contender excepted
 * @param allocation whether {@code measure.alloc} is measured too
 * @param results where JMH's own output goes
 */
record JmhRun(
    String measure,
    String contender,
    String benchmark,
    Map<String, String> parameters,
    int threads,
    boolean allocation,
    Pace pace,
    Path results)
    implements Run {

  /** How many milliseconds a fork warms up and measures. */
  record Pace(long warmUpMillis, long millis) {}

  private static final String ALLOCATION = "gc.alloc.rate.norm";

  @Override
  public List<Sample> run(int round) throws RunnerException {
    String log = "%s-%s-%d.log".formatted(measure, contender, round);
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^io\\.larder\\.benchmarks\\." + benchmark.replace(".", "\\.") + "$")
            .param("contender", contender)
            .threads(threads)
            .forks(1)
            .warmupIterations(1)
            .warmupTime(TimeValue.milliseconds(pace.warmUpMillis))
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(pace.millis))
            .shouldFailOnError(true)
            .jvmArgs(jvmArguments())
            .output(results.resolve(log).toString());
    parameters.forEach(options::param);
    if (allocation) {
      options.addProfiler(GCProfiler.class);
    }
    try {
      return samples(new Runner(options.build()).runSingle(), round);
    } catch (RunnerException e) {
      throw new RunnerException("JMH failed, see " + log + " beside the figures", e);
    }
  }

  private static String[] jvmArguments() {
    List<String> arguments = new ArrayList<>(ChildJvm.FLAGS);
    arguments.addAll(ChildJvm.inherited());
    return arguments.toArray(String[]::new);
  }

  private List<Sample> samples(RunResult result, int round) {
    Result<?> score = result.getPrimaryResult();
    String unit = score.getScoreUnit().equals("ns/op") ? "ns" : score.getScoreUnit();
    List<Sample> samples = new ArrayList<>();
    samples.add(Sample.of(measure, contender, score.getScore(), unit).later(round));
    result
        .getSecondaryResults()
        .forEach(
            (label, bytes) -> {
              if (label.endsWith(ALLOCATION)) {
                samples.add(
                    Sample.of(measure + ".alloc", contender, bytes.getScore(), "B").later(round));
              }
            });
    return samples;
  }
}
