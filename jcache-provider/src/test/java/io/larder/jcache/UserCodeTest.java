package io.larder.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.Closeable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Loaders, writers, listeners and policies in less usual company. */
class UserCodeTest {

  private static final Duration SOON = Duration.ofSeconds(8);

  private final CacheFixture fixture = new CacheFixture();
  private final AtomicReference<Cache<String, String>> self = new AtomicReference<>();

  @AfterEach
  void close() {
    fixture.close();
  }

  private static MutableConfiguration<String, String> strings() {
    return new MutableConfiguration<String, String>().setTypes(String.class, String.class);
  }

  /** Takes whatever it is given. */
  private static class Writer implements CacheWriter<String, String> {
    @Override
    public void write(Cache.Entry<? extends String, ? extends String> entry) {}

    @Override
    public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
      entries.clear();
    }

    @Override
    public void delete(Object key) {}

    @Override
    public void deleteAll(Collection<?> keys) {
      keys.clear();
    }
  }

  /** A policy that has to be asked. */
  private static final class HourPolicy implements ExpiryPolicy {
    private static final javax.cache.expiry.Duration HOUR = javax.cache.expiry.Duration.ONE_HOUR;

    @Override
    public javax.cache.expiry.Duration getExpiryForCreation() {
      return HOUR;
    }

    @Override
    public javax.cache.expiry.Duration getExpiryForAccess() {
      return null;
    }

    @Override
    public javax.cache.expiry.Duration getExpiryForUpdate() {
      return HOUR;
    }
  }

  private static CacheEntryCreatedListener<String, String> onCreated(Told told) {
    return events -> {
      for (CacheEntryEvent<? extends String, ? extends String> event : events) {
        told.of(event.getKey());
      }
    };
  }

  private interface Told {
    void of(String key);
  }

  private static void listen(Cache<String, String> cache, Told told) {
    CacheEntryCreatedListener<String, String> listener = onCreated(told);
    cache.registerCacheEntryListener(
        new MutableCacheEntryListenerConfiguration<>(() -> listener, null, false, true));
  }

  @Test
  void aWriterAndAPolicyThatIsAskedGoTogetherInPutAll() {
    Cache<String, String> cache =
        fixture.cache(
            strings()
                .setWriteThrough(true)
                .setCacheWriterFactory(Writer::new)
                .setExpiryPolicyFactory(HourPolicy::new));
    assertTimeoutPreemptively(SOON, () -> cache.putAll(Map.of("a", "1", "b", "2")));
    assertThat(cache.getAll(Set.of("a", "b"))).containsEntry("a", "1").containsEntry("b", "2");
  }

  @Test
  void listenersThatUseEachOthersKeysDoNotWaitForEachOther() throws Exception {
    Cache<String, String> cache = fixture.cache(strings());
    CyclicBarrier bothInside = new CyclicBarrier(2);
    listen(
        cache,
        key -> {
          if (key.length() == 1) {
            meet(bothInside);
            cache.put(key.equals("a") ? "b" : "a", "again");
          }
        });
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> one = threads.submit(() -> cache.put("a", "1"));
      Future<?> two = threads.submit(() -> cache.put("b", "1"));
      assertTimeoutPreemptively(
          SOON,
          () -> {
            one.get();
            two.get();
          });
    } finally {
      threads.shutdownNow();
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(5, TimeUnit.SECONDS);
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Test
  void aListenerIsToldOfEveryEventWhateverItThrows() {
    Cache<String, String> cache = fixture.strings();
    List<String> first = new CopyOnWriteArrayList<>();
    List<String> second = new CopyOnWriteArrayList<>();
    listen(
        cache,
        key -> {
          first.add(key);
          throw new AssertionError("planted");
        });
    listen(cache, second::add);
    assertThatThrownBy(() -> cache.putAll(new TreeMap<>(Map.of("a", "1", "b", "2", "c", "3"))))
        .hasMessageContaining("planted");
    assertThat(first).containsExactly("a", "b", "c");
    assertThat(second).containsExactly("a", "b", "c");
    assertThat(cache.get("c")).isEqualTo("3");
  }

  @Test
  void aWriterOfManyThatChangesOneOfThemIsToldSo() {
    Cache<String, String> cache =
        fixture.cache(
            strings()
                .setWriteThrough(true)
                .setCacheWriterFactory(
                    () ->
                        new Writer() {
                          @Override
                          public void writeAll(
                              Collection<Cache.Entry<? extends String, ? extends String>> all) {
                            self.get().put("a", "callback");
                            all.clear();
                          }
                        }));
    self.set(cache);
    assertThatThrownBy(() -> cache.putAll(Map.of("a", "1")))
        .isInstanceOf(CacheException.class)
        .hasStackTraceContaining("that same key");
  }

  /** Loads more than it is asked for, or fails as it is told, and counts how often it is closed. */
  private static final class Loader implements CacheLoader<String, String>, Closeable {
    private final AtomicInteger closed = new AtomicInteger();

    @Override
    public String load(String key) {
      return "loaded";
    }

    @Override
    public Map<String, String> loadAll(Iterable<? extends String> keys) {
      if (keys.iterator().next().equals("error")) {
        throw new NoClassDefFoundError("planted");
      }
      return Map.of("a", "1", "unasked", "2");
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  @Test
  void whatALoaderBringsUnaskedIsLeft() {
    Cache<String, String> cache =
        fixture.cache(strings().setReadThrough(true).setCacheLoaderFactory(Loader::new));
    assertThat(cache.getAll(Set.of("a", "b"))).isEqualTo(Map.of("a", "1"));
    assertThat(cache.containsKey("unasked")).isFalse();
  }

  @Test
  void anErrorInTheBackgroundReachesTheCompletionListener() {
    Cache<String, String> cache =
        fixture.cache(strings().setReadThrough(true).setCacheLoaderFactory(Loader::new));
    CompletionListenerFuture completion = new CompletionListenerFuture();
    cache.loadAll(Set.of("error"), true, completion);
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> completion.get(8, TimeUnit.SECONDS))
        .withRootCauseInstanceOf(NoClassDefFoundError.class);
  }

  @Test
  void whatAFailedCreationHasMadeIsClosed() {
    Loader loader = new Loader();
    CacheManager manager = fixture.manager(CacheFixture.freshStore());
    MutableConfiguration<String, String> configuration =
        strings()
            .setReadThrough(true)
            .setCacheLoaderFactory(() -> loader)
            .addCacheEntryListenerConfiguration(
                new MutableCacheEntryListenerConfiguration<>(
                    () -> {
                      throw new IllegalStateException("planted");
                    },
                    null,
                    false,
                    true));
    assertThatThrownBy(() -> manager.createCache("orders", configuration))
        .hasStackTraceContaining("planted");
    assertThat(loader.closed).hasValue(1);
    manager.createCache("orders", strings().setCacheLoaderFactory(() -> loader)).close();
    assertThat(loader.closed).hasValue(2);
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // as code without generics does it
  void aKeyOrValueOfAnotherTypeIsRefused() {
    Cache<String, String> cache = fixture.strings();
    Cache raw = cache;
    assertThatThrownBy(() -> raw.put(5, "v"))
        .isInstanceOf(ClassCastException.class)
        .hasMessageContaining("'orders'");
    assertThatThrownBy(() -> raw.put("k", 5)).isInstanceOf(ClassCastException.class);
    cache.put("k", "v");
    cache.removeAll();
    assertThat(cache.iterator()).isExhausted();
  }

  @Test
  void statisticsThatAreTurnedOnMeanwhileTellNoNonsense() {
    Cache<String, String> cache = fixture.strings();
    cache.invoke(
        "k",
        (entry, arguments) -> {
          cache.getCacheManager().enableStatistics("orders", true);
          entry.setValue("v");
          return null;
        });
    float micros = cache.unwrap(LarderCache.class).statistics().averagePutMicros();
    assertThat(micros).isLessThan(Duration.ofMinutes(1).toNanos() / 1_000f);
  }
}
