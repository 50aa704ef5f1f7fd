package io.larder.tck.hostile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What may happen to stored bytes. The seed is fixed: a failure comes again. */
final class Damages {

  private static final int OF_A_KIND = 10;

  /** How many are made of one value. */
  static final int COUNT = 5 * OF_A_KIND;

  private Damages() {}

  static List<byte[]> of(byte[] valid) {
    return of(valid, OF_A_KIND);
  }

  static List<byte[]> few(byte[] valid) {
    return of(valid, 3);
  }

  private static List<byte[]> of(byte[] valid, int ofAKind) {
    Random random = new Random(Arrays.hashCode(valid));
    List<byte[]> damaged = new ArrayList<>();
    for (int i = 0; i < ofAKind; i++) {
      damaged.add(Arrays.copyOf(valid, valid.length * i / ofAKind));

      byte[] garbage = new byte[1 + random.nextInt(200)];
      random.nextBytes(garbage);
      damaged.add(garbage);

      // Under the right tag, so that it reaches the decoder of that kind.
      byte[] tagged = garbage.clone();
      tagged[0] = valid[0];
      damaged.add(tagged);

      byte[] flipped = valid.clone();
      flipped[random.nextInt(valid.length)] ^= (byte) (1 << random.nextInt(8));
      damaged.add(flipped);

      byte[] huge = valid.clone();
      int at = random.nextInt(valid.length);
      Arrays.fill(huge, at, Math.min(valid.length, at + 4), (byte) 0x7f);
      damaged.add(huge);
    }
    return damaged;
  }
}
