package io.larder.storage.codec;

import static io.larder.storage.codec.ValueSamples.LOADER;
import static io.larder.storage.codec.ValueSamples.OPEN;
import static io.larder.storage.codec.ValueSamples.STRICT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.storage.Bytes;
import io.larder.storage.Counter;
import io.larder.storage.codec.ValueSamples.Color;
import io.larder.storage.codec.ValueSamples.External;
import io.larder.storage.codec.ValueSamples.Greeting;
import io.larder.storage.codec.ValueSamples.Handler;
import io.larder.storage.codec.ValueSamples.Holder;
import io.larder.storage.codec.ValueSamples.Line;
import io.larder.storage.codec.ValueSamples.Order;
import io.larder.storage.codec.ValueSamples.Replaced;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.hibernate.cache.internal.QueryResultsCacheImpl;
import org.hibernate.cache.spi.support.AbstractReadWriteAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.cache.support.NullValue;

class ValueCodecTest {

  static Stream<Object> builtIn() {
    return Stream.of(
        "",
        "ä\0€\uD83D\uDE00",
        "\uD800 alone",
        "\uDFFF",
        true,
        (byte) -1,
        (short) 2,
        3,
        -4L,
        1.5f,
        Float.NaN,
        -0.0,
        Double.MIN_VALUE,
        Double.NEGATIVE_INFINITY,
        'x',
        '\uDC00',
        '\0',
        new BigDecimal("1.00"),
        new BigDecimal("-1E+2147483647"),
        BigInteger.TEN.pow(900),
        BigInteger.TEN.pow(5000),
        new BigDecimal(BigInteger.TEN.pow(5000), 3),
        new UUID(-1, 2),
        Instant.MIN,
        Instant.MAX,
        LocalDate.MIN,
        LocalDate.MAX,
        LocalTime.MAX,
        LocalDateTime.MIN,
        OffsetDateTime.MAX,
        Duration.ofSeconds(Long.MIN_VALUE, 1),
        Year.of(12345),
        Instant.EPOCH.atZone(ZoneId.of("Europe/Berlin")),
        Locale.GERMANY,
        Currency.getInstance("EUR"),
        TimeUnit.DAYS,
        new GregorianCalendar(2024, 1, 29),
        Arrays.asList(1, null, "a"),
        new ArrayList<>(List.of(1)),
        List.of(),
        List.of(1, 2, 3),
        Set.of("a", "b"),
        Map.of(1, 2, 3, 4),
        new HashMap<>(Map.of("a", List.of(1))),
        new LinkedHashMap<>(Map.of(1, 2)),
        new TreeMap<>(Map.of("a", 1)),
        Collections.unmodifiableMap(new TreeMap<>(Map.of("a", 1))),
        Collections.emptyList(),
        Collections.singletonMap(1, 2),
        Collections.synchronizedList(new ArrayList<>(List.of(1))),
        EnumSet.of(TimeUnit.DAYS),
        new EnumMap<>(Map.of(TimeUnit.DAYS, 1)),
        new Properties(),
        BitSet.valueOf(new long[] {5}),
        new ConcurrentHashMap<>(Map.of(1, 2)),
        new ConcurrentSkipListMap<>(Map.of(1, 2)),
        new CopyOnWriteArrayList<>(List.of(1, 2)),
        new java.sql.Timestamp(5),
        java.net.URI.create("a:b"),
        int.class,
        NullValue.INSTANCE);
  }

  @ParameterizedTest
  @MethodSource("builtIn")
  void whatNeedsNoConfiguration(Object value) {
    Object decoded = STRICT.decode(STRICT.encode(value));
    assertThat(decoded).isEqualTo(value).hasSameClassAs(value);
  }

  static Stream<Object> own() {
    return Stream.of(
        new Order("a", List.of(new Line("x", 1))),
        Color.RED,
        Color.GREEN,
        new External("e"),
        new Replaced("r"),
        new Holder(),
        Color.class,
        Line[].class);
  }

  @ParameterizedTest
  @MethodSource("own")
  void everyWayThatJavaSerializes(Object value) {
    assertThat(OPEN.decode(OPEN.encode(value))).isEqualTo(value).hasSameClassAs(value);
    assertThatThrownBy(() -> STRICT.encode(value)).isInstanceOf(RefusedClassException.class);
    assertThatThrownBy(() -> STRICT.decode(OPEN.encode(value)))
        .isInstanceOf(RefusedClassException.class);
  }

  @Test
  void whatHasNoEquals() {
    assertThat(STRICT.decode(STRICT.encode(new AtomicLong(7)))).hasToString("7");
    assertThat((byte[]) STRICT.decode(STRICT.encode(new byte[] {1, 0}))).containsExactly(1, 0);
    assertThat((int[]) STRICT.decode(STRICT.encode(new int[] {1, 0}))).containsExactly(1, 0);
    assertThat((String[][]) STRICT.decode(STRICT.encode(new String[][] {{"a"}})))
        .isDeepEqualTo(new String[][] {{"a"}});
    assertThat((Line[]) OPEN.decode(OPEN.encode(new Line[] {new Line("a", 1), null})))
        .containsExactly(new Line("a", 1), null);
    assertThat(((ArrayDeque<?>) STRICT.decode(STRICT.encode(new ArrayDeque<>(List.of(1))))).peek())
        .isEqualTo(1);
    Object queue = STRICT.decode(STRICT.encode(new LinkedBlockingQueue<>(List.of(1))));
    assertThat(((LinkedBlockingQueue<?>) queue).peek()).isEqualTo(1);
  }

  @Test
  void comparatorsAndIdentityMapsOfTheJdk() {
    PriorityQueue<String> queue = new PriorityQueue<>(Comparator.reverseOrder());
    queue.addAll(List.of("a", "c", "b"));
    assertThat(((PriorityQueue<?>) STRICT.decode(STRICT.encode(queue))).peek()).isEqualTo("c");
    IdentityHashMap<TimeUnit, TimeUnit> identities = new IdentityHashMap<>();
    identities.put(TimeUnit.DAYS, TimeUnit.HOURS);
    assertThat(STRICT.decode(STRICT.encode(identities))).isEqualTo(identities);
    TreeMap<String, Integer> ignoring = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    ignoring.put("a", 1);
    assertThat(((Map<?, ?>) STRICT.decode(STRICT.encode(ignoring))).get("A")).isEqualTo(1);
  }

  @Test
  void dynamicProxies() {
    Greeting greeting =
        (Greeting)
            Proxy.newProxyInstance(LOADER, new Class<?>[] {Greeting.class}, new Handler("hi "));
    Greeting decoded = (Greeting) OPEN.decode(OPEN.encode(greeting));
    assertThat(decoded.greet("you")).isEqualTo("hi you");
    RefusedClassException refused =
        catchThrowableOfType(RefusedClassException.class, () -> STRICT.encode(greeting));
    assertThat(refused.refusedClasses())
        .containsExactly(Greeting.class.getName(), Handler.class.getName());
  }

  @Test
  void hibernatesItemsAndLocks() throws ReflectiveOperationException {
    Object item = make(AbstractReadWriteAccess.Item.class, "value", 3, 99L);
    AbstractReadWriteAccess.Item decoded =
        (AbstractReadWriteAccess.Item) STRICT.decode(STRICT.encode(item));
    assertThat(decoded.getValue()).isEqualTo("value");
    Object lock = make(AbstractReadWriteAccess.SoftLockImpl.class, 5L, new UUID(1, 2), 7L, 1);
    assertThat(STRICT.decode(STRICT.encode(lock))).isEqualTo(lock).hasToString(lock.toString());
    Object results = make(QueryResultsCacheImpl.CacheItem.class, 5L, new ArrayList<>(List.of(1L)));
    assertThat(STRICT.decode(STRICT.encode(results))).hasSameClassAs(results);
  }

  private static Object make(Class<?> type, Object... arguments)
      throws ReflectiveOperationException {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (constructor.getParameterCount() == arguments.length) {
        constructor.setAccessible(true);
        return constructor.newInstance(arguments);
      }
    }
    throw new NoSuchMethodException(type.getName());
  }

  @Property
  void textsAreUtf8AfterTheTag(@ForAll String text) {
    assertThat(STRICT.decode(STRICT.encode(text))).isEqualTo(text);
    String wellFormed = new String(text.getBytes(UTF_8), UTF_8);
    Bytes bytes = STRICT.encode(wellFormed);
    assertThat(bytes.slice(1, bytes.length())).isEqualTo(Bytes.wrap(wellFormed.getBytes(UTF_8)));
  }

  @Test
  void scalarsAreReadableText() {
    assertThat(new String(STRICT.encode(-42L).toByteArray(), UTF_8)).endsWith("-42").hasSize(4);
    assertThat(new String(STRICT.encode(new BigDecimal("1.50")).toByteArray(), UTF_8))
        .endsWith("1.50");
  }

  @Test
  void aCallersLaterWritesAreNotSeen() {
    byte[] array = {1};
    Bytes bytes = STRICT.encode(array);
    array[0] = 2;
    assertThat((byte[]) STRICT.decode(bytes)).containsExactly(1);
  }

  @Test
  void whatIsNotSerializableIsNamed() {
    assertThatThrownBy(() -> OPEN.encode(new ArrayList<>(List.of(new Object()))))
        .isExactlyInstanceOf(CodecException.class)
        .hasMessageContainingAll("java.util.ArrayList", "java.lang.Object", "not java.io.Serial");
    assertThatThrownBy(() -> STRICT.encode((Serializable & Runnable) () -> {}))
        .isInstanceOf(RefusedClassException.class)
        .hasMessageContaining("java.lang.invoke.SerializedLambda");
  }

  @Test
  void theTagOfCountersIsNotTheCodecs() {
    builtIn().forEach(v -> assertThat(STRICT.encode(v).at(0)).isNotEqualTo(Counter.TAG));
    assertThatThrownBy(() -> STRICT.decode(Bytes.wrap(new byte[] {Counter.TAG, 1})))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("0x7f");
  }

  @Test
  void aPluggedInKeyCodecIsUsed() {
    CanonicalKeyCodec other = new CanonicalKeyCodec(LOADER, SerializationFilter.of("**"));
    assertThat(Codecs.of(LOADER, SerializationFilter.of(""), other).keyCodec()).isSameAs(other);
    Codecs codecs = Codecs.of(LOADER, SerializationFilter.of("").withClasses(Color.class));
    assertThat(codecs.keyCodec().decode(codecs.keyCodec().encode(Color.RED))).isEqualTo(Color.RED);
    assertThat(codecs.valueCodec().decode(codecs.valueCodec().encode(Color.RED)))
        .isEqualTo(Color.RED);
  }
}
