package io.larder.benchmarks.trace;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Collects accesses by any keys and numbers these in the order in which they first occur. */
final class KeyNumbers {

  private static final int FIRST_CAPACITY = 1 << 16;

  private final Map<Integer, Integer> numbers = new HashMap<>();
  private int[] accesses = new int[FIRST_CAPACITY];
  private int length;

  void access(int key) {
    if (length == accesses.length) {
      accesses = Arrays.copyOf(accesses, 2 * length);
    }
    accesses[length++] = numbers.computeIfAbsent(key, unused -> numbers.size());
  }

  int length() {
    return length;
  }

  int distinct() {
    return numbers.size();
  }

  Trace trace(String name) {
    return new Trace(name, Arrays.copyOf(accesses, length), numbers.size());
  }
}
