package io.larder.engine;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Knows on whose behalf the current thread works, for the history of what it changes. */
public final class Acting {

  private static final ThreadLocal<@Nullable Supplier<Optional<String>>> ACTOR =
      new ThreadLocal<>();

  private Acting() {}

  /**
   * Works on somebody's behalf.
   *
   * @param actor is asked for each change that a history is kept of
   */
  public static <R extends @Nullable Object> R as(
      Supplier<Optional<String>> actor, Supplier<R> work) {
    Supplier<Optional<String>> outer = ACTOR.get();
    ACTOR.set(actor);
    try {
      return work.get();
    } finally {
      if (outer == null) {
        ACTOR.remove();
      } else {
        ACTOR.set(outer);
      }
    }
  }

  /** On whose behalf; null if nobody has said. */
  static @Nullable String actor() {
    Supplier<Optional<String>> actor = ACTOR.get();
    return actor == null ? null : actor.get().orElse(null);
  }
}
