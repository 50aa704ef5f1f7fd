package io.larder.engine.copy;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Of objects that change and refer to no other. */
final class ScalarForm<T> extends Form {

  private final Class<T> type;
  private final UnaryOperator<T> copying;
  private final Function<T, Object> value;

  /**
   * @param copying makes a copy
   * @param value answers what a copy has to have the same of
   */
  ScalarForm(Class<T> type, UnaryOperator<T> copying, Function<T, Object> value) {
    this.type = type;
    this.copying = copying;
    this.value = value;
  }

  @Override
  Object copy(Object original, Copying others) {
    return copying.apply(type.cast(original));
  }

  @Override
  void parts(Object object, Consumer<@Nullable Object> to) {
    to.accept(value.apply(type.cast(object)));
  }
}
