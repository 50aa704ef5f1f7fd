package io.larder.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.Bytes;
import io.larder.storage.KeyRange;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoredKeyTest {

  @Test
  void aKeyOf1024BytesIsStoredAsItIs() {
    Bytes key = key(1024, 7);
    assertThat(StoredKey.of(key)).isEqualTo(new StoredKey(key, null));
  }

  @Test
  void aLongerKeyIsItsFirst993BytesAndADigest() {
    Bytes key = key(1025, 7);
    StoredKey stored = StoredKey.of(key);
    assertThat(stored.key().length()).isEqualTo(1025);
    assertThat(stored.key().slice(0, 993)).isEqualTo(key.slice(0, 993));
    assertThat(stored.key()).isNotEqualTo(key);
    assertThat(stored.whole()).isEqualTo(key);
  }

  @Test
  void longKeysThatAgreeInThePrefixDiffer() {
    byte[] other = key(3000, 7).toByteArray();
    other[2999]++;
    assertThat(StoredKey.of(Bytes.wrap(other)).key())
        .isNotEqualTo(StoredKey.of(key(3000, 7)).key());
  }

  /** Every key of a range has its stored key in the stored range, however long either is. */
  @Test
  void aStoredRangeHoldsTheRange() {
    Random random = new Random(11);
    int held = 0;
    for (int i = 0; i < 20_000; i++) {
      Bytes from = near993(random);
      Bytes to = random.nextInt(5) == 0 ? null : near993(random);
      Bytes key = near993(random);
      KeyRange range = new KeyRange(from, to);
      if (range.contains(key)) {
        held++;
        StoredRange stored = StoredRange.of(range);
        Bytes storedKey = StoredKey.of(key).key();
        assertThat(new KeyRange(stored.from(), stored.to()).contains(storedKey))
            .as("%s in %s", key, range)
            .isTrue();
      }
    }
    assertThat(held).isGreaterThan(2_000);
  }

  /** Keys of 990 to 1,030 bytes that differ in the last few of the first 993, or after. */
  private static Bytes near993(Random random) {
    byte[] bytes = new byte[990 + random.nextInt(41)];
    int differing = 988 + random.nextInt(8);
    if (differing < bytes.length) {
      bytes[differing] = (byte) (random.nextInt(4) - 1);
    }
    return Bytes.wrap(bytes);
  }

  private static Bytes key(int length, int fill) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) fill);
    return Bytes.wrap(bytes);
  }
}
