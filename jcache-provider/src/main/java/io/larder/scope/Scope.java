package io.larder.scope;

import static java.util.Objects.requireNonNull;

import io.larder.jcache.LarderCacheManager;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceScan;
import java.net.URI;
import java.util.Properties;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.Configuration;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;

/**
 * One owner's part of the store: a user's, a team's, or what belongs to nobody. It has namespaces,
 * is itself the namespace {@value #DEFAULT_NAMESPACE}, and is a cache manager: code that is given
 * one works on this owner's caches alone.
 *
 * <p>A scope costs nothing to make and needs no closing. It exists in the store once something is
 * stored in it. Thread-safe.
 */
public final class Scope extends Namespace implements CacheManager {

  /** The namespace of what is stored in a scope without naming one. */
  public static final String DEFAULT_NAMESPACE = "default";

  private volatile @Nullable LarderCacheManager caches;

  Scope(Context context, String type, String id) {
    super(context, new SpaceName(type, id, DEFAULT_NAMESPACE), true);
  }

  /**
   * A namespace of this scope.
   *
   * @param parts joined by dots: {@code namespace("invoices", "drafts")} is {@code
   *     namespace("invoices.drafts")}
   * @throws IllegalArgumentException if a part is empty, or the name is one of Larder's own
   */
  public Namespace namespace(String first, String... parts) {
    return sibling(first, parts);
  }

  /**
   * The names of the namespaces and caches in which something was stored since they were last
   * destroyed, in order; there may be nothing left in them. Read page by page as the stream is
   * consumed.
   */
  public Stream<String> namespaces() {
    return SpacePages.stream(
            context().store(), SpaceScan.ofScope(scopeType(), scopeId(), SpacePages.PAGE))
        .map(SpaceName::namespace);
  }

  /**
   * Removes everything that this scope has: all namespaces and caches with their histories, in a
   * time that does not depend on how many values there are. Caches of it that are open are empty
   * then. What is stored later is there again.
   *
   * @return how many namespaces there were, histories included
   * @throws UnsupportedOperationException if this is the global scope
   */
  public int destroy() {
    if (isGlobal()) {
      throw new UnsupportedOperationException(
          "What belongs to nobody is not removed all at once: destroyCache(name) removes one of its"
              + " namespaces().");
    }
    return context().session().destroyScope(scopeType(), scopeId());
  }

  /** Whether this is the scope of what belongs to nobody. */
  public boolean isGlobal() {
    return scopeType().isEmpty();
  }

  /**
   * Tells a listener of the changes of all namespaces of this scope; of its caches too, as far as
   * their keys are texts.
   *
   * @see #listen(ScopeListener)
   */
  public Listening listenAll(ScopeListener listener) {
    requireNonNull(listener, "listener");
    return context().events().listen(Audience.ofScope(space()), listener);
  }

  private LarderCacheManager caches() {
    LarderCacheManager found = caches;
    if (found == null || found.isClosed()) {
      LarderCacheManager manager = context().manager();
      found = isGlobal() ? manager : manager.inScope(scopeType(), scopeId());
      caches = found;
    }
    return found;
  }

  @Override
  public CachingProvider getCachingProvider() {
    return caches().getCachingProvider();
  }

  /** The manager's URI, with this scope as its fragment. */
  @Override
  public URI getURI() {
    return caches().getURI();
  }

  @Override
  public ClassLoader getClassLoader() {
    return caches().getClassLoader();
  }

  @Override
  public Properties getProperties() {
    return caches().getProperties();
  }

  @Override
  public <K, V, C extends Configuration<K, V>> Cache<K, V> createCache(
      String cacheName, C configuration) {
    return caches().createCache(cacheName, configuration);
  }

  @Override
  public <K, V> Cache<K, V> getCache(String cacheName, Class<K> keyType, Class<V> valueType) {
    return caches().getCache(cacheName, keyType, valueType);
  }

  @Override
  public <K, V> Cache<K, V> getCache(String cacheName) {
    return caches().getCache(cacheName);
  }

  @Override
  public Iterable<String> getCacheNames() {
    return caches().getCacheNames();
  }

  @Override
  public void destroyCache(String cacheName) {
    caches().destroyCache(cacheName);
  }

  @Override
  public void enableManagement(String cacheName, boolean enabled) {
    caches().enableManagement(cacheName, enabled);
  }

  @Override
  public void enableStatistics(String cacheName, boolean enabled) {
    caches().enableStatistics(cacheName, enabled);
  }

  /**
   * Closes this scope's caches; of the global scope, those of the manager that the scopes were made
   * of, and that manager with them. Values stay.
   */
  @Override
  public void close() {
    caches().close();
  }

  @Override
  public boolean isClosed() {
    return context().manager().isClosed();
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    return type.isInstance(this) ? type.cast(this) : caches().unwrap(type);
  }

  /** {@code user:42}, or {@code global}. */
  @Override
  public String toString() {
    return isGlobal() ? "global" : scopeType() + ':' + scopeId();
  }
}
