package io.larder.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a cache promises of its entries beyond the specification. */
class StoredCacheTest {

  private final CacheFixture fixture = new CacheFixture();
  private final String store = CacheFixture.freshStore();

  @AfterEach
  void close() {
    fixture.close();
  }

  private static MutableConfiguration<String, String> strings() {
    return new MutableConfiguration<String, String>().setTypes(String.class, String.class);
  }

  @Test
  void aCacheCreatedAgainUnderItsNameFindsItsEntries() {
    CacheManager keepsTheStoreOpen = fixture.anotherManager(store);
    CacheManager manager = fixture.manager(store);
    manager.createCache("orders", strings()).put("k", "v");
    manager.close();
    Cache<String, String> again = fixture.manager(store).createCache("orders", strings());
    assertThat(again.get("k")).isEqualTo("v");
    fixture.manager(store).destroyCache("orders");
    assertThat(fixture.manager(store).createCache("orders", strings()).get("k")).isNull();
    assertThat(keepsTheStoreOpen.isClosed()).isFalse();
  }

  @Test
  void otherTypesThanThoseItWasFilledWithAreOneClearError() {
    CacheManager manager = fixture.manager(store);
    manager.createCache("orders", strings()).put("k", "v");
    manager.getCache("orders", String.class, String.class).close();
    Cache<String, Integer> otherValues =
        manager.createCache(
            "orders",
            new MutableConfiguration<String, Integer>().setTypes(String.class, Integer.class));
    assertThatThrownBy(() -> otherValues.get("k"))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("'orders'")
        .hasMessageContaining("java.lang.Integer")
        .hasMessageContaining("java.lang.String")
        .hasMessageContaining("destroyCache");
    otherValues.close();
    Cache<Long, String> otherKeys =
        manager.createCache(
            "orders", new MutableConfiguration<Long, String>().setTypes(Long.class, String.class));
    assertThatThrownBy(() -> otherKeys.get(1L))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("key type java.lang.Long");
  }

  @Test
  void whatAnotherManagerChangesIsSeenAtOnce() {
    Cache<String, String> here = fixture.manager(store).createCache("orders", strings());
    Cache<String, String> there = fixture.anotherManager(store).createCache("orders", strings());
    assertThat(here.get("k")).isNull();
    there.put("k", "1");
    assertThat(here.get("k")).isEqualTo("1");
    there.put("k", "2");
    assertThat(here.get("k")).isEqualTo("2");
    there.remove("k");
    assertThat(here.get("k")).isNull();
    there.put("k", "3");
    assertThat(here.get("k")).isEqualTo("3");
    there.clear();
    assertThat(here.get("k")).isNull();
    there.put("k", "4");
    there.getCacheManager().destroyCache("orders");
    assertThat(here.get("k")).isNull();
  }

  /** A class that nobody allowed. */
  record Invoice(int number, List<Line> lines) implements Serializable {}

  /** Another one, inside it. */
  record Line(String text) implements Serializable {}

  @Test
  void aClassThatIsNotAllowedIsRefusedBeforeAnythingIsStored() {
    Cache<Object, Object> cache =
        fixture.manager(store).createCache("orders", new MutableConfiguration<>());
    cache.put("k", "v");
    assertThatThrownBy(() -> cache.put("k", new Invoice(1, List.of(new Line("tea")))))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("'orders'")
        .hasMessageContaining(Invoice.class.getName())
        .hasMessageContaining(Line.class.getName())
        .hasMessageContaining("larder.serialization.allow");
    assertThat(cache.get("k")).isEqualTo("v");
  }

  @Test
  void anAllowedClassIsStored() {
    Properties properties = new Properties();
    properties.setProperty("larder.serialization.allow", "io.larder.jcache.**");
    Cache<Object, Object> cache =
        fixture.manager(store, properties).createCache("orders", new MutableConfiguration<>());
    Invoice invoice = new Invoice(1, new ArrayList<>(List.of(new Line("tea"))));
    cache.put("k", invoice);
    assertThat(cache.get("k")).isEqualTo(invoice).isNotSameAs(invoice);
  }

  @Test
  void whatIsTooLargeIsRefusedAndTheEntryUnchanged() {
    Properties properties = new Properties();
    properties.setProperty("larder.limits.value-size", "1000");
    properties.setProperty("larder.limits.key-size", "100");
    Cache<String, String> cache =
        fixture.manager(store, properties).createCache("orders", strings());
    cache.put("k", "v");
    assertThatThrownBy(() -> cache.put("k", "x".repeat(1000)))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("larder.limits.value-size")
        .hasMessageContaining("1,000");
    assertThatThrownBy(() -> cache.put("k".repeat(101), "v"))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("larder.limits.key-size");
    assertThat(cache.get("k")).isEqualTo("v");
  }

  @Test
  void aMutableValueIsNobodyElsesBusiness() {
    Cache<String, List<String>> cache = fixture.cache(new MutableConfiguration<>());
    List<String> mine = new ArrayList<>(List.of("a"));
    cache.put("k", mine);
    mine.add("b");
    assertThat(cache.get("k")).containsExactly("a");
    cache.get("k").add("c");
    assertThat(cache.get("k")).containsExactly("a");
  }

  @Test
  void anIteratorSeesEveryEntryOnceAndRemoves() {
    Cache<Integer, Integer> cache = fixture.cache(new MutableConfiguration<>());
    cache.putAll(IntStream.range(0, 1_234).boxed().collect(Collectors.toMap(i -> i, i -> i * 2)));
    Set<Integer> seen = new TreeSet<>();
    var iterator = cache.iterator();
    while (iterator.hasNext()) {
      Cache.Entry<Integer, Integer> entry = iterator.next();
      assertThat(seen.add(entry.getKey())).isTrue();
      assertThat(entry.getValue()).isEqualTo(entry.getKey() * 2);
      if (entry.getKey() % 2 == 0) {
        iterator.remove();
      }
    }
    assertThat(seen).hasSize(1_234);
    assertThat(cache.containsKey(10)).isFalse();
    assertThat(cache.containsKey(11)).isTrue();
    assertThatThrownBy(iterator::next).isInstanceOf(java.util.NoSuchElementException.class);
  }
}
