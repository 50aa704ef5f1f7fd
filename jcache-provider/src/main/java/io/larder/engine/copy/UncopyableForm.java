package io.larder.engine.copy;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Of objects that only deserialization can build. */
final class UncopyableForm extends Form {

  static final Form INSTANCE = new UncopyableForm();

  private UncopyableForm() {}

  @Override
  Object copy(Object original, Copying copying) {
    throw new Uncopyable(original.getClass().getName() + " has no form that is known.");
  }

  @Override
  void parts(Object object, Consumer<@Nullable Object> to) {
    throw new Uncopyable(object.getClass().getName() + " has no parts that are known.");
  }
}
