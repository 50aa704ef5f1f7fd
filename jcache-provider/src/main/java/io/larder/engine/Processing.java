package io.larder.engine;

import javax.cache.CacheException;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;

/**
 * The entry that one run of a processor sees and changes, and what it amounts to afterwards.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Processing<K, V> implements MutableEntry<K, V> {

  /** What the run has done to the entry so far. */
  private enum State {
    UNTOUCHED,
    READ,
    LOADED,
    SET,
    REMOVED
  }

  private final K key;
  private final Standing<K, V> standing;
  private final @Nullable ReadThrough<K, V> loader;
  private State state = State.UNTOUCHED;
  private @Nullable V value;

  Processing(K key, Standing<K, V> standing, @Nullable ReadThrough<K, V> loader) {
    this.key = key;
    this.standing = standing;
    this.loader = loader;
  }

  /** Runs the processor, wrapping what it throws as the specification says. */
  <T> @Nullable T run(EntryProcessor<K, V, T> processor, @Nullable Object... arguments) {
    try {
      return processor.process(this, arguments);
    } catch (CacheException failure) {
      throw failure;
    } catch (RuntimeException failure) {
      throw new EntryProcessorException(failure);
    }
  }

  /** What is to be done to the entry, for a caller that gets {@code result}. */
  <R> Step<V, R> step(R result) {
    V wanted = value;
    return switch (state) {
      case UNTOUCHED -> Step.keep(result);
      case READ -> Step.access(result);
      case LOADED -> wanted == null ? Step.keep(result) : Step.store(wanted, result);
      case SET -> wanted == null ? Step.keep(result) : Step.put(wanted, result, result);
      case REMOVED -> Step.remove(result);
    };
  }

  boolean hasPut() {
    return state == State.SET;
  }

  boolean hasRemoved() {
    return state == State.REMOVED && standing.exists();
  }

  @Override
  public boolean exists() {
    return switch (state) {
      case UNTOUCHED, READ -> standing.exists();
      case LOADED, SET -> value != null;
      case REMOVED -> false;
    };
  }

  @Override
  public K getKey() {
    return key;
  }

  @Override
  @SuppressWarnings("NullAway") // JSR-107: null where there is no entry
  public V getValue() {
    if (state == State.UNTOUCHED) {
      value = standing.value();
      if (value != null) {
        state = State.READ;
      } else if (loader != null) {
        value = loader.load(key);
        state = value == null ? State.UNTOUCHED : State.LOADED;
      }
    }
    return value;
  }

  @Override
  public void setValue(V newValue) {
    if (newValue == null) {
      throw new NullPointerException("A value is never null; remove() removes the entry.");
    }
    value = newValue;
    state = State.SET;
  }

  @Override
  public void remove() {
    boolean onlyHere = state == State.SET || state == State.LOADED;
    value = null;
    state = onlyHere && !standing.exists() ? State.UNTOUCHED : State.REMOVED;
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new IllegalArgumentException("This entry cannot be unwrapped to " + type);
  }
}
