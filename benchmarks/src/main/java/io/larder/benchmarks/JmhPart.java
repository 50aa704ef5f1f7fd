package io.larder.benchmarks;

import io.larder.benchmarks.report.Figure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * One JMH benchmark for several contenders, each in a fork of its own.
 *
 * @param name the measure of its figures
 * @param benchmark a class and a method
 * @param parameters their names and values; the contenders are under {@code contender}
 * @param allocation whether {@code name.alloc} is measured too
 * @param results where JMH's own results go, as JSON
 */
record JmhPart(
    String name,
    String benchmark,
    Map<String, List<String>> parameters,
    int threads,
    boolean allocation,
    Pace pace,
    Path results)
    implements Part {

  /** How long: iterations to warm up and to measure, and how many milliseconds each takes. */
  record Pace(int forks, int warmups, int iterations, long millis) {}

  private static final String ALLOCATION = "gc.alloc.rate.norm";

  @Override
  public List<Figure> run() throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^io\\.larder\\.benchmarks\\." + benchmark.replace(".", "\\.") + "$")
            .threads(threads)
            .forks(pace.forks)
            .warmupIterations(pace.warmups)
            .warmupTime(TimeValue.milliseconds(pace.millis))
            .measurementIterations(pace.iterations)
            .measurementTime(TimeValue.milliseconds(pace.millis))
            .shouldFailOnError(true)
            .jvmArgs(jvmArguments())
            .resultFormat(ResultFormatType.JSON)
            .result(results.resolve(name + ".json").toString());
    parameters.forEach(
        (parameter, values) -> options.param(parameter, values.toArray(String[]::new)));
    if (allocation) {
      options.addProfiler(GCProfiler.class);
    }
    List<Figure> figures = new ArrayList<>();
    for (RunResult result : new Runner(options.build()).run()) {
      figures.addAll(figures(result));
    }
    return figures;
  }

  private static String[] jvmArguments() {
    List<String> arguments = new ArrayList<>(ChildJvm.FLAGS);
    arguments.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    return arguments.toArray(String[]::new);
  }

  private List<Figure> figures(RunResult result) {
    String contender = result.getParams().getParam("contender");
    Result<?> score = result.getPrimaryResult();
    List<Figure> figures = new ArrayList<>();
    String unit = score.getScoreUnit().equals("ns/op") ? "ns" : score.getScoreUnit();
    figures.add(new Figure(name, contender, score.getScore(), score.getScoreError(), unit, ""));
    result
        .getSecondaryResults()
        .forEach(
            (label, bytes) -> {
              if (label.endsWith(ALLOCATION)) {
                figures.add(Figure.of(name + ".alloc", contender, bytes.getScore(), "B"));
              }
            });
    return figures;
  }
}
