package io.larder.benchmarks.trace;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Accesses whose keys are as unevenly popular as Zipf's law says. The same on each run. */
public final class ZipfTrace {

  private static final double EXPONENT = 0.9;
  private static final long SEED = 7;

  private ZipfTrace() {}

  /** Makes one of that many accesses; not every key need occur. */
  public static Trace of(int keys, int accesses) {
    double[] cumulated = new double[keys];
    double sum = 0;
    for (int rank = 0; rank < keys; rank++) {
      sum += 1 / Math.pow(rank + 1, EXPONENT);
      cumulated[rank] = sum;
    }
    SplittableRandom random = new SplittableRandom(SEED);
    KeyNumbers numbers = new KeyNumbers();
    for (int i = 0; i < accesses; i++) {
      int found = Arrays.binarySearch(cumulated, random.nextDouble(sum));
      numbers.access(found < 0 ? -found - 1 : found);
    }
    return numbers.trace("Zipf, exponent " + EXPONENT);
  }
}
