package io.larder.engine;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;

/**
 * Calls a cache's loader, and wraps what it throws as the specification says.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class ReadThrough<K, V> {

  private final Engine<K, V> engine;
  private final CacheLoader<K, V> loader;

  ReadThrough(Engine<K, V> engine, CacheLoader<K, V> loader) {
    this.engine = engine;
    this.loader = loader;
  }

  @Nullable V load(K key) {
    return call(Set.of(key), () -> loader.load(key));
  }

  Map<K, V> loadAll(Set<? extends K> keys) {
    Map<K, V> loaded = call(keys, () -> loader.loadAll(keys));
    return loaded == null ? Map.of() : loaded;
  }

  private <R> @Nullable R call(Set<? extends K> keys, Supplier<@Nullable R> use) {
    try {
      return UserCode.run(engine, keys, use);
    } catch (CacheLoaderException failure) {
      throw failure;
    } catch (RuntimeException failure) {
      throw new CacheLoaderException(
          "The loader of the cache '" + engine.name() + "' failed; nothing was stored.", failure);
    }
  }
}
