package io.larder.benchmarks;

import io.larder.benchmarks.report.Sample;
import java.util.Arrays;
import java.util.List;

/** What of many times counts: the middle one, the one that 99 of 100 do not exceed, the longest. */
final class Percentiles {

  private static final int[] SHOWN = {50, 99, 100};

  private Percentiles() {}

  /**
   * One sample for each, in milliseconds, with the percentage at the end of its measure.
   *
   * @param micros at least one time, in microseconds
   */
  static List<Sample> samples(String measure, String contender, List<Long> micros) {
    long[] sorted = micros.stream().mapToLong(Long::longValue).sorted().toArray();
    return Arrays.stream(SHOWN)
        .mapToObj(
            percent ->
                Sample.of(
                    measure + '.' + percent,
                    contender,
                    sorted[(int) Math.ceil(sorted.length * percent / 100.0) - 1] / 1e3,
                    "ms"))
        .toList();
  }
}
