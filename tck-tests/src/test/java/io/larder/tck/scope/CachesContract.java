package io.larder.tck.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.jcache.LarderCacheManager;
import io.larder.scope.Namespace;
import io.larder.scope.Scope;
import io.larder.scope.Scopes;
import io.larder.storage.codec.Json;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.springframework.cache.jcache.JCacheCacheManager;

/** A scope as the cache manager of code that knows JCache alone. */
abstract class CachesContract extends ScopeCase {

  private static MutableConfiguration<String, String> texts() {
    return new MutableConfiguration<String, String>().setTypes(String.class, String.class);
  }

  /** Such code. */
  private static int visit(CacheManager manager) {
    Cache<String, Integer> visits = manager.getCache("visits", String.class, Integer.class);
    if (visits == null) {
      visits =
          manager.createCache(
              "visits",
              new MutableConfiguration<String, Integer>().setTypes(String.class, Integer.class));
    }
    return visits.invoke(
        "me",
        (visit, arguments) -> {
          visit.setValue(visit.exists() ? visit.getValue() + 1 : 1);
          return visit.getValue();
        });
  }

  @Test
  void eachScopeHasItsOwnCaches() {
    Scope other = scopes.forUser(43);
    assertThat(List.of(visit(user), visit(user), visit(other), visit(scopes.global())))
        .containsExactly(1, 2, 1, 1);
    user.createCache("more", texts());

    assertThat(user.getCacheNames()).containsExactlyInAnyOrder("visits", "more");
    assertThat(other.getCacheNames()).containsExactly("visits");
    assertThat(scopes.forUser(42).getCacheNames()).containsExactlyInAnyOrder("visits", "more");
    assertThatThrownBy(() -> scopes.forUser(42).createCache("visits", texts()))
        .isInstanceOf(CacheException.class);
    assertThatThrownBy(() -> user.getCache("visits", String.class, String.class))
        .isInstanceOf(ClassCastException.class);

    user.destroyCache("visits");

    assertThat(user.<String, Integer>getCache("visits")).isNull();
    assertThat(List.of(visit(user), visit(other), visit(scopes.global()))).containsExactly(1, 2, 2);
  }

  @Test
  void iterationAndListenersAreOfOneScope() {
    Cache<String, String> mine = user.createCache("cart", texts());
    Cache<String, String> others = scopes.forUser(43).createCache("cart", texts());
    List<String> created = new CopyOnWriteArrayList<>();
    CacheEntryCreatedListener<String, String> listener =
        events -> events.forEach(event -> created.add(event.getKey()));
    mine.registerCacheEntryListener(
        new MutableCacheEntryListenerConfiguration<>(
            new SingletonFactory<>(listener), null, false, true));

    mine.put("a", "1");
    others.put("b", "2");

    assertThat(created).containsExactly("a");
    List<String> keys = new ArrayList<>();
    mine.forEach(entry -> keys.add(entry.getKey()));
    assertThat(keys).containsExactly("a");
    others.removeAll();
    assertThat(mine.get("a")).isEqualTo("1");
  }

  @Test
  void closingAScopeClosesItsCachesAlone() {
    Cache<String, String> mine = user.createCache("cart", texts());
    Cache<String, String> others = scopes.forUser(43).createCache("cart", texts());
    mine.put("a", "1");
    user.set("theme", "dark");

    user.close();

    assertThat(mine.isClosed()).isTrue();
    assertThatIllegalStateException().isThrownBy(() -> mine.get("a"));
    assertThat(others.isClosed()).isFalse();
    assertThat(user.get("theme")).contains("dark");
    assertThat(user.getCacheNames()).isEmpty();
    assertThat(user.createCache("cart", texts()).get("a")).as("values stay").isEqualTo("1");
  }

  @Test
  void closingTheManagerClosesAllScopes() {
    CacheManager manager = nodes.manager(Map.of());
    Scope scope = Scopes.of(manager).forUser(42);
    Cache<String, String> cache = scope.createCache("cart", texts());
    scope.set("theme", "dark");
    assertThat(scope.isClosed()).isFalse();

    manager.close();

    assertThat(cache.isClosed()).isTrue();
    assertThat(scope.isClosed()).isTrue();
    assertThatIllegalStateException().isThrownBy(() -> scope.set("theme", "light"));
    assertThatIllegalStateException().isThrownBy(() -> scope.get("theme"));
    assertThatIllegalStateException().isThrownBy(() -> scope.createCache("more", texts()));
    assertThatIllegalStateException().isThrownBy(scope::getCacheNames);
    assertThatIllegalStateException().isThrownBy(() -> scope.namespaces().toList());
  }

  @Test
  void theGlobalScopeIsTheManagerItself() {
    CacheManager manager = nodes.manager(Map.of());
    Cache<String, String> orders = manager.createCache("orders", texts());
    Scope global = Scopes.of(manager).global();

    assertThat(global.<String, String>getCache("orders")).isSameAs(orders);
    global.close();
    assertThat(manager.isClosed()).isTrue();
    assertThat(global.isClosed()).isTrue();
  }

  @Test
  void beansHaveNamesOfTheirOwn() throws Exception {
    MutableConfiguration<String, String> watched =
        texts().setManagementEnabled(true).setStatisticsEnabled(true);
    user.createCache("watched", watched);
    scopes.forUser("4 3#/").createCache("watched", watched);

    Set<String> managers =
        ManagementFactory.getPlatformMBeanServer()
            .queryNames(new ObjectName("javax.cache:type=CacheStatistics,Cache=watched,*"), null)
            .stream()
            .map(name -> name.getKeyProperty("CacheManager"))
            .collect(Collectors.toSet());

    assertThat(managers).hasSize(2).anyMatch(name -> name.contains("42"));
  }

  @Test
  void unwrappingLeadsBack() {
    assertThat(user.unwrap(Scope.class)).isSameAs(user);
    assertThat(user.unwrap(CacheManager.class)).isSameAs(user);
    assertThat(user.unwrap(LarderCacheManager.class).getURI()).isEqualTo(user.getURI());
    assertThat(user.getURI().toString()).endsWith("#user%3A42");
    assertThat(user.getURI()).isNotEqualTo(scopes.forUser(43).getURI());
    assertThat(Scopes.of(user)).isSameAs(scopes);
    assertThat(user.getCachingProvider()).isSameAs(scopes.global().getCachingProvider());
    assertThatIllegalArgumentException().isThrownBy(() -> user.unwrap(String.class));
    assertThat(user.createCache("cart", texts()).getCacheManager().getURI())
        .isEqualTo(user.getURI());
  }

  @Test
  void aCacheAndTheNamespaceOfItsNameAreOne() {
    Cache<String, Object> cache = user.createCache("cart", new MutableConfiguration<>());
    Namespace cart = user.namespace("cart");
    for (int i = 0; i < 50; i++) {
      cache.put("a", i);
      assertThat(cart.get("a")).contains(i);
      cart.set("a", "text " + i);
      assertThat(cache.get("a")).isEqualTo("text " + i);
    }
    cart.set("item", Map.of("sku", "x-1"));
    assertThat(cache.get("item")).isInstanceOf(Json.class).hasToString("{\"sku\":\"x-1\"}");
    cache.put("item", Json.of("{\"sku\":\"x-2\"}"));
    assertThat(cart.get("item")).contains(Map.of("sku", "x-2"));
    cart.delete("a");
    assertThat(cache.containsKey("a")).isFalse();
    assertThat(cache.get("a")).isNull();
    cache.clear();
    assertThat(cart.get("item")).isEmpty();
    cart.increment("n", 3);
    assertThat(cache.get("n")).isEqualTo(cart.get("n").orElseThrow());
  }

  @Test
  void springCachesInAScope() {
    user.createCache("rates", new MutableConfiguration<>());
    JCacheCacheManager spring = new JCacheCacheManager(user);
    spring.afterPropertiesSet();

    org.springframework.cache.Cache rates = spring.getCache("rates");
    assertThat(spring.getCacheNames()).containsExactly("rates");
    rates.put("EUR", "1.08");

    assertThat(rates.get("EUR", String.class)).isEqualTo("1.08");
    assertThat(user.namespace("rates").get("EUR")).contains("1.08");
    assertThat(scopes.forUser(43).namespace("rates").has("EUR")).isFalse();
  }
}
