package io.larder.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Iterator;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LarderCacheManagerTest {

  private final LarderCachingProvider provider = new LarderCachingProvider();
  private final URI uri = URI.create("memory:" + UUID.randomUUID());
  private LarderCacheManager manager = provider.getCacheManager(uri, null);

  @AfterEach
  void close() {
    provider.close();
  }

  private static MutableConfiguration<String, Long> typed() {
    return new MutableConfiguration<String, Long>().setTypes(String.class, Long.class);
  }

  private void reopen(String... settings) {
    manager.close();
    Properties properties = new Properties();
    for (int i = 0; i < settings.length; i += 2) {
      properties.setProperty(settings[i], settings[i + 1]);
    }
    manager = provider.getCacheManager(uri, null, properties);
  }

  private static <K, V> CompleteConfiguration<K, V> configuration(Cache<K, V> cache) {
    return CacheConfigurations.of((LarderCache<K, V>) cache);
  }

  @Test
  void findsWhatItHasCreated() {
    Cache<String, Long> cache = manager.createCache("c", typed());

    assertThat(manager.<String, Long>getCache("c")).isSameAs(cache);
    assertThat(manager.getCache("c", String.class, Long.class)).isSameAs(cache);
    assertThat(manager.<String, Long>getCache("d")).isNull();
    assertThat(cache.getCacheManager()).isSameAs(manager);
  }

  @Test
  void typesAreCheckedExactly() {
    manager.createCache("c", typed());

    assertThatThrownBy(() -> manager.getCache("c", String.class, Number.class))
        .isInstanceOf(ClassCastException.class)
        .hasMessage(
            "The cache 'c' was created with the types <java.lang.String, java.lang.Long>, not"
                + " <java.lang.String, java.lang.Number>.");
    assertThatThrownBy(() -> manager.getCache("c", Object.class, Long.class))
        .isInstanceOf(ClassCastException.class);
    manager.createCache("untyped", new MutableConfiguration<>());
    assertThatThrownBy(() -> manager.getCache("untyped", String.class, Object.class))
        .isInstanceOf(ClassCastException.class);
    assertThatThrownBy(() -> manager.getCache("c", null, Long.class))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> manager.getCache("c", String.class, null))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void aNameIsTakenUntilItsCacheIsClosed() {
    Cache<String, Long> cache = manager.createCache("c", typed());
    assertThatThrownBy(() -> manager.createCache("c", typed()))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("'c' is already open");

    cache.close();

    assertThat(manager.<String, Long>getCache("c")).isNull();
    assertThat(manager.getCacheNames()).isEmpty();
    assertThat(manager.createCache("c", typed())).isNotSameAs(cache);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "com.acme.Order#lines$x", "a b", "a,b=c:d*?\"", "caché\n", "%2C"})
  void aNameMayHoldAnything(String name) {
    Cache<String, Long> cache =
        manager.createCache(name, typed().setManagementEnabled(true).setStatisticsEnabled(true));
    cache.put("k", 1L);

    assertThat(cache.getName()).isEqualTo(name);
    assertThat(manager.getCacheNames()).containsExactly(name);
    assertThat(manager.<String, Long>getCache(name).get("k")).isEqualTo(1L);
  }

  @Test
  void namesOfLardersOwnAreRefused() {
    assertThatThrownBy(() -> manager.createCache("_larder.peers", typed()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("_larder.peers");
    assertThatThrownBy(() -> manager.destroyCache("_larder.peers"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nullsAreRefused() {
    assertThatThrownBy(() -> manager.createCache(null, typed()))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> manager.createCache("c", null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> manager.getCache(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> manager.destroyCache(null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void aConfigurationIsCopied() {
    MutableConfiguration<String, Long> mine = typed();
    Cache<String, Long> cache = manager.createCache("c", mine);

    mine.setStoreByValue(false);

    assertThat(configuration(cache).isStoreByValue()).isTrue();
  }

  @Test
  void aPlainConfigurationWillDo() {
    Configuration<String, Long> plain =
        new Configuration<>() {
          @Override
          public Class<String> getKeyType() {
            return String.class;
          }

          @Override
          public Class<Long> getValueType() {
            return Long.class;
          }

          @Override
          public boolean isStoreByValue() {
            return false;
          }
        };

    CompleteConfiguration<String, Long> made = configuration(manager.createCache("c", plain));

    assertThat(made.getKeyType()).isEqualTo(String.class);
    assertThat(made.getValueType()).isEqualTo(Long.class);
    assertThat(made.isStoreByValue()).isFalse();
  }

  @Test
  void aContradictoryConfigurationIsRefused() {
    assertThatThrownBy(() -> manager.createCache("c", typed().setReadThrough(true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("CacheLoader");
    assertThatThrownBy(() -> manager.createCache("c", typed().setWriteThrough(true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("CacheWriter");
    assertThat(manager.getCacheNames()).isEmpty();
  }

  @Test
  void aFactoryThatThrowsLeavesTheNameFree() {
    MutableConfiguration<String, Long> failing =
        typed()
            .setExpiryPolicyFactory(
                () -> {
                  throw new IllegalStateException("no policy today");
                });

    assertThatThrownBy(() -> manager.createCache("c", failing))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("'c'")
        .hasMessageContaining("no policy today");

    assertThat(manager.createCache("c", typed())).isNotNull();
  }

  @Test
  void theSettingsGiveAnExpiryToCachesWithoutOne() {
    reopen("larder.expiry", "created 1h", "larder.caches.a.b.expiry", "eternal");
    Duration hour = new Duration(TimeUnit.HOURS, 1);
    Duration minute = Duration.ONE_MINUTE;

    assertThat(configuration(manager.createCache("bare", typed())).getExpiryPolicyFactory())
        .isEqualTo(CreatedExpiryPolicy.factoryOf(hour));
    assertThat(configuration(manager.createCache("a.b", typed())).getExpiryPolicyFactory())
        .isEqualTo(typed().getExpiryPolicyFactory());
    assertThat(
            configuration(
                    manager.createCache(
                        "own",
                        typed().setExpiryPolicyFactory(AccessedExpiryPolicy.factoryOf(minute))))
                .getExpiryPolicyFactory())
        .isEqualTo(AccessedExpiryPolicy.factoryOf(minute));
  }

  @Test
  void destroyingRemovesTheEntriesAndClosingDoesNot() {
    Cache<String, Long> cache = manager.createCache("c", typed());
    cache.put("k", 1L);
    cache.close();
    cache = manager.createCache("c", typed());
    assertThat(cache.get("k")).isEqualTo(1L);

    manager.destroyCache("c");

    assertThat(cache.isClosed()).isTrue();
    assertThat(manager.createCache("c", typed()).get("k")).isNull();
  }

  @Test
  void aCacheThatIsNotOpenCanBeDestroyed() {
    Cache<String, Long> cache = manager.createCache("c", typed());
    cache.put("k", 1L);
    cache.close();

    manager.destroyCache("c");
    manager.destroyCache("never heard of");

    assertThat(manager.createCache("c", typed()).get("k")).isNull();
  }

  @Test
  void namesAreASnapshotThatNobodyChanges() {
    manager.createCache("a", typed());
    Iterable<String> names = manager.getCacheNames();
    manager.createCache("b", typed());

    assertThat(names).containsExactly("a");
    Iterator<String> iterator = names.iterator();
    iterator.next();
    assertThatThrownBy(iterator::remove).isInstanceOf(UnsupportedOperationException.class);
    assertThat(manager.getCacheNames()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void closingClosesTheCachesAndTwiceIsNothing() {
    Cache<String, Long> cache = manager.createCache("c", typed());

    manager.close();

    assertThat(manager.isClosed()).isTrue();
    assertThat(cache.isClosed()).isTrue();
    assertThatCode(manager::close).doesNotThrowAnyException();
  }

  @Test
  void nothingWorksAfterClosing() {
    manager.close();

    assertThatThrownBy(() -> manager.createCache("c", typed()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(uri.toString());
    assertThatThrownBy(() -> manager.getCache("c")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> manager.getCache("c", String.class, Long.class))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(manager::getCacheNames).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> manager.destroyCache("c")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> manager.enableManagement("c", true))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> manager.enableStatistics("c", true))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void unwrapsToItself() {
    assertThat(manager.unwrap(LarderCacheManager.class)).isSameAs(manager);
    assertThat(manager.unwrap(CacheManager.class)).isSameAs(manager);
    assertThatThrownBy(() -> manager.unwrap(String.class))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
