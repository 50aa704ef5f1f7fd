package io.larder.benchmarks;

import io.larder.benchmarks.contender.Contender;
import io.larder.benchmarks.trace.Trace;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** Keys and values as all benchmarks on disk use them: 100,000 keys, values of 100 bytes. */
final class Workload {

  static final int KEYS = 100_000;
  static final int BULK = 1_000;

  private static final int VALUE_BYTES = 100;
  private static final int VALUES = 64;
  private static final int FILL_BATCH = 10_000;
  private static final long SEED = 42;

  private final String[] keys;
  private final byte[][] values = new byte[VALUES][VALUE_BYTES];

  Workload() {
    this(KEYS);
  }

  Workload(int size) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (byte[] value : values) {
      random.nextBytes(value);
    }
    keys = new String[size];
    for (int i = 0; i < size; i++) {
      keys[i] = key(i);
    }
  }

  static String key(int number) {
    return "key-" + number;
  }

  String randomKey() {
    return keys[ThreadLocalRandom.current().nextInt(keys.length)];
  }

  /** The key of one access of a trace that has as many keys as there are here. */
  String key(Trace trace, int access) {
    return keys[trace.key(access)];
  }

  byte[] randomValue() {
    return values[ThreadLocalRandom.current().nextInt(VALUES)];
  }

  /** {@link #BULK} different entries, in the order of their keys. */
  SortedMap<String, byte[]> randomEntries() {
    SortedMap<String, byte[]> entries = new TreeMap<>();
    while (entries.size() < BULK) {
      entries.put(randomKey(), randomValue());
    }
    return entries;
  }

  /** Puts entries 0 to {@code count - 1}, in batches. */
  void fill(Contender contender, int count) {
    for (int from = 0; from < count; from += FILL_BATCH) {
      SortedMap<String, byte[]> batch = new TreeMap<>();
      for (int i = from; i < Math.min(count, from + FILL_BATCH); i++) {
        batch.put(key(i), randomValue());
      }
      contender.putAll(batch);
    }
  }
}
