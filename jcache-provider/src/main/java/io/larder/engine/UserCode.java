package io.larder.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Knows which keys the current thread is at work on inside user code (a processor, loader or
 * writer), so that a callback into the cache can be told apart from a call from outside.
 *
 * <p>A callback on another key works, without waiting for other threads. A callback that changes or
 * loads the very key that the user code was called for would change what its caller has just read,
 * again at each attempt, and is refused.
 */
final class UserCode {

  private record Frame(Engine<?, ?> engine, Set<?> keys) {}

  private static final ThreadLocal<@Nullable Deque<Frame>> FRAMES = new ThreadLocal<>();

  private UserCode() {}

  /** Runs {@code code}, which the engine calls for those keys; listeners are called for none. */
  static <R extends @Nullable Object> R run(Engine<?, ?> engine, Set<?> keys, Supplier<R> code) {
    Deque<Frame> outer = FRAMES.get();
    Deque<Frame> frames = outer == null ? new ArrayDeque<>() : outer;
    FRAMES.set(frames);
    frames.push(new Frame(engine, keys));
    try {
      return code.get();
    } finally {
      frames.pop();
      if (frames.isEmpty()) {
        FRAMES.remove();
      }
    }
  }

  /** Whether the thread is inside user code now. */
  static boolean isRunning() {
    return FRAMES.get() != null;
  }

  /**
   * Refuses a change of the key that user code further up this thread was called for.
   *
   * @throws CacheException if it is that key
   */
  static void refuseSameKey(Engine<?, ?> engine, Object key) {
    Deque<Frame> frames = FRAMES.get();
    if (frames == null) {
      return;
    }
    for (Frame frame : frames) {
      if (frame.engine == engine && frame.keys.contains(key)) {
        throw new CacheException(
            "A processor, loader or writer of the cache '%s' was called for a key and calls the cache"
                    .formatted(engine.name())
                + " back to change or load that same key. Use the MutableEntry, or return the value,"
                + " instead.");
      }
    }
  }
}
