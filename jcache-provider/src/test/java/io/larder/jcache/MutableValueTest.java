package io.larder.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By value, what a caller does to an object that it gave or got changes nothing in the cache. */
class MutableValueTest {

  static final class Order implements Serializable {
    private static final long serialVersionUID = 1L;
    final List<String> items = new ArrayList<>(List.of("tea"));
    final Map<String, int[]> counts = new HashMap<>(Map.of("tea", new int[] {1}));
    @Nullable Order next;

    String describe() {
      return items + ":" + counts.get("tea")[0] + (next == this ? ":ring" : "");
    }

    void spoil() {
      items.add("spoilt");
      counts.get("tea")[0] = -1;
      counts.put("spoilt", new int[0]);
    }
  }

  private final CacheFixture fixture = new CacheFixture();
  private final Cache<String, Order> cache = orders();

  private Cache<String, Order> orders() {
    Properties properties = new Properties();
    properties.setProperty("larder.serialization.allow", "io.larder.jcache.*");
    return fixture
        .manager(CacheFixture.freshStore(), properties)
        .createCache(
            "orders",
            new MutableConfiguration<String, Order>().setTypes(String.class, Order.class));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static Order order(boolean ring) {
    Order order = new Order();
    order.next = ring ? order : null;
    return order;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eachReaderHasAnObjectOfItsOwn(boolean ring) {
    Order given = order(ring);
    String expected = given.describe();
    cache.put("k", given);
    given.spoil();
    List<Order> got = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      got.add(cache.get("k"));
      got.add(cache.getAll(Set.of("k")).get("k"));
      got.add(cache.iterator().next().getValue());
      got.add(cache.invoke("k", (entry, arguments) -> entry.getValue()));
      assertThat(got).doesNotHaveDuplicates();
      for (Order each : got.subList(got.size() - 4, got.size())) {
        assertThat(each.describe()).isEqualTo(expected);
        each.spoil();
      }
    }
  }

  @Test
  void whatAProcessorChangesIsKeptOnlyIfItSaysSo() {
    cache.put("k", new Order());
    cache.get("k");
    cache.get("k");
    cache.invoke(
        "k",
        (entry, arguments) -> {
          entry.getValue().spoil();
          return null;
        });
    assertThat(cache.get("k").describe()).isEqualTo("[tea]:1");
    cache.invoke(
        "k",
        (entry, arguments) -> {
          Order order = entry.getValue();
          order.spoil();
          entry.setValue(order);
          order.items.clear();
          return null;
        });
    assertThat(cache.get("k").describe()).isEqualTo("[]:-1");
  }

  /** Spoils what it is told of. */
  static final class Spoiler implements CacheEntryCreatedListener<String, Order>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends Order>> events) {
      events.forEach(event -> event.getValue().spoil());
    }
  }

  @Test
  void aListenerHasAnObjectOfItsOwn() {
    cache.registerCacheEntryListener(
        new MutableCacheEntryListenerConfiguration<>(
            FactoryBuilder.factoryOf(new Spoiler()), null, true, true));
    Order given = new Order();
    cache.put("k", given);
    assertThat(given.describe()).isEqualTo("[tea]:1");
    assertThat(cache.get("k").describe()).isEqualTo("[tea]:1");
  }

  @Test
  void manyReadersAtOnceDoNotSeeOneAnother() throws Exception {
    cache.put("ring", order(true));
    cache.put("tree", order(false));
    ExecutorService readers = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int reader = 0; reader < 4; reader++) {
        done.add(readers.submit(this::readAndSpoil));
      }
      for (Future<?> each : done) {
        each.get();
      }
    } finally {
      readers.shutdownNow();
    }
  }

  private void readAndSpoil() {
    for (int i = 0; i < 3_000; i++) {
      Order ring = Objects.requireNonNull(cache.get("ring"));
      assertThat(ring.describe()).isEqualTo("[tea]:1:ring");
      ring.spoil();
      Order tree = Objects.requireNonNull(cache.get("tree"));
      assertThat(tree.describe()).isEqualTo("[tea]:1");
      tree.spoil();
    }
  }
}
