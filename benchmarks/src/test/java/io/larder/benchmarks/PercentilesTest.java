package io.larder.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.benchmarks.report.Sample;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {

  private static List<Double> millis(LongStream micros) {
    return Percentiles.samples("told", "larder", micros.boxed().toList()).stream()
        .map(Sample::value)
        .toList();
  }

  @Test
  void aTimeIsCountedIfSoManyDoNotExceedIt() {
    assertThat(millis(LongStream.rangeClosed(1, 200).map(i -> 201_000 - i * 1_000)))
        .containsExactly(100.0, 198.0, 200.0);
    assertThat(millis(LongStream.of(1_500))).containsExactly(1.5, 1.5, 1.5);
  }

  @Test
  void samplesAreNamedByTheirPercentage() {
    assertThat(Percentiles.samples("told", "larder", List.of(1L)))
        .extracting(Sample::measure)
        .containsExactly("told.50", "told.99", "told.100");
  }
}
