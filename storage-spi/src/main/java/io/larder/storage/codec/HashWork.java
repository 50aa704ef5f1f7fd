package io.larder.storage.codec;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts what hashing the objects of one stream costs, and stops it in time.
 *
 * <p>A set that holds two sets, that both hold the same two sets, and so on, takes a few hundred
 * bytes and an exponential time to read, because each element is hashed when it is added
 * ("SerialDOS", Wouter Coekaerts); arrays in a key that hashes them do as well. So each collection
 * of the JDK, each array and each key of a framework, once read and before another has it, is given
 * its cost: how many objects a hash of it visits. A stream in which nothing is shared costs less
 * than its length.
 */
final class HashWork {

  /** What one stream may cost in all: less than a second. */
  static final long MAX_VISITS = 50_000_000;

  private final IdentityHashMap<Object, Long> costs = new IdentityHashMap<>();
  private long visits;

  /** Counts an object that was just read, before any other object has it. */
  void add(@Nullable Object object) {
    if (object instanceof Object[] array) {
      long cost = sum(Arrays.asList(array));
      note(object, cost, cost);
    } else if (object == null || object instanceof String) {
      return;
    } else if (object.getClass().getClassLoader() != null) {
      addForeign(object);
    } else if (object instanceof Collection<?> collection) {
      long cost = sum(collection);
      note(object, cost, object instanceof Set ? cost : collection.size());
    } else if (object instanceof Map<?, ?> map) {
      long keys = sum(map.keySet());
      note(object, keys + sum(map.values()), keys);
    } else if (object instanceof Map.Entry<?, ?> entry) {
      note(object, cost(entry.getKey()) + cost(entry.getValue()), 0);
    }
  }

  private void addForeign(Object object) {
    long cost = 0;
    for (Field field : FrameworkParts.of(object.getClass())) {
      cost += cost(get(field, object));
    }
    if (cost > 0) {
      note(object, cost, 0);
    }
  }

  private static @Nullable Object get(Field field, Object owner) {
    try {
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " was made accessible", e);
    }
  }

  private void note(Object object, long cost, long hashed) {
    visits += hashed;
    if (cost > MAX_VISITS || visits > MAX_VISITS) {
      throw new CodecException(
          "The bytes of a value are hostile: hashing the collections and arrays in them"
              + " would visit more than "
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
}
