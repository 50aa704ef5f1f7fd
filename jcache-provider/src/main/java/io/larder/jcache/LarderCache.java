package io.larder.jcache;

import static java.util.Objects.requireNonNull;

import io.larder.config.CacheSettings;
import io.larder.config.Undecodable;
import io.larder.engine.Engine;
import io.larder.engine.EngineOptions;
import io.larder.engine.Statistics;
import io.larder.engine.StoreSession;
import io.larder.storage.SpaceName;
import io.larder.storage.codec.CanonicalKeyCodec;
import io.larder.storage.codec.Codecs;
import io.larder.storage.codec.SerializationFilter;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CompletionListener;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.EntryProcessorResult;
import org.jspecify.annotations.Nullable;

/**
 * A cache whose entries stay: the JCache face of one engine. It checks arguments and whether it is
 * open, and leaves the rest to the engine. Thread-safe.
 *
 * <p>An entry processor runs in the calling thread, so it may be a lambda and need not be
 * serializable. If another process changes the entry while it runs, it runs a second time, on what
 * stands then; its change is applied once.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class LarderCache<K, V> implements Cache<K, V> {

  private final CacheManager manager;
  private final Consumer<LarderCache<?, ?>> onClose;
  private final String name;
  private final MutableConfiguration<K, V> configuration;
  private final CacheParts<K, V> parts;
  private final Engine<K, V> engine;
  private final BackgroundLoads loads;
  private volatile boolean closed;

  private LarderCache(
      CacheManager manager,
      SpaceName space,
      CompleteConfiguration<K, V> configuration,
      CacheParts<K, V> parts,
      StoreSession session,
      CacheSettings settings,
      Consumer<LarderCache<?, ?>> onClose) {
    this.manager = manager;
    this.onClose = onClose;
    this.name = space.namespace();
    this.configuration = new MutableConfiguration<>(configuration);
    this.parts = parts;
    this.loads = new BackgroundLoads(space.namespace());
    this.engine = session.engine(space, this, options(manager.getClassLoader(), settings));
    try {
      configuration.getCacheEntryListenerConfigurations().forEach(engine::register);
    } catch (RuntimeException | Error failure) {
      engine.close();
      throw failure;
    }
    engine.statistics().setEnabled(configuration.isStatisticsEnabled());
  }

  /**
   * Opens the cache on a space, whose entries it finds again; its name is the namespace.
   *
   * @param onClose is called once, when the cache is closed
   */
  static <K, V> LarderCache<K, V> open(
      CacheManager manager,
      SpaceName space,
      CompleteConfiguration<K, V> configuration,
      StoreSession session,
      CacheSettings settings,
      Consumer<LarderCache<?, ?>> onClose) {
    CacheParts<K, V> parts = CacheParts.of(space.namespace(), configuration);
    try {
      return new LarderCache<>(manager, space, configuration, parts, session, settings, onClose);
    } catch (RuntimeException | Error failure) {
      parts.close(space.namespace());
      throw failure;
    }
  }

  private EngineOptions<K, V> options(@Nullable ClassLoader loader, CacheSettings settings) {
    Class<K> keyType = configuration.getKeyType();
    Class<V> valueType = configuration.getValueType();
    SerializationFilter filter =
        SerializationFilter.of(String.join(",", settings.allowPatterns()))
            .withClasses(keyType, valueType);
    return new EngineOptions<>(
        keyType,
        valueType,
        codecs(loader == null ? LarderCache.class.getClassLoader() : loader, filter),
        !configuration.isStoreByValue(),
        parts.expiry(),
        parts.loader(),
        configuration.isReadThrough(),
        parts.writer(),
        settings.l1MaximumSize(),
        settings.l1MaximumBytes(),
        settings.maximumEntries(),
        settings.maximumKeyBytes(),
        settings.maximumValueBytes(),
        settings.undecodable() == Undecodable.MISS,
        settings.history());
  }

  private Codecs codecs(ClassLoader loader, SerializationFilter filter) {
    return configuration.isStoreByValue()
        ? Codecs.of(loader, filter)
        : Codecs.of(loader, filter, CanonicalKeyCodec.byReference(loader, filter));
  }

  @Override
  @SuppressWarnings("NullAway") // JSR-107: null if there is no entry
  public V get(K key) {
    return open().get(requireNonNull(key, "key"));
  }

  @Override
  public Map<K, V> getAll(Set<? extends K> keys) {
    return open().getAll(withoutNulls(keys));
  }

  @Override
  public boolean containsKey(K key) {
    return open().containsKey(requireNonNull(key, "key"));
  }

  @Override
  public void loadAll(
      Set<? extends K> keys,
      boolean replaceExistingValues,
      @Nullable CompletionListener completionListener) {
    Engine<K, V> target = open();
    Set<? extends K> wanted = Set.copyOf(withoutNulls(keys));
    loads.run(() -> target.loadAll(wanted, replaceExistingValues), completionListener);
  }

  @Override
  public void put(K key, V value) {
    open().put(requireNonNull(key, "key"), requireNonNull(value, "value"));
  }

  @Override
  @SuppressWarnings("NullAway") // JSR-107: null if there was no entry
  public V getAndPut(K key, V value) {
    return open().getAndPut(requireNonNull(key, "key"), requireNonNull(value, "value"));
  }

  @Override
  public void putAll(Map<? extends K, ? extends V> map) {
    Engine<K, V> target = open();
    map.forEach(
        (key, value) -> {
          requireNonNull(key, "key");
          requireNonNull(value, "value");
        });
    target.putAll(map);
  }

  @Override
  public boolean putIfAbsent(K key, V value) {
    return open().putIfAbsent(requireNonNull(key, "key"), requireNonNull(value, "value"));
  }

  @Override
  public boolean remove(K key) {
    return open().remove(requireNonNull(key, "key"));
  }

  @Override
  public boolean remove(K key, V oldValue) {
    return open().remove(requireNonNull(key, "key"), requireNonNull(oldValue, "oldValue"));
  }

  @Override
  @SuppressWarnings("NullAway") // JSR-107: null if there was no entry
  public V getAndRemove(K key) {
    return open().getAndRemove(requireNonNull(key, "key"));
  }

  @Override
  public boolean replace(K key, V oldValue, V newValue) {
    return open()
        .replace(
            requireNonNull(key, "key"),
            requireNonNull(oldValue, "oldValue"),
            requireNonNull(newValue, "newValue"));
  }

  @Override
  public boolean replace(K key, V value) {
    return open().replace(requireNonNull(key, "key"), requireNonNull(value, "value"));
  }

  @Override
  @SuppressWarnings("NullAway") // JSR-107: null if there was no entry
  public V getAndReplace(K key, V value) {
    return open().getAndReplace(requireNonNull(key, "key"), requireNonNull(value, "value"));
  }

  @Override
  public void removeAll(Set<? extends K> keys) {
    open().removeAll(withoutNulls(keys));
  }

  @Override
  public void removeAll() {
    open().removeAll();
  }

  @Override
  public void clear() {
    open().clear();
  }

  @Override
  public <C extends Configuration<K, V>> C getConfiguration(Class<C> type) {
    if (!type.isInstance(configuration)) {
      throw new IllegalArgumentException(
          "The configuration of the cache '%s' is a %s, not a %s."
              .formatted(name, MutableConfiguration.class.getName(), type.getName()));
    }
    return type.cast(new MutableConfiguration<>(configuration));
  }

  @Override
  @SuppressWarnings("NullAway") // JSR-107: null if that is what the processor returns
  public <T> T invoke(K key, EntryProcessor<K, V, T> processor, Object... arguments) {
    return open()
        .invoke(requireNonNull(key, "key"), requireNonNull(processor, "processor"), arguments);
  }

  @Override
  public <T> Map<K, EntryProcessorResult<T>> invokeAll(
      Set<? extends K> keys, EntryProcessor<K, V, T> processor, Object... arguments) {
    Engine<K, V> target = open();
    requireNonNull(processor, "processor");
    Map<K, EntryProcessorResult<T>> results = new HashMap<>();
    for (K key : withoutNulls(keys)) {
      try {
        T result = target.invoke(key, processor, arguments);
        if (result != null) {
          results.put(key, () -> result);
        }
      } catch (RuntimeException failure) {
        results.put(
            key,
            () -> {
              throw failure instanceof EntryProcessorException
                  ? failure
                  : new EntryProcessorException(failure);
            });
      }
    }
    return results;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public CacheManager getCacheManager() {
    return manager;
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new IllegalArgumentException("A cache of Larder cannot be unwrapped to " + type);
  }

  @Override
  public void registerCacheEntryListener(CacheEntryListenerConfiguration<K, V> listener) {
    open().register(requireNonNull(listener, "listener"));
    configuration.addCacheEntryListenerConfiguration(listener);
  }

  @Override
  public void deregisterCacheEntryListener(CacheEntryListenerConfiguration<K, V> listener) {
    open().deregister(requireNonNull(listener, "listener"));
    configuration.removeCacheEntryListenerConfiguration(listener);
  }

  /** Pages of keys; each value is read when the iterator comes to it. */
  @Override
  public Iterator<Entry<K, V>> iterator() {
    return new EntryIterator<>(this, open());
  }

  /** Closes the cache, and what its configuration made for it. The entries stay. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    onClose.accept(this);
    loads.close();
    engine.close();
    parts.close(name);
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  Statistics statistics() {
    return engine.statistics();
  }

  void setStatisticsEnabled(boolean enabled) {
    configuration.setStatisticsEnabled(enabled);
    engine.statistics().setEnabled(enabled);
  }

  void setManagementEnabled(boolean enabled) {
    configuration.setManagementEnabled(enabled);
  }

  /**
   * @throws IllegalStateException if the cache is closed
   */
  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The cache '" + name + "' is closed.");
    }
  }

  private Engine<K, V> open() {
    requireOpen();
    return engine;
  }

  private static <T> Set<T> withoutNulls(Set<T> keys) {
    for (T key : keys) {
      requireNonNull(key, "key");
    }
    return keys;
  }

  @Override
  public String toString() {
    return "LarderCache[" + name + ']';
  }
}
