package io.larder.benchmarks.report;

import java.util.Locale;
import java.util.Optional;

/**
 * One number that was measured.
 *
 * @param measure what was measured, as {@link Measure#id}
 * @param contender of whom
 * @param value the number, in {@code unit}
 * @param error half of its 99.9 % confidence interval, NaN if that is not known
 * @param unit {@code ops/s}, {@code ns}, {@code ms}, {@code B}, {@code %} or {@code entries}
 * @param note what a reader should know beside it; without tabs, may be empty
 */
public record Figure(
    String measure, String contender, double value, double error, String unit, String note) {

  private static final String PREFIX = "figure";
  private static final int FIELDS = 7;

  public static Figure of(String measure, String contender, double value, String unit) {
    return new Figure(measure, contender, value, Double.NaN, unit, "");
  }

  public Figure withNote(String other) {
    return new Figure(measure, contender, value, error, unit, other);
  }

  /** Whether a smaller value is the better one. */
  boolean lowerIsBetter() {
    return !unit.equals("ops/s") && !unit.equals("%");
  }

  /** As one line, by which a process tells another. */
  public String line() {
    return String.join(
        "\t",
        PREFIX,
        measure,
        contender,
        Double.toString(value),
        Double.toString(error),
        unit,
        note.isEmpty() ? "-" : note);
  }

  /** What {@link #line} gave, or nothing if the line is something else. */
  public static Optional<Figure> parse(String line) {
    String[] fields = line.split("\t", -1);
    if (fields.length != FIELDS || !fields[0].equals(PREFIX)) {
      return Optional.empty();
    }
    return Optional.of(
        new Figure(
            fields[1],
            fields[2],
            Double.parseDouble(fields[3]),
            Double.parseDouble(fields[4]),
            fields[5],
            fields[6].equals("-") ? "" : fields[6]));
  }

  /** For readers: {@code 12.3 ns}, {@code 54,300 ops/s}. */
  String text() {
    return number(value) + ' ' + unit;
  }

  /** Three significant digits, or all before the point. */
  static String number(double value) {
    double size = Math.abs(value);
    String format = size >= 100 || size == 0 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
    double rounded = size >= 1000 ? Math.rint(value / scale(size)) * scale(size) : value;
    return String.format(Locale.ROOT, format, rounded);
  }

  private static double scale(double size) {
    return Math.pow(10, Math.floor(Math.log10(size)) - 2);
  }
}
