package io.larder.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Set;
import java.util.UUID;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CacheBeansTest {

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final LarderCachingProvider provider = new LarderCachingProvider();
  private final URI uri = URI.create("memory:" + UUID.randomUUID());
  private final LarderCacheManager manager = provider.getCacheManager(uri, null);

  @AfterEach
  void nothingStaysRegistered() throws JMException {
    provider.close();
    assertThat(all()).isEmpty();
  }

  private Set<ObjectName> all() throws JMException {
    return server.queryNames(
        new ObjectName("javax.cache:CacheManager=" + uri.toString().replace(':', '.') + "*,*"),
        null);
  }

  private ObjectName name(String type, String cache) {
    return new BeanName(type, uri, cache).at(1);
  }

  private static MutableConfiguration<String, Long> configuration() {
    return new MutableConfiguration<String, Long>()
        .setTypes(String.class, Long.class)
        .setManagementEnabled(true)
        .setStatisticsEnabled(true);
  }

  @Test
  void tellTheConfiguration() throws JMException {
    manager.createCache("c", configuration().setStatisticsEnabled(false));
    ObjectName name = name("CacheConfiguration", "c");

    assertThat(all()).containsExactly(name);
    assertThat(server.getAttribute(name, "KeyType")).isEqualTo("java.lang.String");
    assertThat(server.getAttribute(name, "ValueType")).isEqualTo("java.lang.Long");
    assertThat(server.getAttribute(name, "StoreByValue")).isEqualTo(true);
    assertThat(server.getAttribute(name, "ReadThrough")).isEqualTo(false);
    assertThat(server.getAttribute(name, "WriteThrough")).isEqualTo(false);
    assertThat(server.getAttribute(name, "ManagementEnabled")).isEqualTo(true);
    assertThat(server.getAttribute(name, "StatisticsEnabled")).isEqualTo(false);

    manager.enableStatistics("c", true);
    assertThat(server.getAttribute(name, "StatisticsEnabled")).isEqualTo(true);
  }

  @Test
  void tellTheStatistics() throws JMException {
    Cache<String, Long> cache = manager.createCache("c", configuration());
    ObjectName name = name("CacheStatistics", "c");
    assertThat(server.getAttribute(name, "CacheHitPercentage")).isEqualTo(0f);

    cache.put("k", 1L);
    cache.get("k");
    cache.get("k");
    cache.get("k");
    cache.get("absent");
    cache.remove("k");

    assertThat(server.getAttribute(name, "CacheHits")).isEqualTo(3L);
    assertThat(server.getAttribute(name, "CacheMisses")).isEqualTo(1L);
    assertThat(server.getAttribute(name, "CacheGets")).isEqualTo(4L);
    assertThat(server.getAttribute(name, "CachePuts")).isEqualTo(1L);
    assertThat(server.getAttribute(name, "CacheRemovals")).isEqualTo(1L);
    assertThat(server.getAttribute(name, "CacheEvictions")).isEqualTo(0L);
    assertThat(server.getAttribute(name, "CacheHitPercentage")).isEqualTo(75f);
    assertThat(server.getAttribute(name, "CacheMissPercentage")).isEqualTo(25f);

    server.invoke(name, "clear", null, null);
    assertThat(server.getAttribute(name, "CacheGets")).isEqualTo(0L);
  }

  @Test
  void comeAndGoWhenTheyAreTurnedOnAndOff() throws JMException {
    manager.createCache("c", configuration());
    manager.enableManagement("c", true);
    manager.enableStatistics("c", true);
    assertThat(all()).hasSize(2);

    manager.enableManagement("c", false);
    manager.enableManagement("c", false);
    assertThat(all()).containsExactly(name("CacheStatistics", "c"));
    manager.enableStatistics("c", false);
    assertThat(all()).isEmpty();
    manager.enableStatistics("c", true);
    assertThat(all()).containsExactly(name("CacheStatistics", "c"));

    assertThatThrownBy(() -> manager.enableStatistics("d", true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("No cache 'd' is open");
  }

  @Test
  void goWithTheirCache() throws JMException {
    manager.createCache("a", configuration()).close();
    assertThat(all()).isEmpty();

    manager.createCache("a", configuration());
    manager.destroyCache("a");
    assertThat(all()).isEmpty();
  }

  @Test
  void managersOfOneUriDoNotShareThem() throws JMException {
    ClassLoader other = new URLClassLoader(new URL[0], getClass().getClassLoader());
    LarderCacheManager second = provider.getCacheManager(uri, other);
    Cache<String, Long> mine = manager.createCache("c", configuration());
    second.createCache("c", configuration());
    assertThat(all()).hasSize(4);

    mine.close();

    assertThat(all())
        .hasSize(2)
        .doesNotContain(name("CacheStatistics", "c"), name("CacheConfiguration", "c"));
  }

  @Test
  void somebodyElseMayUnregisterThem() throws JMException {
    manager.createCache("c", configuration());
    server.unregisterMBean(name("CacheStatistics", "c"));

    manager.enableStatistics("c", false);
    manager.enableStatistics("c", true);

    assertThat(all()).hasSize(2);
  }
}
