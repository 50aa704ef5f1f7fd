package io.larder.engine.copy;

import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Of collections and maps whose {@code clone} alone keeps all that they were made with, as the
 * access order of a {@link java.util.LinkedHashMap}, or calls no comparator, as that of a {@link
 * java.util.TreeMap}. The clone has the comparator, elements or keys of the original, which
 * therefore must not change, and gets copies of the values.
 */
final class ClonedForm extends Form {

  private final UnaryOperator<Object> cloning;

  ClonedForm(UnaryOperator<Object> cloning) {
    this.cloning = cloning;
  }

  @Override
  Object copy(Object original, Copying copying) {
    copying.requireShared(kept(original));
    Object clone = cloning.apply(original);
    copying.began(original, clone);
    if (clone instanceof Map<?, ?> map) {
      replaceValues(map, copying);
    }
    return clone;
  }

  private static Collection<?> kept(Object original) {
    return original instanceof Map<?, ?> map ? map.keySet() : (Collection<?>) original;
  }

  @SuppressWarnings("unchecked") // a value is replaced by one of its class
  private static void replaceValues(Map<?, ?> map, Copying copying) {
    for (Map.Entry<?, @Nullable Object> entry : ((Map<?, @Nullable Object>) map).entrySet()) {
      Object value = entry.getValue();
      Object copy = copying.copy(value);
      if (copy != value) {
        entry.setValue(copy);
      }
    }
  }

  @Override
  void parts(Object object, Consumer<@Nullable Object> to) {
    if (object instanceof Map<?, ?> map) {
      to.accept(map instanceof SortedMap<?, ?> sorted ? sorted.comparator() : null);
      HashMapForm.eachEntry(map, to);
    } else {
      to.accept(object instanceof SortedSet<?> sorted ? sorted.comparator() : null);
      ((Collection<?>) object).forEach(to);
    }
  }
}
