package io.larder.engine.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.engine.copy.Shapes.Base;
import io.larder.engine.copy.Shapes.Colour;
import io.larder.engine.copy.Shapes.Line;
import io.larder.engine.copy.Shapes.MutableKey;
import io.larder.engine.copy.Shapes.Node;
import io.larder.engine.copy.Shapes.Point;
import io.larder.engine.copy.Shapes.SubNode;
import io.larder.storage.Bytes;
import io.larder.storage.codec.CodecException;
import io.larder.storage.codec.SerializationFilter;
import io.larder.storage.codec.ValueCodec;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A copy is what deserialization would give. The judge is serialization itself: isomorphic graphs,
 * and only they, have the same bytes, since these tell of classes, fields, sharing, order and
 * tables.
 */
@SuppressWarnings({"JavaUtilDate", "IdentityHashMapUsage"}) // somebody will store one
class ValueCopierTest {

  private final ValueCodec codec =
      new ValueCodec(
          getClass().getClassLoader(), SerializationFilter.of("io.larder.engine.copy.**"));
  private final ValueCopier copier = new ValueCopier(codec);

  private void assertAsDecoded(Object value, Bytes bytes) {
    assertThat(codec.encode(value)).isEqualTo(codec.encode(codec.decode(bytes)));
  }

  private ValueCopier.Trial verified(Object value) {
    Bytes bytes = codec.encode(value);
    ValueCopier.Trial trial = copier.tryOut(bytes);
    assertAsDecoded(trial.value(), bytes);
    Object original = trial.original();
    if (original != null) {
      assertAsDecoded(original, bytes);
      Object copy = copier.copy(original, trial.tree());
      assertAsDecoded(copy, bytes);
      Scrambling.scramble(copy);
      Scrambling.scramble(trial.value());
      assertAsDecoded(original, bytes);
      assertAsDecoded(copier.copy(original, trial.tree()), bytes);
    }
    return trial;
  }

  @Property(tries = 3000)
  void anyGraphIsCopiedAsItWouldBeDecoded(@ForAll long seed, @ForAll boolean fallingBack) {
    Object value = new GraphMaker(new Random(seed), fallingBack).make();
    Bytes bytes;
    try {
      bytes = codec.encode(value);
      codec.decode(bytes);
    } catch (CodecException unserializable) {
      return; // a cycle through what is built from its parts
    }
    boolean copied = verified(value).original() != null;
    Statistics.label(fallingBack ? "copied if it can be" : "copied")
        .collect(copied)
        .coverage(coverage -> coverage.check(true).percentage(part -> part > 20));
  }

  private static Object accessOrdered() {
    LinkedHashMap<String, Object> map = new LinkedHashMap<>(16, 0.75f, true);
    for (String key : List.of("a", "b", "c", "d", "e", "f")) {
      map.put(key, new ArrayList<>());
    }
    return map;
  }

  static Stream<Supplier<Object>> copied() {
    return Stream.of(
        Shapes.Replacing::new,
        () -> new ArrayList<>(Arrays.asList("a", null, 3, new ArrayList<>())),
        () -> new HashMap<>(Map.of("a", new int[] {1}, "b", 2)),
        () -> new HashMap<>(Map.of(new MutableKey("k"), new MutableKey("v"))),
        ValueCopierTest::accessOrdered,
        () -> new TreeMap<>(Map.of("a", new ArrayList<>())),
        () -> new TreeSet<>(List.of("a", "b")),
        () -> new EnumMap<>(Map.of(Colour.RED, new ArrayList<>())),
        () -> new HashSet<>(List.of(1, 2, 3)),
        () -> new LinkedHashSet<>(List.of(3, 2, 1)),
        () -> new Node("n", 1),
        () -> new SubNode("s", 2),
        () -> new SubNode("s", 2).new Inner(),
        () -> new Line("l", new Node("n", 1), new Point(1, 2), 5),
        () -> new Shapes.Frozen(List.of(new Node("n", 1))),
        () -> new Object[] {new int[0][3], new Object[] {null}, "text"},
        () -> new byte[] {1, 2},
        () -> new java.util.Date(5),
        () -> new java.sql.Timestamp(5),
        () -> List.of(new Node("n", 1)),
        () -> List.of("a", "b", "c"),
        () -> Stream.of(new MutableKey("a"), new MutableKey("b")).toList(),
        () -> Map.of("k", new Node("n", 1)),
        () -> Shapes.chain(200));
  }

  @ParameterizedTest
  @MethodSource("copied")
  void thisIsCopied(Supplier<Object> value) {
    assertThat(verified(value.get()).original()).isNotNull();
  }

  static Stream<Supplier<Object>> decoded() {
    return Stream.of(
        Shapes.Resolving::new,
        Shapes.Ticket::new,
        () -> new Shapes.RecordTicket(1),
        Shapes.ResolvingChild::new,
        Shapes.Reading::new,
        Shapes.Writing::new,
        Shapes.External::new,
        Shapes.Chosen::new,
        Shapes.GrownList::new,
        () -> new Shapes.Growing(new ArrayList<>(), 1),
        () -> new Shapes.Leaking(new ArrayList<>()),
        () -> new TreeSet<>(new Shapes.ByLength()),
        () -> Arrays.asList("a", "b"),
        () -> Collections.unmodifiableList(new ArrayList<>(List.of("a"))),
        () -> Collections.synchronizedMap(new HashMap<>()),
        () -> new IdentityHashMap<>(Map.of("a", 1)),
        Calendar::getInstance,
        () -> Stream.of(new MutableKey("a"), null).toList(),
        () -> Shapes.chain(300));
  }

  @ParameterizedTest
  @MethodSource("decoded")
  void thisIsLeftToDeserialization(Supplier<Object> value) {
    Object alone = value.get();
    Object held = new ArrayList<>(Collections.singleton(alone));
    assertThat(copier.tryOut(codec.encode(alone)).original()).isNull();
    assertThat(copier.tryOut(codec.encode(held)).original()).isNull();
  }

  @Test
  void anObjectThatOthersHaveTooIsHandedOutItself() {
    Bytes bytes = codec.encode(new ArrayList<>(List.of(new Shapes.Ticket())));
    List<?> value = (List<?>) copier.tryOut(bytes).value();
    assertThat(value.get(0)).isSameAs(Shapes.Ticket.REGISTERED);
  }

  @Test
  void transientFieldsAreGoneAndUnserializableSuperclassesBuiltAnew() {
    Node node = new Node("n", 4);
    node.fromConstructor = 99;
    node.passing = "x";
    ValueCopier.Trial trial = verified(node);
    Node copy = (Node) copier.copy(Objects.requireNonNull(trial.original()), true);
    assertThat(copy.fromConstructor).isEqualTo(7);
    assertThat(copy.passing).isNull();
    assertThat(copy.passingNumber).isZero();
    assertThat(copy.flag()).isTrue();
    assertThat(copy.weight()).isEqualTo(4 / 3.0);
    assertThat(copy.made).isNotSameAs(((Base) trial.value()).made);
  }

  @Test
  void sharingAndCyclesStayWithinTheCopy() {
    Node first = new Node("first", 1);
    Node second = new Node("second", 2);
    first.left = second;
    first.right = second;
    second.left = first;
    ValueCopier.Trial trial = verified(first);
    assertThat(trial.tree()).isFalse();
    Node copy = (Node) copier.copy(Objects.requireNonNull(trial.original()), false);
    assertThat(copy.left).isSameAs(copy.right).isNotSameAs(second).isInstanceOf(Node.class);
    assertThat(((Node) Objects.requireNonNull(copy.left)).left).isSameAs(copy);
  }

  @Test
  void onlyWhatCanChangeCountsAsShared() {
    String text = "text";
    Point point = new Point(1, 2);
    List<Object> list = new ArrayList<>(List.of(text, text, point, point, Colour.RED, 7, 7));
    assertThat(verified(list).tree()).isTrue();
  }

  /** Deserialization hashes such a key while it is read in part; a copy must not guess how. */
  @Test
  void aHashedObjectInACycleIsLeftToDeserialization() {
    MutableKey key = new MutableKey("k");
    HashSet<Object> set = new HashSet<>(List.of(key));
    key.more = set;
    assertThat(copier.tryOut(codec.encode(set)).original()).isNull();
    assertThat(copier.tryOut(codec.encode(key)).original()).isNull();
  }

  @Test
  void anAccessOrderIsKeptAndNotDisturbed() {
    ValueCopier.Trial trial = verified(accessOrdered());
    Object original = Objects.requireNonNull(trial.original());
    Map<?, ?> copy = (Map<?, ?>) copier.copy(original, trial.tree());
    assertThat(copy.get("a")).isNotNull();
    assertThat(copy.keySet())
        .extracting(Object::toString)
        .containsExactly("b", "c", "d", "e", "f", "a");
    assertThat(((Map<?, ?>) original).keySet())
        .extracting(Object::toString)
        .containsExactly("a", "b", "c", "d", "e", "f");
  }

  interface Greeting extends Serializable {
    String greet();
  }

  @Test
  void lambdasAndProxiesAreLeftToDeserialization() {
    Object proxy =
        Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Greeting.class}, new ProxyHandler());
    assertThat(copier.tryOut(codec.encode(new ArrayList<>(List.of(proxy)))).original()).isNull();
    assertThat(SerializedForm.isPlain(((Greeting) () -> "x").getClass())).isFalse();
  }

  private static final class ProxyHandler implements InvocationHandler, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
      return "hello";
    }
  }
}
