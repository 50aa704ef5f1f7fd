package io.larder.engine;

import org.jspecify.annotations.Nullable;

/**
 * What a decision wants done with an entry.
 *
 * @param kind what to do
 * @param value the new value; only of {@link Kind#PUT} and {@link Kind#STORE}
 * @param result what the caller gets once it is done
 * @param otherwise what the caller gets if a new entry was not added, since it would have expired
 *     at once
 */
record Step<V, R>(Kind kind, @Nullable V value, R result, R otherwise) {

  enum Kind {
    /** Leave the entry alone. */
    KEEP,
    /** The entry was read: its expiry may move. */
    ACCESS,
    /** Write it through, then store it. */
    PUT,
    /** Store it; the writer has seen it, or must not. */
    STORE,
    /** Write the removal through, then remove it. */
    REMOVE
  }

  static <V, R> Step<V, R> keep(R result) {
    return new Step<>(Kind.KEEP, null, result, result);
  }

  static <V, R> Step<V, R> access(R result) {
    return new Step<>(Kind.ACCESS, null, result, result);
  }

  static <V, R> Step<V, R> put(V value, R result, R otherwise) {
    return new Step<>(Kind.PUT, value, result, otherwise);
  }

  static <V, R> Step<V, R> store(V value, R result) {
    return new Step<>(Kind.STORE, value, result, result);
  }

  static <V, R> Step<V, R> remove(R result) {
    return new Step<>(Kind.REMOVE, null, result, result);
  }
}
