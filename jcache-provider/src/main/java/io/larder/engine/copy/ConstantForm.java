package io.larder.engine.copy;

import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Of collections that never change, as those of {@link java.util.List#of}: shared where all of
 * their elements are, else built anew of the elements' copies.
 */
final class ConstantForm extends Form {

  private final Function<Object, @Nullable Object[]> elements;
  private final BiFunction<Object, @Nullable Object[], Object> of;

  /**
   * @param elements lists what an object holds
   * @param of makes an object of another and the copies of what that holds
   */
  ConstantForm(
      Function<Object, @Nullable Object[]> elements,
      BiFunction<Object, @Nullable Object[], Object> of) {
    this.elements = elements;
    this.of = of;
  }

  @Override
  Object copy(Object original, Copying copying) {
    @Nullable Object[] from = elements.apply(original);
    boolean changed = false;
    @Nullable Object[] to = new @Nullable Object[from.length];
    for (int i = 0; i < from.length; i++) {
      to[i] = copying.copy(from[i]);
      copying.consulted(from[i], to[i]);
      changed |= to[i] != from[i];
    }
    return changed ? of.apply(original, to) : original;
  }

  @Override
  void parts(Object object, Consumer<@Nullable Object> to) {
    for (Object element : elements.apply(object)) {
      to.accept(element);
    }
  }

  @Override
  boolean mayShare() {
    return true;
  }
}
