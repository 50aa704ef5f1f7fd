package io.larder.storage.codec;

import static io.larder.storage.codec.KeySamples.CODEC;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.Bytes;
import io.larder.storage.codec.KeySamples.Canonical;
import io.larder.storage.codec.KeySamples.Derived;
import io.larder.storage.codec.KeySamples.Part;
import io.larder.storage.codec.KeySamples.Side;
import io.larder.storage.codec.KeySamples.Whole;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Equal keys give equal bytes, unequal keys unequal ones, and decoding gives an equal key. */
@SuppressWarnings({"JavaUtilDate", "JdkObsolete"}) // Users have keys of such classes.
class KeyRoundTripTest {

  /** All unequal to one another. */
  static Stream<Object> keys() {
    Instant instant = Instant.parse("2024-10-27T00:30:00.123456789Z");
    LocalDateTime local = LocalDateTime.parse("1923-01-02T03:04:05.000000006");
    return Stream.of(
        "",
        "a",
        "A",
        "\0",
        "a\0b",
        "\uD800",
        "\uDC00x",
        "\uD83D\uDE00",
        "\uFFFD",
        "ä€",
        "x".repeat(5000),
        'a',
        'b',
        '\uD800',
        true,
        false,
        (byte) 1,
        (short) 1,
        1,
        1L,
        BigInteger.ONE,
        1f,
        1d,
        new BigDecimal("1"),
        -1,
        0,
        255,
        256,
        Integer.MIN_VALUE,
        Integer.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        -1L,
        0L,
        Byte.MIN_VALUE,
        Short.MIN_VALUE,
        BigInteger.ZERO,
        BigInteger.TWO.pow(2000),
        BigInteger.TWO.pow(2000).negate(),
        0.0,
        -0.0,
        Double.NaN,
        0f,
        -0f,
        Float.NaN,
        Float.MIN_VALUE,
        Double.NEGATIVE_INFINITY,
        new BigDecimal("1.0"),
        new BigDecimal("1.00"),
        new BigDecimal("-1.00"),
        new BigDecimal("0"),
        new BigDecimal("0.0"),
        new BigDecimal("0E+9"),
        new BigDecimal("1E+2147483647"),
        new BigDecimal("1E-2147483647"),
        new BigDecimal("1200E3"),
        new UUID(1, -2),
        new UUID(-1, 2),
        Locale.GERMANY,
        Locale.ROOT,
        Currency.getInstance("EUR"),
        URI.create("http://a/%C3?q#f"),
        URI.create("mailto:a@b"),
        instant,
        Instant.MIN,
        Instant.MAX,
        local,
        LocalDateTime.MIN,
        LocalDateTime.MAX,
        local.toLocalDate(),
        LocalDate.MIN,
        LocalDate.MAX,
        local.toLocalTime(),
        LocalTime.MIN,
        OffsetTime.of(local.toLocalTime(), ZoneOffset.MAX),
        OffsetTime.MIN,
        OffsetTime.MAX,
        OffsetDateTime.MIN,
        OffsetDateTime.MAX,
        instant.atOffset(ZoneOffset.ofHours(2)),
        instant.atOffset(ZoneOffset.UTC),
        instant.atZone(ZoneId.of("Europe/Berlin")),
        instant.plusSeconds(3600).atZone(ZoneId.of("Europe/Berlin")),
        instant.atZone(ZoneId.of("UTC")),
        instant.atZone(ZoneOffset.UTC),
        Duration.ofSeconds(-1, 5),
        Duration.ZERO,
        Period.of(1, -2, 3),
        Year.of(12345),
        YearMonth.of(-3, 2),
        YearMonth.of(99999, 12),
        MonthDay.of(2, 29),
        ZoneId.of("UTC"),
        ZoneOffset.UTC,
        ZoneId.of("UTC+01:00"),
        ZoneOffset.ofHours(1),
        DayOfWeek.MONDAY,
        new Date(1),
        java.sql.Timestamp.valueOf("1969-12-31 23:59:59.000000001"),
        java.sql.Date.valueOf("2024-02-29"),
        java.sql.Time.valueOf("01:02:03"),
        Side.LEFT,
        Side.RIGHT,
        int.class,
        String.class,
        int[].class,
        Part[].class,
        List.of(),
        List.of(1),
        List.of(List.of(1)),
        Arrays.asList(1, null),
        List.of(1L),
        Set.of(),
        Set.of(1),
        Map.of(),
        Map.of(1, 2),
        Map.of(2, 1),
        new SimpleEntry<>(1, 2),
        Optional.empty(),
        Optional.of(1),
        Optional.of(Optional.of(1)),
        new Part("a", 1),
        new Part("a", 2),
        new Part("b", 1),
        new Whole(null, List.of(), Side.LEFT, null),
        new Whole(new Part("a", 1), List.of(new Part("", 0)), Side.RIGHT, Map.of("k", Set.of(1))),
        new Derived("n", 7, List.of("x"), "a", "b"),
        new Derived("n", 7, null, "a", "b"),
        new Derived("m", 7, List.of("x"), "a", "b"),
        new Derived("n", -7, List.of("x"), "ab"),
        Canonical.ONE);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void decodingGivesAnEqualKey(Object key) {
    Object decoded = CODEC.decode(CODEC.encode(key));
    assertThat(decoded).isEqualTo(key).hasSameHashCodeAs(key);
    if (!(key instanceof List || key instanceof Set || key instanceof Map)) {
      assertThat(decoded.getClass() == key.getClass() || key instanceof Map.Entry).isTrue();
    }
    Object component = ((List<?>) CODEC.decode(CODEC.encode(Arrays.asList(key, null, key)))).get(2);
    assertThat(component).isEqualTo(key);
  }

  @Test
  void unequalKeysGiveUnequalBytes() {
    List<Object> keys = keys().toList();
    Map<Bytes, Object> byBytes = new HashMap<>();
    for (Object key : keys) {
      assertThat(byBytes.put(CODEC.encode(key), key)).as("%s", key).isNull();
      Whole nested = new Whole(null, List.of(), Side.RIGHT, key);
      assertThat(byBytes.put(CODEC.encode(nested), key)).as("nested %s", key).isNull();
    }
    assertThat(byBytes).hasSize(2 * keys.size());
  }

  @Property
  void sharingMakesNoDifference(@ForAll String text, @ForAll int number) {
    String other = new String(text.toCharArray());
    Part part = new Part(text, number);
    assertThat(CODEC.encode(List.of(text, text))).isEqualTo(CODEC.encode(List.of(text, other)));
    assertThat(CODEC.encode(new Whole(part, List.of(part, part), Side.LEFT, text)))
        .isEqualTo(
            CODEC.encode(
                new Whole(
                    new Part(other, number),
                    new LinkedList<>(List.of(new Part(text, number), new Part(other, number))),
                    Side.LEFT,
                    other)));
    assertThat(CODEC.decode(CODEC.encode(text))).isEqualTo(text);
  }

  @Property
  void equalContainersOfAnyClassGiveEqualBytes(@ForAll List<Integer> numbers) {
    Bytes list = CODEC.encode(numbers);
    assertThat(CODEC.encode(new ArrayList<>(numbers))).isEqualTo(list);
    assertThat(CODEC.encode(Arrays.asList(numbers.toArray()))).isEqualTo(list);
    assertThat(CODEC.encode(List.copyOf(numbers))).isEqualTo(list);
    assertThat(CODEC.encode(new Vector<>(numbers))).isEqualTo(list);

    List<Integer> reversed = new ArrayList<>(numbers);
    Collections.reverse(reversed);
    Bytes set = CODEC.encode(new LinkedHashSet<>(numbers));
    assertThat(CODEC.encode(new LinkedHashSet<>(reversed))).isEqualTo(set);
    assertThat(CODEC.encode(new TreeSet<>(numbers))).isEqualTo(set);
    assertThat(CODEC.encode(Set.copyOf(numbers))).isEqualTo(set);

    Map<Integer, String> map = new LinkedHashMap<>();
    Map<Integer, String> backwards = new LinkedHashMap<>();
    numbers.forEach(n -> map.put(n, "v" + n));
    reversed.forEach(n -> backwards.put(n, "v" + n));
    assertThat(CODEC.encode(backwards)).isEqualTo(CODEC.encode(map));
    assertThat(CODEC.encode(new TreeMap<>(map))).isEqualTo(CODEC.encode(map));
  }

  @Test
  void equalKeysOfOtherShapesGiveEqualBytes() {
    assertThat(CODEC.encode(EnumSet.of(Side.LEFT))).isEqualTo(CODEC.encode(Set.of(Side.LEFT)));
    assertThat(CODEC.encode(Double.longBitsToDouble(0x7ff8000000000001L)))
        .isEqualTo(CODEC.encode(Double.NaN));
    URI a = URI.create("HTTP://User%c3@Host:1/P%c3%A4?Q=%c3#F%c3");
    URI b = URI.create("http://User%C3@hOST:1/P%C3%a4?Q=%C3#F%C3");
    assertThat(a).isEqualTo(b);
    assertThat(CODEC.encode(a)).isEqualTo(CODEC.encode(b));
    assertThat(CODEC.decode(CODEC.encode(a))).isEqualTo(a);
    assertThat(CODEC.encode(new String[] {"a"})).isEqualTo(CODEC.encode(new Object[] {"a"}));
  }

  @Test
  void arraysComeBackByContent() {
    assertThat(CODEC.decode(CODEC.encode(new byte[] {0, -1, 0}))).isEqualTo(new byte[] {0, -1, 0});
    assertThat(CODEC.decode(CODEC.encode(new int[] {3, -1}))).isEqualTo(new int[] {3, -1});
    assertThat(CODEC.decode(CODEC.encode(new boolean[] {true}))).isEqualTo(new boolean[] {true});
    assertThat(CODEC.decode(CODEC.encode(new char[] {'x'}))).isEqualTo(new char[] {'x'});
    assertThat(CODEC.decode(CODEC.encode(new double[] {-0.0}))).isEqualTo(new double[] {-0.0});
    Object[] nested = {new byte[] {0}, new String[] {"a", null}, new long[0]};
    Object[] decoded = (Object[]) CODEC.decode(CODEC.encode(nested));
    assertThat(Arrays.deepEquals(decoded, nested)).isTrue();
    assertThat(CODEC.encode(new int[] {1})).isNotEqualTo(CODEC.encode(new long[] {1}));
    assertThat(CODEC.encode(new byte[0])).isNotEqualTo(CODEC.encode(""));
  }

  @Test
  void readResolveRuns() {
    assertThat(CODEC.decode(CODEC.encode(Canonical.ONE))).isSameAs(Canonical.ONE);
  }

  @Test
  void theEncodingIsCompact() {
    assertThat(CODEC.encode("order:17").length()).isEqualTo(9);
    assertThat(CODEC.encode(17L).length()).isEqualTo(3);
    assertThat(CODEC.encode(new UUID(1, 2)).length()).isEqualTo(17);
  }
}
