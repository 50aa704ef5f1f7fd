package io.larder.scope;

import io.larder.storage.Bytes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The entries of several namespaces in the order of their keys, of each key the nearest one. Used
 * by one thread.
 *
 * <ol>
 *   <li>Each layer is read in order, page by page; of each the next entry is known.
 *   <li>The smallest of these keys is next. Of those that are equal the nearest is told, and the
 *       others are dropped.
 *   <li>Stores have an order of their own for long keys that begin alike, so equal ones of those
 *       may not meet: whether a nearer layer has one is asked.
 * </ol>
 */
final class MergedLayers extends Spliterators.AbstractSpliterator<SourcedValue> {

  /** The bytes of a key by which every store orders. */
  private static final int ORDERED_BYTES = 900;

  private final List<Layer> layers = new ArrayList<>();

  private MergedLayers(List<Namespace> namespaces, String prefix) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL);
    for (Namespace namespace : namespaces) {
      layers.add(new Layer(namespace, layers.size(), namespace.startingWith(prefix).iterator()));
    }
  }

  static Stream<SourcedValue> stream(List<Namespace> layers, String prefix) {
    return StreamSupport.stream(
        () -> new MergedLayers(layers, prefix),
        Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL,
        false);
  }

  @Override
  public boolean tryAdvance(Consumer<? super SourcedValue> action) {
    while (true) {
      Layer nearest = null;
      for (Layer layer : layers) {
        if (layer.peek() != null && (nearest == null || layer.compareTo(nearest) < 0)) {
          nearest = layer;
        }
      }
      if (nearest == null) {
        return false;
      }
      SourcedValue value = nearest.value();
      boolean hidden = nearest.isLong() && isNearer(value);
      Bytes taken = nearest.take();
      layers.forEach(layer -> layer.drop(taken));
      if (!hidden) {
        action.accept(value);
        return true;
      }
    }
  }

  private boolean isNearer(SourcedValue value) {
    return layers.stream().limit(value.layer()).anyMatch(layer -> layer.namespace.has(value.key()));
  }

  /** One namespace and what comes next of it. */
  private static final class Layer implements Comparable<Layer> {

    private final Namespace namespace;
    private final int index;
    private final Iterator<ScopedEntry> entries;
    private @Nullable ScopedEntry next;
    private Bytes order = Bytes.EMPTY;

    Layer(Namespace namespace, int index, Iterator<ScopedEntry> entries) {
      this.namespace = namespace;
      this.index = index;
      this.entries = entries;
    }

    @Nullable ScopedEntry peek() {
      if (next == null && entries.hasNext()) {
        next = entries.next();
        order = KeyRanges.encoded(next.key());
      }
      return next;
    }

    SourcedValue value() {
      ScopedEntry entry = next;
      if (entry == null) {
        throw new IllegalStateException("A layer that is taken from has been looked at.");
      }
      return new SourcedValue(entry.key(), entry.stored(), namespace, index);
    }

    boolean isLong() {
      return order.length() > ORDERED_BYTES;
    }

    Bytes take() {
      next = null;
      return order;
    }

    void drop(Bytes key) {
      if (next != null && order.equals(key)) {
        next = null;
      }
    }

    @Override
    public int compareTo(Layer other) {
      return order.compareTo(other.order);
    }
  }
}
