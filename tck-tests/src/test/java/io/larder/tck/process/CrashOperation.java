package io.larder.tck.process;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import javax.cache.Cache;

/**
 * One operation of a crash test's writer. Which one follows from the round, the thread and the
 * index alone, so the reader knows what was written from the number of acknowledgements.
 *
 * @param keys of one thread only, so that its operations have one order
 */
record CrashOperation(Kind kind, List<String> keys, String value) {

  private static final int KEYS_PER_THREAD = 200;

  enum Kind {
    PUT,
    PUT_ALL,
    PUT_IF_ABSENT,
    GET_AND_PUT,
    REPLACE,
    REPLACE_EXACTLY,
    INVOKE,
    REMOVE,
    REMOVE_ALL
  }

  static CrashOperation of(int round, int thread, int index) {
    Random random = new Random(Objects.hash(round, thread, index));
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    int count = kind == Kind.PUT_ALL || kind == Kind.REMOVE_ALL ? 1 + random.nextInt(10) : 1;
    Set<String> keys = new TreeSet<>();
    while (keys.size() < count) {
      keys.add("thread-%d-key-%d".formatted(thread, random.nextInt(KEYS_PER_THREAD)));
    }
    String padding = "x".repeat(random.nextInt(10) == 0 ? 6_000 : random.nextInt(200));
    String value = "round %d, thread %d, operation %d %s".formatted(round, thread, index, padding);
    return new CrashOperation(kind, new ArrayList<>(keys), value);
  }

  /** Returns what the cache answered, as text. */
  String applyTo(Cache<String, String> cache) {
    String key = keys.get(0);
    return switch (kind) {
      case PUT -> {
        cache.put(key, value);
        yield "done";
      }
      case PUT_ALL -> {
        cache.putAll(all());
        yield "done";
      }
      case PUT_IF_ABSENT -> String.valueOf(cache.putIfAbsent(key, value));
      case GET_AND_PUT -> known(cache.getAndPut(key, value));
      case REPLACE -> String.valueOf(cache.replace(key, value));
      case REPLACE_EXACTLY -> {
        String old = cache.get(key);
        yield String.valueOf(old != null && cache.replace(key, old, value));
      }
      case INVOKE ->
          cache.invoke(
              key,
              (entry, arguments) -> {
                String old = entry.getValue();
                entry.setValue(value);
                return known(old);
              });
      case REMOVE -> String.valueOf(cache.remove(key));
      case REMOVE_ALL -> {
        cache.removeAll(Set.copyOf(keys));
        yield "done";
      }
    };
  }

  /** Returns what a cache with this content answers. */
  String applyTo(Map<String, String> model) {
    String key = keys.get(0);
    return switch (kind) {
      case PUT, PUT_ALL -> {
        model.putAll(all());
        yield "done";
      }
      case PUT_IF_ABSENT -> String.valueOf(model.putIfAbsent(key, value) == null);
      case GET_AND_PUT, INVOKE -> known(model.put(key, value));
      case REPLACE, REPLACE_EXACTLY -> String.valueOf(model.replace(key, value) != null);
      case REMOVE -> String.valueOf(model.remove(key) != null);
      case REMOVE_ALL -> {
        model.keySet().removeAll(keys);
        yield "done";
      }
    };
  }

  private Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    keys.forEach(key -> all.put(key, value));
    return all;
  }

  private static String known(String old) {
    return old == null ? "absent" : old;
  }
}
