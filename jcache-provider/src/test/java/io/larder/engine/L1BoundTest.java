package io.larder.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.Bytes;
import io.larder.storage.Entry;
import io.larder.storage.Stamp;
import io.larder.storage.codec.Codecs;
import io.larder.storage.codec.SerializationFilter;
import javax.cache.expiry.EternalExpiryPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much L1 holds. */
class L1BoundTest {

  private static final int FILLED = 200;

  private static <K> EngineOptions<K, Object> options(
      Class<K> keyType, long maximumSize, long maximumBytes) {
    return new EngineOptions<>(
        keyType,
        Object.class,
        Codecs.of(L1BoundTest.class.getClassLoader(), SerializationFilter.of("")),
        false,
        new EternalExpiryPolicy(),
        null,
        false,
        null,
        maximumSize,
        maximumBytes,
        EngineOptions.UNLIMITED,
        1_000_000,
        1_000_000,
        false,
        null);
  }

  private static int held(long maximumSize, long maximumBytes, boolean absent) {
    EngineOptions<String, Object> options = options(String.class, maximumSize, maximumBytes);
    EntryCodec<String, Object> codec = new EntryCodec<>("c", options);
    L1<String> l1 = L1.of(options);
    for (int i = 0; i < FILLED; i++) {
      String key = "k".repeat(500) + i;
      String value = "v".repeat(500);
      Bytes bytes = codec.encodeValue(value);
      Entry entry =
          new Entry(codec.encodeKey(key), bytes, new Stamp(1, 1, 1, 1), Entry.NEVER, false);
      l1.fill(key, l1.generation(key), absent ? Slot.absent() : codec.slot(entry, value));
    }
    int held = 0;
    for (int i = 0; i < FILLED; i++) {
      held += l1.get("k".repeat(500) + i) == null ? 0 : 1;
    }
    return held;
  }

  @ParameterizedTest
  @CsvSource({
    "50, 9223372036854775807, false, 50, 50",
    "50, 9223372036854775807, true, 50, 50",
    "0, 9223372036854775807, false, 0, 0",
    "0, 100000, false, 0, 0",
    "50, 100000, false, 80, 90",
    "50, 50000, true, 70, 80",
    "50, 1000000000, false, 200, 200"
  })
  void itIsBoundedByEntriesOrByBytes(
      long maximumSize, long maximumBytes, boolean absent, int atLeast, int atMost) {
    assertThat(held(maximumSize, maximumBytes, absent)).isBetween(atLeast, atMost);
  }

  /** Other threads would be given it, however old it is by then. */
  @Test
  void withoutL1NothingIsHeldEvenForAMoment() {
    L1<Witness> l1 = L1.of(options(Witness.class, 0, EngineOptions.UNLIMITED));
    Witness key = new Witness(l1);
    l1.fill(key, l1.generation(key), Slot.absent());
    assertThat(key.looked).isGreaterThan(1);
    assertThat(key.found).isZero();
  }

  /** A key that looks for itself whenever somebody is about to look for it. */
  private static final class Witness {
    private final L1<Witness> l1;
    private boolean looking;
    private int looked;
    private int found;

    private Witness(L1<Witness> l1) {
      this.l1 = l1;
    }

    @Override
    public int hashCode() {
      if (!looking) {
        looking = true;
        looked++;
        found += l1.get(this) == null ? 0 : 1;
        looking = false;
      }
      return 1;
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }
  }
}
