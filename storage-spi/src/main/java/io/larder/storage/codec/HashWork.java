package io.larder.storage.codec;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts what hashing the collections of one stream costs, and stops it in time.
 *
 * <p>A set that holds two sets, that both hold the same two sets, and so on, takes a few hundred
 * bytes and an exponential time to read, because each element is hashed when it is added
 * ("SerialDOS", Wouter Coekaerts). So each collection of the JDK, once read and before it is added
 * to another, is given its cost: how many elements a hash of it visits, with those of its elements.
 * A stream in which nothing is shared costs less than its length.
 */
final class HashWork {

  /** What one stream may cost in all: less than a second. */
  static final long MAX_VISITS = 50_000_000;

  private final IdentityHashMap<Object, Long> costs = new IdentityHashMap<>();
  private long visits;

  /** Counts an object that was just read, before any other object has it. */
  void add(@Nullable Object object) {
    if (object instanceof Collection<?> collection && isOfTheJdk(object)) {
      long cost = sum(collection);
      note(object, cost, object instanceof Set ? cost : 0);
    } else if (object instanceof Map<?, ?> map && isOfTheJdk(object)) {
      long keys = sum(map.keySet());
      note(object, keys + sum(map.values()), keys);
    } else if (object instanceof Map.Entry<?, ?> entry && isOfTheJdk(object)) {
      note(object, cost(entry.getKey()) + cost(entry.getValue()), 0);
    }
  }

  private void note(Object object, long cost, long hashed) {
    visits += hashed;
    if (cost > MAX_VISITS || visits > MAX_VISITS) {
      throw new CodecException(
          "The bytes of a value are hostile: hashing the collections in them would visit more than "
              + MAX_VISITS
              + " elements.");
    }
    costs.put(object, cost);
  }

  private long sum(Collection<?> elements) {
    long sum = 0;
    for (Object element : elements) {
      sum += cost(element);
    }
    return sum;
  }

  private long cost(@Nullable Object element) {
    return 1 + costs.getOrDefault(element, 0L);
  }

  private static boolean isOfTheJdk(Object object) {
    return object.getClass().getClassLoader() == null;
  }
}
