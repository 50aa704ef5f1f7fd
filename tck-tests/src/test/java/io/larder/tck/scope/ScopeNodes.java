package io.larder.tck.scope;

import io.larder.engine.StoreSession;
import io.larder.jcache.LarderCacheManager;
import io.larder.scope.Scopes;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import javax.cache.CacheManager;
import javax.cache.Caching;

/** Cache managers on one store, each as independent of the others as it can be in one JVM. */
final class ScopeNodes implements AutoCloseable {

  private static final String PROVIDER = "io.larder.jcache.LarderCachingProvider";

  private final Map<String, String> settings;
  private final Runnable onClose;
  private final List<CacheManager> managers = new ArrayList<>();

  /**
   * @param settings where the store is, and how it is to be
   * @param onClose does away with the store
   */
  ScopeNodes(Map<String, String> settings, Runnable onClose) {
    this.settings = settings;
    this.onClose = onClose;
  }

  CacheManager manager(Map<String, String> more) {
    Properties properties = new Properties();
    properties.putAll(settings);
    properties.putAll(more);
    CacheManager manager =
        Caching.getCachingProvider(PROVIDER)
            .getCacheManager(
                URI.create("larder:" + UUID.randomUUID()),
                ScopeNodes.class.getClassLoader(),
                properties);
    managers.add(manager);
    return manager;
  }

  Scopes scopes() {
    return scopes(Map.of());
  }

  Scopes scopes(Map<String, String> more) {
    return Scopes.of(manager(more));
  }

  /** Another session on the store, which the caller closes. */
  StoreSession session() {
    return manager(Map.of()).unwrap(LarderCacheManager.class).newSession();
  }

  /** The settings as a process of its own is given them. */
  Object[] arguments() {
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + '=' + setting.getValue())
        .toArray();
  }

  @Override
  public void close() {
    managers.forEach(CacheManager::close);
    onClose.run();
  }
}
