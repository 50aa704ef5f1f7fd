package io.larder.engine.copy;

import java.util.Collection;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Of collections that are filled one element after the other, in the order of the original. */
final class CollectionForm<C extends Collection<?>> extends Form {

  /** Makes an empty collection that is otherwise as the original. */
  interface Empty<C> {
    Object like(C original, Copying copying);
  }

  private final Class<C> type;
  private final Empty<C> empty;
  private final boolean consults;

  /**
   * @param consults whether adding an element calls its code
   */
  CollectionForm(Class<C> type, boolean consults, Empty<C> empty) {
    this.type = type;
    this.empty = empty;
    this.consults = consults;
  }

  @Override
  @SuppressWarnings("unchecked") // elements go where elements of that class came from
  Object copy(Object original, Copying copying) {
    C from = type.cast(original);
    Collection<@Nullable Object> to = (Collection<@Nullable Object>) empty.like(from, copying);
    copying.began(original, to);
    for (Object element : from) {
      Object copy = copying.copy(element);
      if (consults) {
        copying.consulted(element, copy);
      }
      to.add(copy);
    }
    return to;
  }

  @Override
  void parts(Object object, Consumer<@Nullable Object> to) {
    to.accept(object instanceof PriorityQueue<?> queue ? queue.comparator() : null);
    for (Object element : type.cast(object)) {
      to.accept(element);
    }
  }
}
