package io.larder.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a contender reached in one measure.
 *
 * @param measure what was measured, as {@link Measure#id}
 * @param contender of whom
 * @param rounds the number of each round in which it was measured; at least one
 * @param unit as {@link Sample#unit}
 * @param note as {@link Sample#note}
 */
record Figure(
    String measure, String contender, SortedMap<Integer, Double> rounds, String unit, String note) {

  private record Name(String measure, String contender) {}

  /** One figure for each contender in each measure, in the order in which they first occur. */
  static List<Figure> of(List<Sample> samples) {
    Map<Name, Figure> figures = new LinkedHashMap<>();
    for (Sample each : samples) {
      figures
          .computeIfAbsent(new Name(each.measure(), each.contender()), name -> empty(each))
          .rounds
          .put(each.round(), each.value());
    }
    return List.copyOf(figures.values());
  }

  private static Figure empty(Sample first) {
    return new Figure(
        first.measure(), first.contender(), new TreeMap<>(), first.unit(), first.note());
  }

  Spread spread() {
    return Spread.of(rounds.values());
  }

  /** The median of its rounds. */
  double value() {
    return spread().median();
  }

  /**
   * How many times as fast as a peer, in each round that both have. Nothing if they have no round
   * in common.
   */
  Optional<Spread> ratioTo(Figure peer) {
    List<Double> ratios = new ArrayList<>();
    rounds.forEach(
        (round, ours) -> {
          Double theirs = peer.rounds.get(round);
          if (theirs != null) {
            ratios.add(lowerIsBetter() ? theirs / ours : ours / theirs);
          }
        });
    return ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
  }

  private boolean lowerIsBetter() {
    return !unit.equals("ops/s") && !unit.equals("%");
  }

  /** For readers, the median: {@code 12.3 ns}, {@code 54,300 ops/s}. */
  String text() {
    return number(value()) + ' ' + unit;
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
