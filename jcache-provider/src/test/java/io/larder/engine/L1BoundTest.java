package io.larder.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.Bytes;
import io.larder.storage.Entry;
import io.larder.storage.Stamp;
import io.larder.storage.codec.Codecs;
import io.larder.storage.codec.SerializationFilter;
import javax.cache.expiry.EternalExpiryPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much L1 holds. */
class L1BoundTest {

  private static final int FILLED = 200;

  private static int held(long maximumSize, long maximumBytes, boolean absent) {
    EngineOptions<String, Object> options =
        new EngineOptions<>(
            String.class,
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
            false);
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
}
