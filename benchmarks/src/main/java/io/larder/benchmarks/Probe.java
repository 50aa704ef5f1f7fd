package io.larder.benchmarks;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A value that tells when it and those before it were written, so that a reader who has missed some
 * knows for how long each of them was missing. By the clock of the machine, which all processes on
 * it share.
 *
 * @param number of this value, from 0
 * @param times when it and those before it were written, this one first, in microseconds since 1970
 */
record Probe(long number, List<Long> times) {

  private static final int MOST_TIMES = 32;

  Probe {
    times = List.copyOf(times);
  }

  static Probe first() {
    return new Probe(0, List.of(nowMicros()));
  }

  static long nowMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  Probe next() {
    List<Long> all = new ArrayList<>();
    all.add(nowMicros());
    all.addAll(times.subList(0, Math.min(times.size(), MOST_TIMES - 1)));
    return new Probe(number + 1, all);
  }

  byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * (1 + times.size()));
    bytes.putLong(number);
    times.forEach(bytes::putLong);
    return bytes.array();
  }

  static Probe of(byte[] value) {
    ByteBuffer bytes = ByteBuffer.wrap(value);
    long number = bytes.getLong();
    List<Long> times = new ArrayList<>();
    while (bytes.hasRemaining()) {
      times.add(bytes.getLong());
    }
    return new Probe(number, times);
  }

  /**
   * The times of this one and of those that came after another.
   *
   * @throws IllegalStateException if they are too many
   */
  List<Long> timesSince(Probe earlier) {
    long missed = number - earlier.number;
    if (missed > times.size()) {
      throw new IllegalStateException("%d values came at once".formatted(missed));
    }
    return times.subList(0, (int) missed);
  }
}
