package io.larder.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import javax.cache.processor.EntryProcessorException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * User code that throws is wrapped as the specification says and leaves the cache usable; user code
 * that calls the cache back works or is told clearly, and nothing ever deadlocks.
 */
class CallbackTest {

  private static final Duration NO_DEADLOCK = Duration.ofSeconds(20);

  private final CacheFixture fixture = new CacheFixture();
  private final AtomicReference<Cache<String, String>> self = new AtomicReference<>();

  @AfterEach
  void close() {
    fixture.close();
  }

  private Cache<String, String> cache(MutableConfiguration<String, String> configuration) {
    Cache<String, String> cache = fixture.cache(configuration);
    self.set(cache);
    return cache;
  }

  private static MutableConfiguration<String, String> strings() {
    return new MutableConfiguration<String, String>().setTypes(String.class, String.class);
  }

  private static void assertUsable(Cache<String, String> cache, String key) {
    assertTimeoutPreemptively(
        NO_DEADLOCK,
        () -> {
          String value =
              cache.<String>invoke(
                  key,
                  (entry, arguments) -> {
                    entry.setValue("usable");
                    return entry.getValue();
                  });
          assertThat(value).isEqualTo("usable");
        });
  }

  @Test
  void aProcessorThatThrowsIsWrappedAndChangesNothing() {
    Cache<String, String> cache = cache(strings());
    cache.put("k", "v");
    assertThatExceptionOfType(EntryProcessorException.class)
        .isThrownBy(
            () ->
                cache.invoke(
                    "k",
                    (entry, arguments) -> {
                      entry.setValue("half");
                      throw new IllegalArgumentException("broken");
                    }))
        .withRootCauseInstanceOf(IllegalArgumentException.class);
    assertThat(cache.get("k")).isEqualTo("v");
    assertUsable(cache, "k");
  }

  @Test
  void aProcessorMayUseOtherKeys() {
    Cache<String, String> cache = cache(strings());
    cache.put("other", "1");
    assertTimeoutPreemptively(
        NO_DEADLOCK,
        () ->
            cache.invoke(
                "k",
                (entry, arguments) -> {
                  cache.put("other", cache.get("other") + "2");
                  entry.setValue(cache.getAndPut("third", "3") + cache.get("k"));
                  return null;
                }));
    assertThat(cache.get("other")).isEqualTo("12");
    assertThat(cache.get("third")).isEqualTo("3");
    assertThat(cache.get("k")).isEqualTo("nullnull");
  }

  @Test
  void aProcessorThatChangesItsOwnKeyThroughTheCacheIsToldSo() {
    Cache<String, String> cache = cache(strings());
    assertTimeoutPreemptively(
        NO_DEADLOCK,
        () ->
            assertThatThrownBy(
                    () ->
                        cache.invoke(
                            "k",
                            (entry, arguments) -> {
                              cache.put("k", "loop");
                              entry.setValue("v");
                              return null;
                            }))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("orders")
                .hasMessageContaining("that same key"));
    assertThat(cache.get("k")).isNull();
    assertUsable(cache, "k");
  }

  @Test
  void processorsThatUseEachOthersKeysDoNotDeadlock() throws Exception {
    Cache<String, String> cache = cache(strings());
    CyclicBarrier bothInside = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> one = threads.submit(() -> crossing(cache, "a", "b", bothInside));
      Future<?> two = threads.submit(() -> crossing(cache, "b", "a", bothInside));
      assertTimeoutPreemptively(
          NO_DEADLOCK,
          () -> {
            one.get();
            two.get();
          });
    } finally {
      threads.shutdownNow();
    }
    assertThat(cache.get("a")).isIn("by-a", "from-b");
    assertThat(cache.get("b")).isIn("by-b", "from-a");
  }

  /** Changes {@code mine} while the other thread is inside a processor of {@code theirs}. */
  private static void crossing(
      Cache<String, String> cache, String mine, String theirs, CyclicBarrier bothInside) {
    AtomicInteger runs = new AtomicInteger();
    cache.invoke(
        mine,
        (entry, arguments) -> {
          if (runs.getAndIncrement() == 0) {
            await(bothInside);
            cache.put(theirs, "from-" + mine);
          }
          entry.setValue("by-" + mine);
          return null;
        });
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** A loader that does as it is told. */
  private record Loader(Behaviour behaviour) implements CacheLoader<String, String> {
    interface Behaviour {
      String load(String key);
    }

    @Override
    public String load(String key) {
      return behaviour.load(key);
    }

    @Override
    public Map<String, String> loadAll(Iterable<? extends String> keys) {
      Map<String, String> loaded = new HashMap<>();
      keys.forEach(key -> loaded.put(key, load(key)));
      return loaded;
    }
  }

  private Cache<String, String> loading(Loader.Behaviour behaviour) {
    return cache(strings().setReadThrough(true).setCacheLoaderFactory(() -> new Loader(behaviour)));
  }

  @Test
  void aLoaderThatThrowsIsWrappedAndStoresNothing() {
    AtomicInteger calls = new AtomicInteger();
    Cache<String, String> cache =
        loading(
            key -> {
              if (calls.getAndIncrement() == 0) {
                throw new IllegalStateException("source is down");
              }
              return "loaded";
            });
    assertThatExceptionOfType(CacheLoaderException.class)
        .isThrownBy(() -> cache.get("k"))
        .withRootCauseInstanceOf(IllegalStateException.class);
    assertThat(cache.get("k")).isEqualTo("loaded");
  }

  @Test
  void aLoaderMayLoadOtherKeysThroughTheCache() {
    Cache<String, String> cache =
        loading(key -> key.isEmpty() ? "" : self.get().get(key.substring(1)) + key.charAt(0));
    assertTimeoutPreemptively(NO_DEADLOCK, () -> cache.get("abc"));
    assertThat(cache.get("abc")).isEqualTo("cba");
    assertThat(cache.containsKey("c")).isTrue();
  }

  @Test
  void aLoaderThatAsksForItsOwnKeyIsToldSo() {
    Cache<String, String> cache = loading(key -> self.get().get(key));
    assertTimeoutPreemptively(
        NO_DEADLOCK,
        () ->
            assertThatThrownBy(() -> cache.get("k"))
                .isInstanceOf(CacheException.class)
                .hasStackTraceContaining("that same key"));
  }

  @Test
  void aLoaderRunsOnceHoweverManyAskAtOnce() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Cache<String, String> cache = loading(key -> "loaded-" + calls.incrementAndGet());
    int callers = 16;
    CyclicBarrier start = new CyclicBarrier(callers);
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      var results =
          threads.invokeAll(
              java.util.Collections.<java.util.concurrent.Callable<String>>nCopies(
                  callers,
                  () -> {
                    start.await();
                    return cache.get("k");
                  }));
      for (Future<String> result : results) {
        assertThat(result.get()).isEqualTo("loaded-1");
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(calls).hasValue(1);
  }

  /** A writer that does as it is told. */
  private record Writer(BiConsumer<String, String> behaviour)
      implements CacheWriter<String, String> {
    @Override
    public void write(Cache.Entry<? extends String, ? extends String> entry) {
      behaviour.accept(entry.getKey(), entry.getValue());
    }

    @Override
    public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
      for (var rest = entries.iterator(); rest.hasNext(); rest.remove()) {
        write(rest.next());
      }
    }

    @Override
    public void delete(Object key) {
      behaviour.accept((String) key, "");
    }

    @Override
    public void deleteAll(Collection<?> keys) {
      for (var rest = keys.iterator(); rest.hasNext(); rest.remove()) {
        delete(rest.next());
      }
    }
  }

  private Cache<String, String> writing(BiConsumer<String, String> behaviour) {
    return cache(
        strings().setWriteThrough(true).setCacheWriterFactory(() -> new Writer(behaviour)));
  }

  @Test
  void aWriterThatThrowsIsWrappedAndTheCacheIsUnchanged() {
    AtomicReference<String> refused = new AtomicReference<>("bad");
    Cache<String, String> cache =
        writing(
            (key, value) -> {
              if (value.equals(refused.get()) || value.isEmpty()) {
                throw new IllegalStateException("disk is full");
              }
            });
    cache.put("k", "good");
    assertThatExceptionOfType(CacheWriterException.class)
        .isThrownBy(() -> cache.put("k", "bad"))
        .withRootCauseInstanceOf(IllegalStateException.class);
    assertThatExceptionOfType(CacheWriterException.class).isThrownBy(() -> cache.remove("k"));
    assertThat(cache.get("k")).isEqualTo("good");
    Map<String, String> some = new java.util.TreeMap<>(Map.of("a", "1", "b", "bad", "c", "3"));
    assertThatExceptionOfType(CacheWriterException.class).isThrownBy(() -> cache.putAll(some));
    assertThat(cache.get("a")).isEqualTo("1");
    assertThat(cache.get("b")).isNull();
    assertUsable(cache, "k");
  }

  @Test
  void aWriterMayUseOtherKeysButNotItsOwn() {
    Cache<String, String> cache =
        writing(
            (key, value) -> {
              if (key.equals("outer")) {
                self.get().put("inner", value);
              }
              if (key.equals("loop")) {
                self.get().put("loop", value);
              }
            });
    assertTimeoutPreemptively(NO_DEADLOCK, () -> cache.put("outer", "v"));
    assertThat(cache.get("inner")).isEqualTo("v");
    assertTimeoutPreemptively(
        NO_DEADLOCK,
        () ->
            assertThatThrownBy(() -> cache.put("loop", "v"))
                .isInstanceOf(CacheException.class)
                .hasStackTraceContaining("that same key"));
    assertThat(cache.containsKey("loop")).isFalse();
  }

  @Test
  void aSynchronousListenerMayUseTheCacheAndItsExceptionReachesTheCaller() {
    Cache<String, String> cache = cache(strings());
    CacheEntryCreatedListener<String, String> listener =
        events -> {
          for (CacheEntryEvent<? extends String, ? extends String> event : events) {
            if (event.getKey().equals("k")) {
              self.get().put("seen", event.getValue());
              self.get().put("k", event.getValue() + "!");
              throw new IllegalStateException("listener is broken");
            }
          }
        };
    cache.registerCacheEntryListener(
        new MutableCacheEntryListenerConfiguration<>(() -> listener, null, true, true));
    assertTimeoutPreemptively(
        NO_DEADLOCK,
        () ->
            assertThatExceptionOfType(CacheEntryListenerException.class)
                .isThrownBy(() -> cache.put("k", "v")));
    assertThat(cache.get("seen")).isEqualTo("v");
    assertThat(cache.get("k")).isEqualTo("v!");
    assertUsable(cache, "k");
  }

  @Test
  void afterCloseEverythingSaysSo() {
    Cache<String, String> cache = cache(strings());
    cache.close();
    cache.close();
    assertThatThrownBy(() -> cache.get("k")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> cache.put("k", "v")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(cache::iterator).isInstanceOf(IllegalStateException.class);
    cache.getCacheManager().close();
    cache.getCacheManager().close();
    assertThatThrownBy(() -> cache.getCacheManager().getCache("orders"))
        .isInstanceOf(IllegalStateException.class);
  }
}
