package io.larder.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.Bytes;
import io.larder.storage.Entry;
import io.larder.storage.Stamp;
import org.junit.jupiter.api.Test;

class SlotTest {

  private static Slot slot(long expiresAt) {
    Stamp stamp = new Stamp(1, 1, 1, 1);
    return Slot.of("value", new Entry(Bytes.EMPTY, Bytes.EMPTY, stamp, expiresAt, false), null);
  }

  /** The short way through a hit asks for nothing but this. */
  @Test
  void whatMayExpireDoesNotLast() {
    assertThat(slot(Entry.NEVER).lasting()).isEqualTo("value");
    assertThat(slot(1_000).lasting()).isNull();
  }

  @Test
  void whatIsGivenAnExpiryLastsNoLonger() {
    Slot touchedElsewhere = slot(Entry.NEVER);
    touchedElsewhere.adoptExpiry(1_000);
    assertThat(touchedElsewhere.lasting()).isNull();
    assertThat(touchedElsewhere.live()).isEqualTo("value");

    Slot accessed = slot(Entry.NEVER);
    accessed.moveExpiry(1_000);
    assertThat(accessed.lasting()).isNull();
  }

  @Test
  void whatKeepsNoExpiryGoesOnLasting() {
    Slot slot = slot(Entry.NEVER);
    slot.adoptExpiry(Entry.NEVER);
    assertThat(slot.lasting()).isEqualTo("value");
  }
}
