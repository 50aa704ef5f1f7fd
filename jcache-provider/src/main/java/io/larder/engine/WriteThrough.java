package io.larder.engine;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;

/**
 * Calls a cache's writer, and wraps what it throws as the specification says.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class WriteThrough<K, V> {

  private static final String UNCHANGED = "the cache is unchanged.";
  private static final String PARTLY =
      "what it left in the collection is unchanged in the cache, the rest is done.";

  private final Engine<K, V> engine;
  private final CacheWriter<? super K, ? super V> writer;

  WriteThrough(Engine<K, V> engine, CacheWriter<? super K, ? super V> writer) {
    this.engine = engine;
    this.writer = writer;
  }

  void write(K key, V value) {
    call(Set.of(key), UNCHANGED, target -> target.write(new EntrySnapshot<>(key, value)));
  }

  void delete(K key) {
    call(Set.of(key), UNCHANGED, target -> target.delete(key));
  }

  /** Writes all; what it could not write is left in the collection, and it throws. */
  @SuppressWarnings("unchecked") // a writer for K and V takes entries of K and V
  void writeAll(Collection<Cache.Entry<? extends K, ? extends V>> entries) {
    Set<Object> keys = new HashSet<>();
    entries.forEach(entry -> keys.add(entry.getKey()));
    call(keys, PARTLY, target -> ((CacheWriter<K, V>) target).writeAll(entries));
  }

  /** Deletes all; what it could not delete is left in the collection, and it throws. */
  void deleteAll(Collection<K> keys) {
    call(new HashSet<>(keys), PARTLY, target -> target.deleteAll(keys));
  }

  private void call(
      Set<?> keys, String consequence, Consumer<CacheWriter<? super K, ? super V>> use) {
    try {
      UserCode.run(
          engine,
          keys,
          () -> {
            use.accept(writer);
            return true;
          });
    } catch (CacheException failure) {
      throw failure instanceof CacheWriterException wrapped
          ? wrapped
          : new CacheWriterException(message(consequence), failure);
    } catch (RuntimeException failure) {
      throw new CacheWriterException(message(consequence), failure);
    }
  }

  private String message(String consequence) {
    return "The writer of the cache '" + engine.name() + "' failed; " + consequence;
  }
}
