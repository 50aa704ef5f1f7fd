package io.larder.storage.codec;

import static io.larder.storage.codec.KeySamples.CODEC;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.codec.KeySamples.Tuple;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The bytes of keys of one type sort as the keys do. */
class KeyOrderTest {

  private static final Comparator<String> BY_CODE_POINT =
      (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

  private static <T> void assertSameOrder(T a, T b, Comparator<? super T> order) {
    assertThat(Integer.signum(CODEC.encode(a).compareTo(CODEC.encode(b))))
        .as("%s and %s", a, b)
        .isEqualTo(Integer.signum(order.compare(a, b)));
  }

  private static <T extends Comparable<? super T>> void assertNaturalOrder(T a, T b) {
    assertSameOrder(a, b, Comparator.naturalOrder());
  }

  @Property
  void stringsByCodePoint(@ForAll("texts") String a, @ForAll("texts") String b) {
    assertSameOrder(a, b, BY_CODE_POINT);
  }

  @Test
  void aSupplementaryCharacterSortsAfterTheLastOfTheBasicPlane() {
    assertSameOrder("\uD83D\uDE00", "\uFFFD", BY_CODE_POINT);
    assertThat("\uD83D\uDE00").isLessThan("\uFFFD");
  }

  @Property
  void integrals(@ForAll long a, @ForAll long b) {
    assertNaturalOrder(a, b);
    assertNaturalOrder((int) a, (int) b);
    assertNaturalOrder((short) a, (short) b);
    assertNaturalOrder((byte) a, (byte) b);
    assertNaturalOrder((char) a, (char) b);
  }

  @Property
  void integralsNearPowersOfTwo(@ForAll("nearPowers") long a, @ForAll("nearPowers") long b) {
    assertNaturalOrder(a, b);
    assertNaturalOrder((int) a, (int) b);
    assertNaturalOrder(BigInteger.valueOf(a), BigInteger.valueOf(b));
    assertNaturalOrder(BigInteger.valueOf(a).pow(9), BigInteger.valueOf(b).pow(9));
  }

  @Property
  void doubles(@ForAll("doubles") double a, @ForAll("doubles") double b) {
    assertNaturalOrder(a, b);
    assertNaturalOrder((float) a, (float) b);
  }

  @Property
  void decimalsByValueAndThenByScale(
      @ForAll("decimals") BigDecimal a, @ForAll("decimals") BigDecimal b) {
    assertSameOrder(a, b, Comparator.<BigDecimal>naturalOrder().thenComparing(BigDecimal::scale));
  }

  @Property
  void decimalsThatDifferInScaleAlone(
      @ForAll("decimals") BigDecimal a, @ForAll("smallInts") int more) {
    BigDecimal b = a.setScale(a.scale() + more);
    assertSameOrder(a, b, Comparator.<BigDecimal>naturalOrder().thenComparing(BigDecimal::scale));
  }

  @Property
  void uuidsAsTheirText(@ForAll long a, @ForAll long b, @ForAll long c, @ForAll long d) {
    assertSameOrder(new UUID(a, b), new UUID(c, d), Comparator.comparing(UUID::toString));
  }

  @Property
  void times(@ForAll("dateTimes") LocalDateTime a, @ForAll("dateTimes") LocalDateTime b) {
    assertNaturalOrder(a, b);
    assertNaturalOrder(a.toLocalDate(), b.toLocalDate());
    assertNaturalOrder(a.toLocalTime(), b.toLocalTime());
    assertNaturalOrder(a.toInstant(ZoneOffset.UTC), b.toInstant(ZoneOffset.UTC));
    assertNaturalOrder(
        Duration.between(LocalDateTime.MIN, a), Duration.between(LocalDateTime.MIN, b));
    assertNaturalOrder(Duration.between(a, b), Duration.between(b, a));
    assertNaturalOrder(java.time.YearMonth.from(a), java.time.YearMonth.from(b));
    assertNaturalOrder(java.time.Year.from(a), java.time.Year.from(b));
    assertNaturalOrder(java.time.MonthDay.from(a), java.time.MonthDay.from(b));
  }

  @Property
  void timesWithOffsets(
      @ForAll("offsetTimes") OffsetDateTime a, @ForAll("offsetTimes") OffsetDateTime b) {
    assertNaturalOrder(a, b);
    assertNaturalOrder(a.toOffsetTime(), b.toOffsetTime());
    assertNaturalOrder(zoned(a), zoned(b));
    OffsetDateTime sameInstant = a.withOffsetSameInstant(b.getOffset());
    assertNaturalOrder(a, sameInstant);
    assertNaturalOrder(OffsetTime.from(a), OffsetTime.from(sameInstant));
  }

  private static ZonedDateTime zoned(OffsetDateTime time) {
    return time.atZoneSameInstant(
        time.getHour() % 2 == 0 ? ZoneId.of("Europe/Berlin") : ZoneId.of("America/New_York"));
  }

  @Property
  void tuples(@ForAll("tuples") Tuple a, @ForAll("tuples") Tuple b) {
    Comparator<Tuple> order =
        Comparator.<Tuple>naturalOrder()
            .thenComparing(Tuple::c, Comparator.nullsFirst(Comparator.naturalOrder()));
    assertSameOrder(a, b, order);
  }

  @Property
  void listsAsTuplesAndPrefixesFirst(
      @ForAll @Size(max = 3) List<@net.jqwik.api.From("texts") String> a,
      @ForAll @Size(max = 3) List<@net.jqwik.api.From("texts") String> b) {
    Comparator<List<String>> order =
        (x, y) -> Arrays.compare(x.toArray(String[]::new), y.toArray(String[]::new), BY_CODE_POINT);
    assertSameOrder(a, b, order);
    assertThat(Integer.signum(CODEC.encode(a.toArray()).compareTo(CODEC.encode(b.toArray()))))
        .isEqualTo(Integer.signum(order.compare(a, b)));
  }

  @Test
  void aTextsOwnZerosDoNotMixWithTheEndOfATuplesPart() {
    assertThat(CODEC.encode(List.of("a", "z"))).isLessThan(CODEC.encode(List.of("a\0", "a")));
    assertThat(CODEC.encode(List.of("a\0"))).isGreaterThan(CODEC.encode(List.of("a", 1)));
    assertThat(CODEC.encode(LocalDate.MAX)).isGreaterThan(CODEC.encode(LocalDate.MIN));
    assertThat(CODEC.encode(LocalTime.MAX)).isGreaterThan(CODEC.encode(LocalTime.MIN));
    assertThat(CODEC.encode(Instant.MAX)).isGreaterThan(CODEC.encode(Instant.MIN));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars('\0', '\1', 'a', 'b', '\u00ff', '\u0800', '\ud7ff', '\ud83d', '\ude00', '\ue000')
        .withChars('\uffff')
        .ofMaxLength(4);
  }

  @Provide
  Arbitrary<Long> nearPowers() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 63),
            Arbitraries.integers().between(-2, 2),
            Arbitraries.of(1L, -1L))
        .as((power, near, sign) -> sign * ((1L << power) + near));
  }

  @Provide
  Arbitrary<Integer> smallInts() {
    return Arbitraries.integers().between(0, 30);
  }

  @Provide
  Arbitrary<Double> doubles() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(Double::longBitsToDouble),
        Arbitraries.of(
            0.0,
            -0.0,
            1.0,
            -1.0,
            Double.NaN,
            Double.MIN_VALUE,
            -Double.MIN_VALUE,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MAX_VALUE));
  }

  @Provide
  Arbitrary<BigDecimal> decimals() {
    Arbitrary<BigInteger> unscaled =
        Arbitraries.oneOf(
            Arbitraries.longs().between(-200, 200).map(BigInteger::valueOf),
            Arbitraries.bigIntegers()
                .between(BigInteger.TEN.pow(30).negate(), BigInteger.TEN.pow(30)));
    Arbitrary<Integer> scales = Arbitraries.integers().between(-6, 6);
    return Combinators.combine(unscaled, scales).as(BigDecimal::new);
  }

  @Provide
  Arbitrary<LocalDateTime> dateTimes() {
    return Combinators.combine(
            Arbitraries.longs().between(-400_000_000_000L, 400_000_000_000L),
            Arbitraries.integers().between(0, 999_999_999))
        .as((second, nano) -> LocalDateTime.ofEpochSecond(second, nano, ZoneOffset.UTC));
  }

  @Provide
  Arbitrary<OffsetDateTime> offsetTimes() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 7200), Arbitraries.integers().between(-36, 36))
        .as(
            (second, offset) ->
                Instant.ofEpochSecond(second).atOffset(ZoneOffset.ofTotalSeconds(offset * 1800)));
  }

  @Provide
  Arbitrary<Tuple> tuples() {
    return Combinators.combine(
            texts(),
            Arbitraries.longs().between(-300, 300),
            Arbitraries.integers().between(-2, 2).injectNull(0.3))
        .as(Tuple::new);
  }
}
