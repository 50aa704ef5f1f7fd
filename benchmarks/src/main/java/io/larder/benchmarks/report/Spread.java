package io.larder.benchmarks.report;

import java.util.Collection;

/**
 * What several rounds gave.
 *
 * @param median the middle one, or the mean of the two in the middle
 * @param rounds how many
 */
record Spread(double median, double lowest, double highest, int rounds) {

  /**
   * @param values at least one
   */
  static Spread of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
  }

  /** For readers: {@code 0.89 (0.85 to 0.93)}, of one round {@code 0.89}; the unit may be empty. */
  String text(String unit) {
    String middle = Figure.number(median) + (unit.isEmpty() ? "" : ' ' + unit);
    return rounds == 1
        ? middle
        : "%s (%s to %s)".formatted(middle, Figure.number(lowest), Figure.number(highest));
  }
}
