package io.larder.jcache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.larder.config.Redaction;
import io.larder.config.Settings;
import io.larder.engine.StoreSession;
import io.larder.storage.SpaceName;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Caches on one store. A cache that is created under a name finds the entries that were kept under
 * that name; {@link #destroyCache} removes them, closing does not. Thread-safe.
 */
public final class LarderCacheManager implements CacheManager {

  private static final Logger LOG = LoggerFactory.getLogger(LarderCacheManager.class);

  /** Names that begin so are spaces of Larder's own. */
  private static final String RESERVED = "_larder.";

  private final LarderCachingProvider provider;
  private final URI uri;

  /** The URI as messages may show it. */
  private final String name;

  private final WeakReference<ClassLoader> loader;
  private final Properties properties;
  private final Settings settings;
  private final StoreSession session;

  /** Whose caches these are: a space name without its namespace; empty for the global scope. */
  private final Scope scope;

  /** The manager of the global scope, if that is not this one. */
  private final @Nullable LarderCacheManager root;

  /** Those of other scopes; only the manager of the global scope has any. */
  private final Map<Scope, LarderCacheManager> scoped = new ConcurrentHashMap<>();

  /** What else lives as long as this, by its class. */
  private final Map<Class<?>, AutoCloseable> attached = new ConcurrentHashMap<>();

  /** Changed under {@link #lifecycle}, but for caches that close themselves. */
  private final Map<String, OpenCache> caches = new ConcurrentHashMap<>();

  /** Caches are created and destroyed, and this is closed, one after the other. */
  private final Object lifecycle = new Object();

  private volatile boolean closed;

  private LarderCacheManager(
      LarderCachingProvider provider,
      URI uri,
      ClassLoader loader,
      Properties properties,
      Settings settings,
      StoreSession session,
      Scope scope,
      @Nullable LarderCacheManager root) {
    this.scope = scope;
    this.root = root;
    this.provider = provider;
    this.uri = uri;
    this.name = Redaction.of(uri.toString());
    this.loader = new WeakReference<>(loader);
    this.properties = properties;
    this.settings = settings;
    this.session = session;
  }

  /**
   * Reads the settings and opens the store that they name.
   *
   * @throws CacheException if a setting is wrong or the store cannot be opened
   */
  static LarderCacheManager open(
      LarderCachingProvider provider, URI uri, ClassLoader loader, Properties properties) {
    Properties own = new Properties();
    properties.stringPropertyNames().forEach(n -> own.put(n, properties.getProperty(n)));
    own.putAll(properties);
    Settings settings = Settings.load(uri, own, loader);
    StoreSession session = new StoreFinder(loader).open(settings);
    return new LarderCacheManager(
        provider, uri, loader, own, settings, session, Scope.GLOBAL, null);
  }

  /** Who owns the caches of a manager. */
  private record Scope(String type, String id) {
    static final Scope GLOBAL = new Scope("", "");

    SpaceName space(String namespace) {
      return new SpaceName(type, id, namespace);
    }

    URI within(URI manager) {
      String fragment = URLEncoder.encode(type + ':' + id, UTF_8);
      String whole = manager.toString();
      int end = whole.indexOf('#');
      return URI.create((end < 0 ? whole : whole.substring(0, end)) + '#' + fragment);
    }
  }

  /**
   * The manager of the caches of one scope: the cache {@code cart} of {@code user:42} is another
   * one than that of {@code user:43}. It is closed with this one; closing it closes its caches
   * alone. Its URI has the scope as its fragment.
   *
   * @throws IllegalStateException if this is closed
   * @throws IllegalArgumentException if a name is empty, too long or holds a zero character
   */
  public LarderCacheManager inScope(String type, String id) {
    if (root != null) {
      return root.inScope(type, id);
    }
    Scope wanted = new Scope(type, id);
    if (type.isEmpty()) {
      throw new IllegalArgumentException("A scope has a type and an id.");
    }
    var unused = wanted.space("");
    synchronized (lifecycle) {
      requireOpen();
      return scoped.compute(
          wanted,
          (same, standing) ->
              standing == null || standing.isClosed()
                  ? new LarderCacheManager(
                      provider,
                      wanted.within(uri),
                      getClassLoader(),
                      properties,
                      settings,
                      session,
                      wanted,
                      root())
                  : standing);
    }
  }

  /** The manager of the global scope. */
  public LarderCacheManager root() {
    return root == null ? this : root;
  }

  /**
   * What belongs to this manager beside its caches: made when it is first asked for, and closed
   * before the store is.
   *
   * @throws IllegalStateException if this is closed
   */
  public <T extends AutoCloseable> T attached(
      Class<T> type, Function<LarderCacheManager, ? extends T> maker) {
    synchronized (lifecycle) {
      requireOpen();
      AutoCloseable standing = attached.get(type);
      if (standing == null) {
        standing = maker.apply(this);
        attached.put(type, standing);
      }
      return type.cast(standing);
    }
  }

  /** Another session on the store of this manager, which the caller closes. */
  public StoreSession newSession() {
    requireOpen();
    return new StoreFinder(getClassLoader()).join(settings);
  }

  /** The settings of this manager. */
  public Settings settings() {
    return settings;
  }

  @Override
  public LarderCachingProvider getCachingProvider() {
    return provider;
  }

  @Override
  public URI getURI() {
    return uri;
  }

  /** The loader that this was made for; Larder's own if that one is gone. */
  @Override
  public ClassLoader getClassLoader() {
    ClassLoader given = loader.get();
    return given == null ? LarderCacheManager.class.getClassLoader() : given;
  }

  /** The properties that this was made with; changing them changes nothing. */
  @Override
  public Properties getProperties() {
    return properties;
  }

  /**
   * Opens a cache, with the entries that are kept under its name, if there are any.
   *
   * @throws CacheException if a cache of that name is open in this manager, or the store fails
   * @throws IllegalArgumentException if the name is one of Larder's own, holds a zero character or
   *     is longer than 1,024 characters
   * @throws IllegalStateException if this is closed
   */
  @Override
  public <K, V, C extends Configuration<K, V>> Cache<K, V> createCache(
      String cacheName, C configuration) {
    requireOpen();
    requireUsable(cacheName);
    CompleteConfiguration<K, V> complete =
        CacheConfigurations.complete(
            requireNonNull(configuration, "configuration"), settings.expiry(cacheName));
    synchronized (lifecycle) {
      requireOpen();
      if (caches.containsKey(cacheName)) {
        throw new CacheException(
            "A cache '%s' is already open in the cache manager %s; getCache finds it."
                .formatted(cacheName, name));
      }
      LarderCache<K, V> cache = opened(cacheName, complete);
      OpenCache open = new OpenCache(cache, new CacheBeans(uri, cache));
      caches.put(cacheName, open);
      open.beans().setManagementEnabled(complete.isManagementEnabled());
      open.beans().setStatisticsEnabled(complete.isStatisticsEnabled());
      return cache;
    }
  }

  private <K, V> LarderCache<K, V> opened(String name, CompleteConfiguration<K, V> complete) {
    try {
      return LarderCache.open(
          this, scope.space(name), complete, session, settings.cache(name), this::released);
    } catch (CacheException | IllegalArgumentException | UnsupportedOperationException told) {
      throw told;
    } catch (RuntimeException failure) {
      throw new CacheException(
          "The cache '%s' could not be created: %s".formatted(name, failure.getMessage()), failure);
    }
  }

  /**
   * Finds an open cache.
   *
   * @throws ClassCastException if it was created with other types
   */
  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // checked by hand; JSR-107: null if there is none
  public <K, V> Cache<K, V> getCache(String cacheName, Class<K> keyType, Class<V> valueType) {
    requireOpen();
    requireNonNull(keyType, "keyType");
    requireNonNull(valueType, "valueType");
    LarderCache<?, ?> cache = find(cacheName);
    if (cache != null) {
      CacheConfigurations.requireTypes(cache, keyType, valueType);
    }
    return (Cache<K, V>) cache;
  }

  /** Finds an open cache, whatever its types. */
  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // so does JSR-107; null if there is none
  public <K, V> Cache<K, V> getCache(String cacheName) {
    requireOpen();
    return (Cache<K, V>) find(cacheName);
  }

  private @Nullable LarderCache<?, ?> find(String name) {
    OpenCache open = caches.get(requireNonNull(name, "cacheName"));
    return open == null ? null : open.cache();
  }

  /** The names of the caches that are open now. */
  @Override
  public Iterable<String> getCacheNames() {
    requireOpen();
    return Set.copyOf(caches.keySet());
  }

  /** Closes the cache if it is open, and removes the entries that are kept under its name. */
  @Override
  public void destroyCache(String cacheName) {
    requireOpen();
    requireUsable(cacheName);
    synchronized (lifecycle) {
      requireOpen();
      LarderCache<?, ?> cache = find(cacheName);
      if (cache != null) {
        cache.close();
      }
      session.destroy(scope.space(cacheName));
    }
  }

  /**
   * @throws IllegalStateException if this is closed, or no cache of that name is open
   */
  @Override
  public void enableManagement(String cacheName, boolean enabled) {
    synchronized (lifecycle) {
      OpenCache open = require(cacheName);
      open.cache().setManagementEnabled(enabled);
      open.beans().setManagementEnabled(enabled);
    }
  }

  /**
   * @throws IllegalStateException if this is closed, or no cache of that name is open
   */
  @Override
  public void enableStatistics(String cacheName, boolean enabled) {
    synchronized (lifecycle) {
      OpenCache open = require(cacheName);
      open.cache().setStatisticsEnabled(enabled);
      open.beans().setStatisticsEnabled(enabled);
    }
  }

  private OpenCache require(String cacheName) {
    requireOpen();
    OpenCache open = caches.get(requireNonNull(cacheName, "cacheName"));
    if (open == null) {
      throw new IllegalStateException(
          "No cache '%s' is open in the cache manager %s.".formatted(cacheName, name));
    }
    return open;
  }

  /** Closes the caches and gives the store back. The entries stay. */
  @Override
  public void close() {
    synchronized (lifecycle) {
      if (closed) {
        return;
      }
      closed = true;
    }
    if (root == null) {
      provider.released(this);
    }
    scoped.values().forEach(LarderCacheManager::close);
    attached.values().forEach(this::closeAttached);
    for (OpenCache open : caches.values()) {
      try {
        open.cache().close();
      } catch (RuntimeException failure) {
        LOG.warn("The cache '{}' could not be closed cleanly.", open.cache().getName(), failure);
      }
    }
    if (root != null) {
      root.scoped.remove(scope, this);
      return;
    }
    try {
      session.close();
    } catch (RuntimeException failure) {
      LOG.warn("The store of {} could not be closed cleanly.", name, failure);
    }
  }

  private void closeAttached(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception failure) {
      LOG.warn("{} of {} could not be closed cleanly.", part.getClass(), name, failure);
    }
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new IllegalArgumentException("A Larder cache manager is not a " + type.getName() + ".");
  }

  @Override
  public String toString() {
    return "LarderCacheManager[" + name + ", " + settings.describe() + "]";
  }

  /** Is told by each cache that it has been closed. */
  private void released(LarderCache<?, ?> cache) {
    OpenCache open = caches.get(cache.getName());
    if (open != null && open.cache() == cache) {
      caches.remove(cache.getName(), open);
      open.beans().close();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The cache manager " + name + " is closed.");
    }
  }

  private static void requireUsable(String cacheName) {
    if (requireNonNull(cacheName, "cacheName").startsWith(RESERVED)) {
      throw new IllegalArgumentException(
          "'%s' is no name for a cache: those that begin with %s are Larder's own."
              .formatted(cacheName, RESERVED));
    }
  }

  /** A cache and what management sees of it. */
  private record OpenCache(LarderCache<?, ?> cache, CacheBeans beans) {}
}
