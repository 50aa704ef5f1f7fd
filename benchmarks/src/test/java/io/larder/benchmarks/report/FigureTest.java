package io.larder.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureTest {

  private static Figure figure(String contender, String unit, double... rounds) {
    List<Sample> samples = new ArrayList<>();
    for (double each : rounds) {
      samples.add(Sample.of("some", contender, each, unit).later(samples.size()));
    }
    return Figure.of(samples).get(0);
  }

  @Test
  void gathersTheRoundsOfEachContenderInEachMeasure() {
    Sample put = Sample.of("put.os.1", "raw", 300, "ops/s").withNote("a note");
    Sample other = Sample.of("put.os.1", "larder", 100, "ops/s");
    Sample get = Sample.of("get.1", "raw", 500, "ops/s");
    Sample again = Sample.of("put.os.1", "raw", 200, "ops/s").later(1);
    assertThat(Figure.of(List.of(put, other, get, again)))
        .containsExactly(
            new Figure(
                "put.os.1", "raw", new TreeMap<>(Map.of(0, 300.0, 1, 200.0)), "ops/s", "a note"),
            new Figure("put.os.1", "larder", new TreeMap<>(Map.of(0, 100.0)), "ops/s", ""),
            new Figure("get.1", "raw", new TreeMap<>(Map.of(0, 500.0)), "ops/s", ""));
  }

  /** Of a machine that is ten times as slow in one round, the ratio is the same. */
  @Test
  void isComparedRoundByRound() {
    Figure ours = figure("larder", "ops/s", 500, 40, 600);
    Figure raw = figure("raw", "ops/s", 1000, 100, 1000);
    assertThat(ours.ratioTo(raw)).contains(new Spread(0.5, 0.4, 0.6, 3));
    assertThat(figure("larder", "ns", 10, 100, 20).ratioTo(figure("raw", "ns", 20, 400, 20)))
        .contains(new Spread(2, 1, 4, 3));
  }

  @Test
  void isComparedInTheRoundsThatBothHave() {
    Figure ours = figure("larder", "ops/s", 500, 40, 600);
    assertThat(ours.ratioTo(figure("raw", "ops/s", 1000))).contains(new Spread(0.5, 0.5, 0.5, 1));
    Figure late = Figure.of(List.of(Sample.of("some", "raw", 1, "ops/s").later(7))).get(0);
    assertThat(ours.ratioTo(late)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"0;0", "0.0234;0.02", "3.456;3.46", "34.56;34.6", "345.6;346", "54321;54,300"})
  void isWrittenWithThreeDigits(double value, String text) {
    assertThat(Figure.number(value)).isEqualTo(text);
  }
}
