package io.larder.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProbeTest {

  private static Probe after(Probe probe, int puts) {
    Probe last = probe;
    for (int i = 0; i < puts; i++) {
      last = last.next();
    }
    return last;
  }

  @Test
  void survivesItsBytes() {
    Probe probe = after(Probe.first(), 2);
    assertThat(Probe.of(probe.bytes())).isEqualTo(probe);
  }

  @Test
  void aReaderKnowsTheTimesOfWhatItHasMissed() {
    Probe seen = new Probe(4, List.of(1_004L, 1_003L, 1_002L));
    assertThat(seen.timesSince(seen)).isEmpty();
    Probe now = after(seen, 3);
    assertThat(now.timesSince(seen)).hasSize(3).isEqualTo(now.times().subList(0, 3));
    assertThat(now.times()).endsWith(1_004L, 1_003L, 1_002L);
  }

  @Test
  void moreThanItsTimesAreNotGuessed() {
    Probe seen = Probe.first();
    assertThatThrownBy(() -> after(seen, 40).timesSince(seen))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("40 values came at once");
  }
}
