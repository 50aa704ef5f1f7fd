package io.larder.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImmutablesTest {

  record Plain(String name, int number, Instant time, TimeUnit unit) {}

  record Open(@Nullable Object any, @Nullable Number number) {}

  record Nested(@Nullable Nested next, Plain plain) {}

  @SuppressWarnings("ArrayRecordComponent")
  record WithArray(byte[] bytes) {
    @Override
    public byte[] bytes() {
      return bytes.clone();
    }
  }

  @SuppressWarnings("serial")
  static class Changing extends BigDecimal {
    int state;

    Changing() {
      super(1);
    }
  }

  /** A clock that can be set, as those of tests are. */
  static final class SettableClock extends Clock implements Serializable {
    private static final long serialVersionUID = 1L;
    long millis;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis);
    }
  }

  private static final Plain PLAIN = new Plain("a", 1, Instant.EPOCH, TimeUnit.DAYS);

  static Stream<Object> immutable() {
    return Stream.of(
        "a",
        1,
        'c',
        BigDecimal.ONE,
        BigInteger.ONE,
        new UUID(1, 2),
        Instant.EPOCH,
        ZoneId.of("Europe/Berlin"),
        ZoneOffset.UTC,
        TimeUnit.DAYS,
        ValueSamples.Color.GREEN,
        PLAIN,
        new Open("a", 1),
        new Open(null, null),
        new Open(PLAIN, BigDecimal.ONE),
        new Nested(new Nested(null, PLAIN), PLAIN),
        String.class);
  }

  @ParameterizedTest
  @MethodSource("immutable")
  void whatNobodyCanChange(Object object) {
    assertThat(Immutables.isImmutable(object)).isTrue();
  }

  @SuppressWarnings("JavaUtilDate")
  static Stream<Object> mutable() {
    Nested deep = new Nested(null, PLAIN);
    for (int i = 0; i < 100_000; i++) {
      deep = new Nested(deep, PLAIN);
    }
    return Stream.of(
        new byte[0],
        new Date(1),
        new ArrayList<>(),
        List.of(),
        new BitSet(),
        new Changing(),
        new Open(new ArrayList<>(), 1),
        new Open("a", new Changing()),
        new Open(new Open(new Date(1), 1), 1),
        new WithArray(new byte[1]),
        new Object(),
        new Open(deep, 1),
        Clock.offset(new SettableClock(), Duration.ofHours(1)));
  }

  @ParameterizedTest
  @MethodSource("mutable")
  void whatSomebodyMayChange(Object object) {
    assertThat(Immutables.isImmutable(object)).isFalse();
  }

  record Four(Object a, Object b, Object c, Object d) {}

  /** Each holds the one before four times: followed by every path, 4^15 of them. */
  @Test
  @Timeout(value = 5, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void recordsThatHoldOneAnotherManyTimesAreNotFollowedByEveryPath() {
    Object wide = "end";
    for (int i = 0; i < 16; i++) {
      wide = new Four(wide, wide, wide, wide);
    }
    assertThat(Immutables.isImmutable(wide)).isFalse();
  }
}
