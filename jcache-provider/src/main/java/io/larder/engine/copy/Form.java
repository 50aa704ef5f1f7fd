package io.larder.engine.copy;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How the objects of one class are copied, the way deserialization would build them anew. Neither
 * method changes the original, nor runs code of the program on it. Thread-safe.
 */
abstract class Form {

  /**
   * Copies one object, and what it holds by {@link Copying#copy}.
   *
   * @return the copy; the original itself only if {@link #mayShare}
   * @throws Uncopyable if this very object cannot be copied
   */
  abstract Object copy(Object original, Copying copying);

  /** Passes on, in a fixed order, what a copy has to have the same of. */
  abstract void parts(Object object, Consumer<@Nullable Object> to);

  /** Whether an object may be its own copy, if each of its parts is. */
  boolean mayShare() {
    return false;
  }
}
