package io.larder.engine;

/** Decides what to do with an entry, from what stands in the store now. */
@FunctionalInterface
interface Decision<K, V, R> {

  /** May be called again, on what stands then, if the entry was changed meanwhile. */
  Step<V, R> decide(Standing<K, V> standing);
}
