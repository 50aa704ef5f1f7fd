package io.larder.engine.copy;

import io.larder.engine.copy.Shapes.Colour;
import io.larder.engine.copy.Shapes.Frozen;
import io.larder.engine.copy.Shapes.Line;
import io.larder.engine.copy.Shapes.MutableKey;
import io.larder.engine.copy.Shapes.Node;
import io.larder.engine.copy.Shapes.Point;
import io.larder.engine.copy.Shapes.SubNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes object graphs of any shape, with shared parts and cycles. */
@SuppressWarnings({"JdkObsolete", "JavaUtilDate", "NullAway"}) // any object will do
final class GraphMaker {

  private static final int MAX_DEPTH = 5;

  private final Random random;
  private final boolean fallingBack;
  private final List<Object> made = new ArrayList<>();
  private int depth;

  /**
   * @param fallingBack whether objects that are not copied may be among them
   */
  GraphMaker(Random random, boolean fallingBack) {
    this.random = random;
    this.fallingBack = fallingBack;
  }

  Object make() {
    return container();
  }

  private @Nullable Object any() {
    int choice = random.nextInt(10);
    if (choice == 0) {
      return null;
    }
    if (choice < 3 && !made.isEmpty()) {
      return made.get(random.nextInt(made.size()));
    }
    return choice < 6 || depth > MAX_DEPTH ? constant() : container();
  }

  private Object present() {
    Object any = any();
    return any == null ? constant() : any;
  }

  private String word() {
    return "w" + random.nextInt(40);
  }

  private Object constant() {
    return pick(
        this::word,
        () -> random.nextInt(300),
        random::nextLong,
        random::nextDouble,
        () -> new BigDecimal(random.nextInt(1000)).movePointLeft(2),
        () -> new UUID(random.nextLong(), random.nextLong()),
        () -> LocalDate.ofEpochDay(random.nextInt(30_000)),
        () -> random.nextBoolean() ? Colour.RED : Colour.GREEN,
        () -> new Point(random.nextInt(), 2),
        () -> String.class);
  }

  private Object key() {
    return pick(this::word, () -> random.nextInt(1000), () -> Colour.RED, () -> new Point(1, 2));
  }

  @SafeVarargs
  private <T> T pick(Supplier<? extends T>... makers) {
    return makers[random.nextInt(makers.length)].get();
  }

  private Object container() {
    depth++;
    try {
      if (fallingBack && random.nextInt(20) == 0) {
        return keep(uncopied());
      }
      return pick(
          this::collection,
          this::collection,
          this::map,
          this::map,
          this::object,
          this::object,
          this::array,
          this::scalar,
          this::fixed);
    } finally {
      depth--;
    }
  }

  private <T> T keep(T object) {
    made.add(object);
    return object;
  }

  private int size() {
    return random.nextInt(12) == 0 ? 40 : random.nextInt(5);
  }

  private Object collection() {
    Collection<Object> filled =
        keep(
            pick(
                ArrayList::new,
                () -> new ArrayList<>(50),
                LinkedList::new,
                CopyOnWriteArrayList::new));
    for (int i = size(); i > 0; i--) {
      filled.add(any());
    }
    Collection<Object> other =
        keep(
            pick(
                ArrayDeque::new,
                HashSet::new,
                () -> new HashSet<>(100),
                LinkedHashSet::new,
                () -> new TreeSet<>(Comparator.comparing(String::valueOf)),
                PriorityQueue::new,
                () -> new PriorityQueue<>(3, Collections.reverseOrder())));
    if (other instanceof TreeSet || other instanceof PriorityQueue) {
      boolean natural = other instanceof TreeSet;
      other = keep(natural ? new TreeSet<>(Collections.reverseOrder()) : other);
      for (int i = size(); i > 0; i--) {
        other.add(word());
      }
    } else {
      for (int i = size(); i > 0; i--) {
        other.add(other instanceof ArrayDeque ? present() : key());
      }
    }
    filled.add(other);
    return filled;
  }

  private Object map() {
    Map<Object, Object> map =
        keep(
            pick(
                HashMap::new,
                HashMap::new,
                () -> new HashMap<>(200),
                LinkedHashMap::new,
                () -> new LinkedHashMap<>(16, 0.5f, true),
                ConcurrentHashMap::new,
                Hashtable::new,
                TreeMap::new,
                () -> new TreeMap<>(Collections.reverseOrder())));
    boolean sorted = map instanceof TreeMap;
    boolean mutableKeys = map.getClass() == HashMap.class && random.nextInt(4) == 0;
    // A clone of fewer has a shorter table, which the bytes tell, and nobody sees.
    int smallest = map instanceof LinkedHashMap ? 6 : 0;
    for (int i = size() + smallest; i > 0 || map.size() < smallest; i--) {
      Object key = sorted ? word() : mutableKeys ? new MutableKey(word()) : key();
      map.put(key, present());
    }
    map.keySet().stream().findAny().ifPresent(map::get);
    return map;
  }

  private Object object() {
    Node node = keep(random.nextBoolean() ? new Node(word(), 3) : new SubNode(word(), 4));
    node.left = any();
    node.right = any();
    node.passing = "lost";
    if (node instanceof SubNode sub && random.nextBoolean()) {
      SubNode.Inner inner = keep(sub.new Inner());
      inner.held = any();
      return inner;
    }
    return node;
  }

  private Object array() {
    Object[] array =
        keep(pick(() -> new Object[size()], () -> new Object[2][3], () -> new String[3]));
    for (int i = 0; i < array.length; i++) {
      if (array instanceof String[]) {
        array[i] = word();
      } else if (array.getClass() == Object[].class) {
        array[i] = any();
      }
    }
    return random.nextInt(4) == 0 ? new Object[] {array, new int[][] {{1}, {2, 3}, null}} : array;
  }

  private Object scalar() {
    return keep(
        pick(
            () -> new Date(random.nextInt()),
            () -> new java.sql.Timestamp(random.nextInt()),
            () -> BitSet.valueOf(new long[] {random.nextLong(), random.nextInt(2)}),
            () -> new AtomicInteger(random.nextInt()),
            () -> new AtomicLong(random.nextLong()),
            () -> new AtomicBoolean(random.nextBoolean()),
            () -> new AtomicReference<>(any()),
            () -> EnumSet.of(Colour.GREEN),
            () -> EnumSet.noneOf(Colour.class),
            () -> new EnumMap<>(Map.of(Colour.RED, present())),
            () -> new byte[] {1, (byte) random.nextInt()},
            () -> new double[] {random.nextDouble()}));
  }

  private Object fixed() {
    return keep(
        pick(
            List::of,
            () -> List.of(present()),
            () -> List.of(present(), present(), word()),
            () -> Set.of(key()),
            () -> Set.of("a", 2, Colour.RED),
            () -> Map.of(key(), present()),
            () -> Map.of("a", present(), "b", word()),
            () -> Collections.singletonList(any()),
            () -> Collections.singleton(key()),
            () -> Collections.singletonMap(key(), any()),
            Collections::emptyList,
            () -> new Line(word(), present(), any(), 3),
            () -> new Frozen(new ArrayList<>(List.of(present())))));
  }

  private Object uncopied() {
    return pick(
        Shapes.Resolving::new,
        Shapes.Ticket::new,
        Shapes.Replacing::new,
        Shapes.Reading::new,
        Shapes.Writing::new,
        Shapes.External::new,
        Shapes.Chosen::new,
        Shapes.GrownList::new,
        () -> Collections.unmodifiableList(new ArrayList<>(List.of(present()))),
        () -> new TreeSet<>(new Shapes.ByLength()),
        () -> new Shapes.Growing(new ArrayList<>(), 1));
  }
}
