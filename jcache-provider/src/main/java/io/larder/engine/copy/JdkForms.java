package io.larder.engine.copy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The classes of the JDK that are copied, each by its public methods. Subclasses are not meant.
 *
 * <p>Not among them, since their public methods do not tell what they share with others or how they
 * were made: views and wrappers ({@code Collections.unmodifiableList}, {@code Arrays.asList},
 * {@code subMap}), {@link java.util.IdentityHashMap}, {@link java.util.Calendar}, bounded queues.
 */
final class JdkForms {

  private static final Map<Class<?>, Form> FORMS = new HashMap<>();

  static {
    sequences();
    hashing();
    cloned();
    constants();
    scalars();
    FORMS.put(AtomicReference.class, new ReferenceForm());
  }

  private JdkForms() {}

  /** The form of a class, or null if it has none here. */
  static @Nullable Form of(Class<?> type) {
    Form form = FORMS.get(type);
    if (form == null && EnumSet.class.isAssignableFrom(type)) {
      return new ClonedForm(set -> ((EnumSet<?>) set).clone());
    }
    // java.sql may be missing, and its classes are dates.
    if (form == null && Date.class.isAssignableFrom(type) && SerializedForm.isOfTheJdk(type)) {
      return FORMS.get(Date.class);
    }
    return form;
  }

  private static <C extends Collection<?>> void collection(
      Class<C> type, boolean consults, CollectionForm.Empty<C> empty) {
    FORMS.put(type, new CollectionForm<>(type, consults, empty));
  }

  @SuppressWarnings("JdkObsolete") // somebody has stored it
  private static void sequences() {
    collection(ArrayList.class, false, (list, copying) -> new ArrayList<>(list.size()));
    collection(LinkedList.class, false, (list, copying) -> new LinkedList<>());
    collection(ArrayDeque.class, false, (deque, copying) -> new ArrayDeque<>(deque.size()));
    FORMS.put(CopyOnWriteArrayList.class, new CopyOnWriteForm());
    collection(
        PriorityQueue.class,
        true,
        (queue, copying) -> {
          Object order = copying.copy(queue.comparator());
          return queueLike(queue, order);
        });
  }

  @SuppressWarnings("unchecked") // the copy of a comparator is one
  private static PriorityQueue<?> queueLike(PriorityQueue<?> queue, @Nullable Object order) {
    return new PriorityQueue<>(
        Math.max(1, queue.size()), (java.util.Comparator<? super Object>) order);
  }

  private static void hashing() {
    FORMS.put(HashMap.class, new HashMapForm(false));
    FORMS.put(ConcurrentHashMap.class, new HashMapForm(true));
    collection(HashSet.class, true, (set, copying) -> new HashSet<>(tableOf(set)));
    collection(LinkedHashSet.class, true, (set, copying) -> new LinkedHashSet<>(tableOf(set)));
  }

  /** As deserialization computes it, so that the copy iterates in the same order. */
  private static int tableOf(Set<?> set) {
    return (int) (set.size() * (1 / 0.75f));
  }

  @SuppressWarnings("JdkObsolete") // somebody has stored it
  private static void cloned() {
    FORMS.put(LinkedHashMap.class, new ClonedForm(map -> ((LinkedHashMap<?, ?>) map).clone()));
    FORMS.put(TreeMap.class, new ClonedForm(map -> ((TreeMap<?, ?>) map).clone()));
    FORMS.put(EnumMap.class, new ClonedForm(map -> ((EnumMap<?, ?>) map).clone()));
    FORMS.put(Hashtable.class, new ClonedForm(map -> ((Hashtable<?, ?>) map).clone()));
    FORMS.put(TreeSet.class, new ClonedForm(set -> ((TreeSet<?>) set).clone()));
  }

  private static void constants() {
    List.of(
            Collections.emptyList(),
            Collections.emptyMap(),
            Collections.emptySet(),
            Collections.reverseOrder(),
            String.CASE_INSENSITIVE_ORDER)
        .forEach(constant -> FORMS.put(constant.getClass(), SharedForm.INSTANCE));
    Form lists = new ConstantForm(JdkForms::elements, JdkForms::listLike);
    FORMS.put(List.of(1).getClass(), lists);
    FORMS.put(List.of().getClass(), lists);
    Form sets = new ConstantForm(JdkForms::elements, (set, copies) -> Set.of(copies));
    FORMS.put(Set.of(1).getClass(), sets);
    FORMS.put(Set.of().getClass(), sets);
    Form maps = new ConstantForm(JdkForms::entries, (map, copies) -> mapOf(copies));
    FORMS.put(Map.of(1, 1).getClass(), maps);
    FORMS.put(Map.of().getClass(), maps);
    FORMS.put(
        Collections.singletonList(1).getClass(),
        new ConstantForm(
            JdkForms::elements, (list, copies) -> Collections.singletonList(copies[0])));
    FORMS.put(
        Collections.singleton(1).getClass(),
        new ConstantForm(JdkForms::elements, (set, copies) -> Collections.singleton(copies[0])));
    FORMS.put(
        Collections.singletonMap(1, 1).getClass(),
        new ConstantForm(
            JdkForms::entries, (map, copies) -> Collections.singletonMap(copies[0], copies[1])));
  }

  private static @Nullable Object[] elements(Object collection) {
    return ((Collection<?>) collection).toArray();
  }

  /** Those of {@code Stream.toList} may hold null and can be asked for it; others throw. */
  private static Object listLike(Object list, @Nullable Object[] copies) {
    Object refusingNull = List.copyOf((List<?>) list);
    return refusingNull == list ? List.of(copies) : Stream.of(copies).toList();
  }

  private static @Nullable Object[] entries(Object map) {
    List<@Nullable Object> entries = new ArrayList<>();
    HashMapForm.eachEntry((Map<?, ?>) map, entries::add);
    return entries.toArray();
  }

  private static Object mapOf(@Nullable Object[] keysAndValues) {
    Map.Entry<?, ?>[] entries = new Map.Entry<?, ?>[keysAndValues.length / 2];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = Map.entry(keysAndValues[2 * i], keysAndValues[2 * i + 1]);
    }
    return Map.ofEntries(entries);
  }

  private static <T> void scalar(ScalarForm<T> form, Class<T> type) {
    FORMS.put(type, form);
  }

  @SuppressWarnings("JavaUtilDate") // somebody has stored it
  private static void scalars() {
    scalar(new ScalarForm<>(Date.class, date -> (Date) date.clone(), Date::getTime), Date.class);
    // Of a set that was just read, clone() has nothing to trim.
    scalar(
        new ScalarForm<>(BitSet.class, bits -> (BitSet) bits.clone(), BitSet::size), BitSet.class);
    scalar(
        new ScalarForm<>(
            AtomicBoolean.class, value -> new AtomicBoolean(value.get()), AtomicBoolean::get),
        AtomicBoolean.class);
    scalar(
        new ScalarForm<>(
            AtomicInteger.class, value -> new AtomicInteger(value.get()), AtomicInteger::get),
        AtomicInteger.class);
    scalar(
        new ScalarForm<>(AtomicLong.class, value -> new AtomicLong(value.get()), AtomicLong::get),
        AtomicLong.class);
  }
}
