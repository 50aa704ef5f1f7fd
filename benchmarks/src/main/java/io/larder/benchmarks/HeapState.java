package io.larder.benchmarks;

import io.larder.benchmarks.contender.JCachePeer;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;

/** An untyped JCache cache of one provider, by value, with entries that all fit on the heap. */
final class HeapState implements AutoCloseable {

  static final int KEYS = 1024;

  private final Scratch scratch = new Scratch();
  private final CacheManager manager;
  private final Cache<Object, Object> cache;
  private final String[] keys = new String[KEYS];

  HeapState(String contender, String values, boolean statistics, String expiry) {
    manager = JCachePeer.of(contender).manager(scratch.directory());
    cache =
        manager.createCache(
            "hits",
            new MutableConfiguration<>()
                .setExpiryPolicyFactory(expiry(expiry))
                .setStatisticsEnabled(statistics));
    for (int i = 0; i < KEYS; i++) {
      keys[i] = Workload.key(i);
      cache.put(keys[i], value(values, i));
    }
    checkStoredByValue();
  }

  private static Factory<? extends ExpiryPolicy> expiry(String name) {
    return switch (name) {
      case "eternal" -> EternalExpiryPolicy.factoryOf();
      case "touched" -> TouchedExpiryPolicy.factoryOf(new Duration(TimeUnit.HOURS, 1));
      default -> throw new IllegalArgumentException("There is no expiry " + name);
    };
  }

  private static Serializable value(String kind, int number) {
    return switch (kind) {
      case "string" -> "value-" + number;
      case "map" -> new HashMap<>(Map.of("name", "value-" + number, "count", number, "size", 3L));
      case "pojo" -> new Order(number, "customer-" + number, "street " + number, 12.5, true);
      default -> throw new IllegalArgumentException("There are no values " + kind);
    };
  }

  /** A provider that hands out what it holds would win without doing the work. */
  private void checkStoredByValue() {
    Object first = cache.get(keys[0]);
    boolean handedOut = !(first instanceof String) && first == cache.get(keys[0]);
    if (first == null || handedOut) {
      throw new IllegalStateException(manager.getCachingProvider() + " does not store by value.");
    }
  }

  Cache<Object, Object> cache() {
    return cache;
  }

  String[] keys() {
    return keys;
  }

  @Override
  public void close() {
    manager.close();
    scratch.close();
  }
}
