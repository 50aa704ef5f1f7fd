package io.larder.jcache;

import java.lang.ref.WeakReference;
import java.net.URI;
import java.util.Properties;
import javax.cache.CacheException;
import javax.cache.configuration.OptionalFeature;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;

/**
 * Makes Larder's cache managers; found by {@link javax.cache.Caching#getCachingProvider()}.
 *
 * <p>For each class loader and URI there is one manager until it is closed. What a URI may be is
 * told by {@code docs/configuration.md}. Thread-safe.
 */
public final class LarderCachingProvider implements CachingProvider {

  private static final URI DEFAULT_URI = URI.create("larder:default");

  private final ManagerRegistry managers = new ManagerRegistry();

  /** The loader whose program looked for a provider; other threads may have another one later. */
  private final WeakReference<ClassLoader> contextLoader =
      new WeakReference<>(Thread.currentThread().getContextClassLoader());

  /** Called by {@link java.util.ServiceLoader}. */
  public LarderCachingProvider() {}

  /**
   * @throws CacheException naming every setting that is wrong; or the store, if it cannot be opened
   */
  @Override
  public LarderCacheManager getCacheManager(
      @Nullable URI uri, @Nullable ClassLoader classLoader, @Nullable Properties properties) {
    URI name = orDefault(uri);
    ClassLoader loader = orDefault(classLoader);
    return managers.getOrOpen(
        loader,
        name,
        () ->
            LarderCacheManager.open(
                this, name, loader, properties == null ? getDefaultProperties() : properties));
  }

  @Override
  public LarderCacheManager getCacheManager(@Nullable URI uri, @Nullable ClassLoader classLoader) {
    return getCacheManager(uri, classLoader, null);
  }

  @Override
  public LarderCacheManager getCacheManager() {
    return getCacheManager(null, null, null);
  }

  /** The context class loader of the thread that made this provider, or else Larder's own. */
  @Override
  public ClassLoader getDefaultClassLoader() {
    ClassLoader loader = contextLoader.get();
    return loader == null ? LarderCachingProvider.class.getClassLoader() : loader;
  }

  /** {@code larder:default}, for which the settings say where the store is. */
  @Override
  public URI getDefaultURI() {
    return DEFAULT_URI;
  }

  /** No properties at all. */
  @Override
  public Properties getDefaultProperties() {
    return new Properties();
  }

  @Override
  public void close() {
    managers.all().forEach(LarderCacheManager::close);
  }

  @Override
  public void close(@Nullable ClassLoader classLoader) {
    managers.of(orDefault(classLoader)).forEach(LarderCacheManager::close);
  }

  @Override
  public void close(@Nullable URI uri, @Nullable ClassLoader classLoader) {
    managers.of(orDefault(classLoader)).stream()
        .filter(manager -> manager.getURI().equals(orDefault(uri)))
        .forEach(LarderCacheManager::close);
  }

  /** Store by reference is supported. */
  @Override
  public boolean isSupported(OptionalFeature optionalFeature) {
    return optionalFeature == OptionalFeature.STORE_BY_REFERENCE;
  }

  void released(LarderCacheManager manager) {
    managers.remove(manager);
  }

  private URI orDefault(@Nullable URI uri) {
    return uri == null ? DEFAULT_URI : uri;
  }

  private ClassLoader orDefault(@Nullable ClassLoader loader) {
    return loader == null ? getDefaultClassLoader() : loader;
  }
}
