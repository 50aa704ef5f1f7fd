package io.larder.engine.copy;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Of {@link HashMap} and {@link ConcurrentHashMap}. The copy's table is as long as that which
 * deserialization makes, so that both iterate in the same order.
 */
final class HashMapForm extends Form {

  private static final float LOAD_FACTOR = 0.75f;
  private static final int SMALLEST_TABLE = 16;

  private final boolean concurrent;

  HashMapForm(boolean concurrent) {
    this.concurrent = concurrent;
  }

  @Override
  Object copy(Object original, Copying copying) {
    Map<?, ?> from = (Map<?, ?>) original;
    Map<@Nullable Object, @Nullable Object> to = empty(from.size());
    copying.began(original, to);
    for (Map.Entry<?, ?> entry : from.entrySet()) {
      Object key = copying.copy(entry.getKey());
      copying.consulted(entry.getKey(), key);
      to.put(key, copying.copy(entry.getValue()));
    }
    return to;
  }

  @SuppressWarnings("NullAway") // what was in a concurrent map is not null
  private Map<@Nullable Object, @Nullable Object> empty(int size) {
    if (concurrent) {
      return new ConcurrentHashMap<>(size);
    }
    return size == 0
        ? new HashMap<>()
        : new HashMap<>(Math.max(SMALLEST_TABLE, (int) (size / LOAD_FACTOR + 1)));
  }

  @Override
  void parts(Object object, Consumer<@Nullable Object> to) {
    eachEntry((Map<?, ?>) object, to);
  }

  static void eachEntry(Map<?, ?> map, Consumer<@Nullable Object> to) {
    map.forEach(
        (key, value) -> {
          to.accept(key);
          to.accept(value);
        });
  }
}
