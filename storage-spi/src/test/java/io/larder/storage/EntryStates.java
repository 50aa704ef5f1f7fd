package io.larder.storage;

import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * States of one key, from so few parts that equal stamps, lives and bytes are met often: values,
 * tombstones, counters of several lives with their joins, and counters that are damaged.
 */
final class EntryStates {

  static final Bytes KEY = Bytes.copyOf(new byte[] {1});

  /** When the lives of the counter began; so few that most states met are of the same life. */
  private static final List<Stamp> BIRTHS =
      List.of(new Stamp(1, 1, 1, 1), new Stamp(1, 1, 1, 2), new Stamp(1, 3, 2, 1));

  private EntryStates() {}

  static Arbitrary<Stamp> stamps() {
    Arbitrary<Long> few = Arbitraries.longs().between(1, 3);
    Arbitrary<Stamp> any =
        Combinators.combine(few.filter(n -> n < 3), few, few, few).as(Stamp::new);
    return Arbitraries.oneOf(any, any, Arbitraries.of(BIRTHS));
  }

  private static Arbitrary<Long> expiries() {
    return Arbitraries.of(5L, 9L, Entry.NEVER);
  }

  static Arbitrary<Entry> values() {
    Arbitrary<Bytes> bytes =
        Arbitraries.of(
            List.of(
                Bytes.EMPTY,
                Bytes.copyOf(new byte[] {0}),
                Bytes.copyOf(new byte[] {1}),
                Bytes.copyOf(new byte[] {Counter.TAG}),
                Bytes.copyOf(new byte[] {Counter.TAG, 1, 2})));
    return Combinators.combine(bytes, stamps(), expiries())
        .as((value, stamp, expiry) -> new Entry(KEY, value, stamp, expiry, false));
  }

  static Arbitrary<Entry> tombstones() {
    return stamps().map(stamp -> new Entry(KEY, Bytes.EMPTY, stamp, Entry.NEVER, true));
  }

  /**
   * A counter as some replica may hold it: of each origin's changes, all made by a rule from their
   * number, so that any two states of one life are prefixes of the same histories.
   */
  static Arbitrary<Entry> counters() {
    Arbitrary<Integer> changes = Arbitraries.integers().between(0, 3);
    Arbitrary<Long> surplus = Arbitraries.of(0L, 0L, 7L);
    return Combinators.combine(
            Arbitraries.of(BIRTHS), changes, changes, changes, surplus, expiries())
        .as(EntryStates::counter);
  }

  private static Entry counter(
      Stamp birth, int first, int second, int third, long surplus, long expiresAt) {
    Counter counter = Counter.bornAt(birth).plus(birth.origin(), BigDecimal.ONE);
    int[] changes = {first, second, third};
    for (int origin = 1; origin <= changes.length; origin++) {
      for (int change = 0; change < changes[origin - 1]; change++) {
        counter = counter.plus(origin, BigDecimal.valueOf(10L * origin + change, change));
      }
    }
    Stamp stamp =
        new Stamp(
            birth.epoch(),
            counter.version() + surplus,
            birth.timestamp() + first + second + third,
            1 + (first + 2 * second + third) % 3);
    return new Entry(KEY, counter.toBytes(), stamp, expiresAt, false);
  }

  static Arbitrary<Entry> any() {
    return Arbitraries.oneOf(values(), tombstones(), counters(), counters());
  }
}
