package io.larder.engine.copy;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Of {@link AtomicReference}. */
final class ReferenceForm extends Form {

  @Override
  Object copy(Object original, Copying copying) {
    AtomicReference<@Nullable Object> copy = new AtomicReference<>();
    copying.began(original, copy);
    copy.set(copying.copy(((AtomicReference<?>) original).get()));
    return copy;
  }

  @Override
  void parts(Object object, Consumer<@Nullable Object> to) {
    to.accept(((AtomicReference<?>) object).get());
  }
}
