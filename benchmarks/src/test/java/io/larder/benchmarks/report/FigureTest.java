package io.larder.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureTest {

  @Test
  void comesBackFromItsLine() {
    Figure measured = new Figure("put.os.1", "raw", 1234.5, 0.25, "ops/s", "some note");
    assertThat(Figure.parse(measured.line())).contains(measured);
    Figure plain = Figure.of("put.os.1", "raw", 1234.5, "ops/s");
    assertThat(Figure.parse(plain.line())).contains(plain);
  }

  @Test
  void isNotReadFromAnotherLine() {
    assertThat(Figure.parse("a\tline\tof\tsome\tother\tprogram\there")).isEmpty();
    assertThat(Figure.parse("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"0;0", "0.0234;0.02", "3.456;3.46", "34.56;34.6", "345.6;346", "54321;54,300"})
  void isWrittenWithThreeDigits(double value, String text) {
    assertThat(Figure.number(value)).isEqualTo(text);
  }
}
