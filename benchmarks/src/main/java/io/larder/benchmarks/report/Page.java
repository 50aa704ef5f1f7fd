package io.larder.benchmarks.report;

import java.util.List;

/** What a set of measurements is written to, with the targets that it is held to. */
public final class Page {

  private static final String READING =
      """
       What a target compares was measured in turns, round after round: a ratio is the median of the rounds' ratios (not the
      ratio of the medians), and in brackets stand the lowest and the highest round. Read ratios; absolute figures are this machine's.
      """;

  public static final Page STORES =
      new Page(
          "benchmarks",
          """
      # Benchmarks

      Written by `benchmarks/run`; [benchmarks-notes.md](benchmarks-notes.md) says how to run it, what each row means, and
      what the limits are.""",
          Target.ALL,
          Measure.GROUPS);

  public static final Page POSTGRESQL =
      new Page(
          "benchmarks-postgresql",
          """
      # Benchmarks of the PostgreSQL store

      Written by `benchmarks/run --postgresql`; [benchmarks-notes.md](benchmarks-notes.md#postgresql) says how to run it, what each row means, and
      what the limits are. Server and clients share one machine.""",
          PostgresTargets.ALL,
          PostgresMeasures.GROUPS);

  private final String file;
  private final String head;
  private final List<Target> targets;
  private final List<Measure.Group> groups;

  private Page(String file, String head, List<Target> targets, List<Measure.Group> groups) {
    this.file = file;
    this.head = head;
    this.targets = targets;
    this.groups = groups;
  }

  /** Whether some target compares what the contender reaches in the measure. */
  public boolean compares(String measure, String contender) {
    return targets.stream().anyMatch(target -> target.compares(measure, contender));
  }

  String file() {
    return file + ".md";
  }

  String head() {
    return head + READING;
  }

  List<Target> targets() {
    return targets;
  }

  List<Measure.Group> groups() {
    return groups;
  }
}
