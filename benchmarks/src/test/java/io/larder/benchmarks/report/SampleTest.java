package io.larder.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SampleTest {

  @Test
  void comesBackFromItsLine() {
    Sample measured = new Sample("put.os.1", "raw", 2, 1234.5, "ops/s", "some note");
    assertThat(Sample.parse(measured.line())).contains(measured);
    Sample plain = Sample.of("put.os.1", "raw", 1234.5, "ops/s");
    assertThat(Sample.parse(plain.line())).contains(plain);
  }

  @Test
  void isNotReadFromAnotherLine() {
    assertThat(Sample.parse("a\tline\tof\tsome\tother\tprogram\there")).isEmpty();
    assertThat(Sample.parse("")).isEmpty();
  }

  @Test
  void keepsAProgramsOwnRoundsApart() {
    Sample second = Sample.of("growth.put.10000", "raw", 1234.5, "ops/s").later(1);
    assertThat(second.round()).isEqualTo(1);
    assertThat(second.later(0)).isEqualTo(second);
  }
}
