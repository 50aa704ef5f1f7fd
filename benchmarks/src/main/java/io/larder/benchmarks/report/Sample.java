package io.larder.benchmarks.report;

import java.util.Optional;

/**
 * One number that was measured in one round.
 *
 * @param measure what was measured, as {@link Measure#id}
 * @param contender of whom
 * @param round in which round, from 0; numbers of the same round were measured close to each other
 * @param value the number, in {@code unit}
 * @param unit {@code ops/s}, {@code ns}, {@code ms}, {@code B}, {@code %} or {@code entries}
 * @param note what a reader should know beside it; without tabs, may be empty
 */
public record Sample(
    String measure, String contender, int round, double value, String unit, String note) {

  private static final String PREFIX = "sample";
  private static final int FIELDS = 7;

  /** In the first round. */
  public static Sample of(String measure, String contender, double value, String unit) {
    return new Sample(measure, contender, 0, value, unit, "");
  }

  public Sample withNote(String other) {
    return new Sample(measure, contender, round, value, unit, other);
  }

  /** The same, so many rounds later: a program counts its own rounds from 0. */
  public Sample later(int rounds) {
    return new Sample(measure, contender, round + rounds, value, unit, note);
  }

  /** As one line, by which a process tells another. */
  public String line() {
    return String.join(
        "\t",
        PREFIX,
        measure,
        contender,
        Integer.toString(round),
        Double.toString(value),
        unit,
        note.isEmpty() ? "-" : note);
  }

  /** What {@link #line} gave, or nothing if the line is something else. */
  public static Optional<Sample> parse(String line) {
    String[] fields = line.split("\t", -1);
    if (fields.length != FIELDS || !fields[0].equals(PREFIX)) {
      return Optional.empty();
    }
    return Optional.of(
        new Sample(
            fields[1],
            fields[2],
            Integer.parseInt(fields[3]),
            Double.parseDouble(fields[4]),
            fields[5],
            fields[6].equals("-") ? "" : fields[6]));
  }
}
