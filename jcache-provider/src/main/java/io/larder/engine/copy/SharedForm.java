package io.larder.engine.copy;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Of objects that nobody can change: everybody has the same one. */
final class SharedForm extends Form {

  static final Form INSTANCE = new SharedForm();

  private SharedForm() {}

  @Override
  Object copy(Object original, Copying copying) {
    return original;
  }

  @Override
  void parts(Object object, Consumer<@Nullable Object> to) {}

  @Override
  boolean mayShare() {
    return true;
  }
}
