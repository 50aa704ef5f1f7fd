package io.larder.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Properties;
import javax.cache.CacheException;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.configuration.OptionalFeature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LarderCachingProviderTest {

  private static final URI A = URI.create("memory:a");
  private static final URI B = URI.create("memory:b");

  private final LarderCachingProvider provider = new LarderCachingProvider();
  private final ClassLoader loader = new URLClassLoader(new URL[0], getClass().getClassLoader());
  private final ClassLoader other = new URLClassLoader(new URL[0], getClass().getClassLoader());

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void isFoundByJCache() {
    assertThat(Caching.getCachingProvider()).isInstanceOf(LarderCachingProvider.class);
  }

  @Test
  void thereIsOneManagerForALoaderAndAUri() {
    LarderCacheManager manager = provider.getCacheManager(A, loader);

    assertThat(provider.getCacheManager(A, loader)).isSameAs(manager);
    assertThat(provider.getCacheManager(A, loader, new Properties())).isSameAs(manager);
    assertThat(provider.getCacheManager(B, loader)).isNotSameAs(manager);
    assertThat(provider.getCacheManager(A, other)).isNotSameAs(manager);
    assertThat(manager.getURI()).isEqualTo(A);
    assertThat(manager.getClassLoader()).isSameAs(loader);
    assertThat(manager.getCachingProvider()).isSameAs(provider);
  }

  @Test
  void nullMeansTheDefault() {
    Properties memory = new Properties();
    memory.setProperty("larder.store", "memory:default");

    LarderCacheManager manager = provider.getCacheManager(null, null, memory);

    assertThat(provider.getCacheManager()).isSameAs(manager);
    assertThat(provider.getCacheManager(null, null)).isSameAs(manager);
    assertThat(provider.getCacheManager(provider.getDefaultURI(), provider.getDefaultClassLoader()))
        .isSameAs(manager);
    assertThat(manager.getURI()).hasToString("larder:default");
    assertThat(manager.getProperties()).isEqualTo(memory).isNotSameAs(memory);
    assertThat(provider.getDefaultProperties()).isEmpty();
  }

  @Test
  void theDefaultLoaderIsThatOfTheProgramAndNotOfTheCallingThread() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      thread.setContextClassLoader(loader);
      LarderCachingProvider ofLoader = new LarderCachingProvider();
      thread.setContextClassLoader(other);
      assertThat(ofLoader.getDefaultClassLoader()).isSameAs(loader);
      thread.setContextClassLoader(null);
      assertThat(new LarderCachingProvider().getDefaultClassLoader())
          .isSameAs(LarderCachingProvider.class.getClassLoader());
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void aClosedManagerIsReplaced() {
    LarderCacheManager manager = provider.getCacheManager(A, loader);
    manager.close();

    LarderCacheManager next = provider.getCacheManager(A, loader);

    assertThat(next).isNotSameAs(manager);
    assertThat(next.isClosed()).isFalse();
    manager.close();
    assertThat(provider.getCacheManager(A, loader)).isSameAs(next);
  }

  @Test
  void closingByLoaderAndUriLeavesTheOthersOpen() {
    LarderCacheManager a = provider.getCacheManager(A, loader);
    LarderCacheManager b = provider.getCacheManager(B, loader);
    LarderCacheManager ofOther = provider.getCacheManager(A, other);

    provider.close(A, loader);
    assertThat(a.isClosed()).isTrue();
    assertThat(b.isClosed()).isFalse();

    provider.close(loader);
    provider.close(loader);
    assertThat(b.isClosed()).isTrue();
    assertThat(ofOther.isClosed()).isFalse();

    provider.close();
    assertThat(ofOther.isClosed()).isTrue();
    assertThat(provider.getCacheManager(A, loader).isClosed()).isFalse();
  }

  @Test
  void managersWithOneStoreShareItsEntries() {
    LarderCacheManager a = provider.getCacheManager(A, loader);
    LarderCacheManager b = provider.getCacheManager(A, other);

    a.createCache("c", new MutableConfiguration<String, String>()).put("k", "v");

    assertThat(b.createCache("c", new MutableConfiguration<String, String>()).get("k"))
        .isEqualTo("v");
  }

  @Test
  @Timeout(20)
  void aLoaderThatNobodyNeedsIsNotKept() {
    WeakReference<ClassLoader> forgotten = openWithLoaderOfItsOwn();

    while (forgotten.get() != null && !Thread.currentThread().isInterrupted()) {
      System.gc();
    }

    assertThat(forgotten.get()).isNull();
  }

  private WeakReference<ClassLoader> openWithLoaderOfItsOwn() {
    ClassLoader own = new URLClassLoader(new URL[0], null);
    provider.getCacheManager(A, own);
    return new WeakReference<>(own);
  }

  @Test
  void aFailureLeavesNothingBehind() {
    Properties wrong = new Properties();
    wrong.setProperty("larder.durabilty", "os");

    assertThatThrownBy(() -> provider.getCacheManager(A, loader, wrong))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("did you mean larder.durability?");

    assertThat(provider.getCacheManager(A, loader).isClosed()).isFalse();
  }

  @Test
  void storeByReferenceIsSupported() {
    assertThat(provider.isSupported(OptionalFeature.STORE_BY_REFERENCE)).isTrue();
  }
}
