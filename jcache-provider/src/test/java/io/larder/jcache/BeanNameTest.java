package io.larder.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BeanNameTest {

  private static ObjectName name(String manager, String cache) {
    return new BeanName("CacheStatistics", URI.create(manager), cache).at(1);
  }

  /** Micrometer replaces the colons in the manager's URI, and nothing else. */
  @ParameterizedTest
  @CsvSource({
    "larder:default, orders",
    "sqlite:/var/lib/app.db, com.acme.Order#lines",
    "jdbc:postgresql://db:5432/app, a $b%c",
    "file:/etc/my%20larder.conf, Ordres payés"
  })
  void isWhatMonitoringAsksFor(String manager, String cache) throws MalformedObjectNameException {
    ObjectName asked =
        new ObjectName(
            "javax.cache:type=CacheStatistics,CacheManager="
                + manager.replace(':', '.')
                + ",Cache="
                + cache);

    assertThat(name(manager, cache)).isEqualTo(asked);
  }

  @ParameterizedTest
  @ValueSource(strings = {",", "=", "?", "*", ":", "\"", "\n", "\r", "a,b=c?d*e:f\"g\nh"})
  void signsThatJmxGivesAMeaningToAreReplaced(String sign) {
    ObjectName name = name("jdbc:x://h/db?a=b,c*", "<" + sign + ">");

    assertThat(name.isPattern()).isFalse();
    assertThat(name.getKeyPropertyList()).containsOnlyKeys("type", "CacheManager", "Cache");
  }

  @Test
  void differentCachesHaveDifferentNames() {
    List<String> caches =
        List.of(
            "a,b", "a=b", "a:b", "a*b", "a?b", "a\"b", "a\nb", "a.b", "a b", "a%2Cb", "a%3Ab",
            "a%252Cb", "a%b", "a%%3Ab", "a%:b", "a%25b", "");

    assertThat(caches.stream().map(cache -> name("larder:x", cache)).collect(Collectors.toSet()))
        .hasSameSizeAs(caches);
  }

  @Test
  void noSecretIsInAName() {
    assertThat(name("jdbc:postgresql://me:hush@db/app?password=hush", "c").toString())
        .doesNotContain("hush");
  }
}
