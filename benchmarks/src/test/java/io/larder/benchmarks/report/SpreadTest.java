package io.larder.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void tellsTheMiddleAndTheEnds() {
    assertThat(Spread.of(List.of(9.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 9, 3));
    assertThat(Spread.of(List.of(4.0, 1.0, 9.0, 2.0))).isEqualTo(new Spread(3, 1, 9, 4));
    assertThat(Spread.of(List.of(4.0))).isEqualTo(new Spread(4, 4, 4, 1));
  }

  @Test
  void isWrittenWithItsEndsIfItHasAny() {
    assertThat(Spread.of(List.of(9.0, 1.0, 2.0)).text("ns")).isEqualTo("2.00 ns (1.00 to 9.00)");
    assertThat(Spread.of(List.of(0.5)).text("")).isEqualTo("0.50");
  }
}
