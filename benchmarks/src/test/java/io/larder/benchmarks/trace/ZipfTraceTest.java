package io.larder.benchmarks.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ZipfTraceTest {

  @Test
  void isTheSameEachTimeAndFavoursFewKeys() {
    Trace trace = ZipfTrace.of(1000, 50_000);
    Trace again = ZipfTrace.of(1000, 50_000);
    int[] counts = new int[1000];
    IntStream.range(0, trace.length())
        .forEach(
            i -> {
              counts[trace.key(i)]++;
              assertThat(again.key(i)).isEqualTo(trace.key(i));
            });
    int most = IntStream.of(counts).max().orElseThrow();
    long rare = IntStream.of(counts).filter(count -> count < most / 100).count();
    assertThat(most).isGreaterThan(3000);
    assertThat(rare).isGreaterThan(500);
  }

  @Test
  void aBeginningHasItsOwnCountOfKeys() {
    Trace beginning = ZipfTrace.of(1000, 50_000).first(10);
    assertThat(beginning.length()).isEqualTo(10);
    assertThat(IntStream.range(0, 10).map(beginning::key).max().orElseThrow())
        .isEqualTo(beginning.distinctKeys() - 1);
  }
}
