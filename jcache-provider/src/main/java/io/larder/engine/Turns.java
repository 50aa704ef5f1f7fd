package io.larder.engine;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

/** The turns of several keys, taken in the order given and given back in the opposite one. */
final class Turns implements AutoCloseable {

  private final Deque<KeyLocks.Held> held = new ArrayDeque<>();

  private Turns() {}

  /**
   * Waits for the turns.
   *
   * @param keys in the order of their bytes, so that two who want several cannot wait for each
   *     other
   */
  static <K> Turns of(Core<K, ?> core, Collection<K> keys) {
    Turns turns = new Turns();
    try {
      for (K key : keys) {
        UserCode.refuseSameKey(core.engine(), key);
        turns.held.push(core.locks().acquire(key, !UserCode.isRunning()));
      }
      return turns;
    } catch (RuntimeException | Error failure) {
      turns.close();
      throw failure;
    }
  }

  @Override
  public void close() {
    held.forEach(KeyLocks.Held::close);
    held.clear();
  }
}
