package io.larder.tck.annotation;

import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.annotation.BeanProvider;
import javax.cache.spi.CachingProvider;
import manager.CacheNameOnEachMethodBlogManagerImpl;
import manager.ClassLevelCacheConfigBlogManagerImpl;
import manager.UsingDefaultCacheNameBlogManagerImpl;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.jcache.JCacheCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * Gives the TCK's annotation tests their beans, with the JCache annotations interpreted by Spring.
 *
 * <p>The TCK finds this class as a service; without one its annotation tests pass and test nothing.
 */
public final class SpringBeanProvider implements BeanProvider {

  /**
   * Nobody else's, so no other test destroys these caches; kept, since providers hold it weakly.
   */
  private final ClassLoader loader = new ClassLoader(getClass().getClassLoader()) {};

  private AnnotationConfigApplicationContext context;
  private CacheManager manager;

  @Override
  public synchronized <T> T getBeanByType(Class<T> beanClass) {
    // Other tests of the same run close the provider, and with it every manager.
    if (context == null || manager.isClosed()) {
      open();
    }
    return context.getBean(beanClass);
  }

  private void open() {
    CachingProvider provider = Caching.getCachingProvider();
    manager = provider.getCacheManager(provider.getDefaultURI(), loader);
    context = new AnnotationConfigApplicationContext();
    context.registerBean(JCacheCacheManager.class, () -> new CreatingCacheManager(manager));
    context.register(
        Caches.class,
        ClassLevelCacheConfigBlogManagerImpl.class,
        CacheNameOnEachMethodBlogManagerImpl.class,
        UsingDefaultCacheNameBlogManagerImpl.class);
    context.refresh();
  }

  /** The TCK's beans have no interfaces of their own type to be proxied by, hence subclasses. */
  @EnableCaching(proxyTargetClass = true)
  private static final class Caches {}
}
