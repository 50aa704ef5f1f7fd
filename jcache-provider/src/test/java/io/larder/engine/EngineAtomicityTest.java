package io.larder.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.Batch;
import io.larder.storage.Bytes;
import io.larder.storage.Mutation;
import io.larder.storage.Space;
import io.larder.storage.SpaceOptions;
import io.larder.storage.codec.CanonicalKeyCodec;
import io.larder.storage.codec.SerializationFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.integration.CacheWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operations of several engines on one store, as of several cache managers or processes. */
class EngineAtomicityTest {

  private static final int THREADS = 4;
  private static final int INCREMENTS = 250;

  private final EngineFixture fixture = new EngineFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private static Object increment(Engine<String, Object> engine, String key) {
    return engine.invoke(
        key,
        (entry, arguments) -> {
          int sum = entry.exists() ? (Integer) entry.getValue() : 0;
          entry.setValue(sum + 1);
          return sum + 1;
        });
  }

  private static <T> List<T> inParallel(List<Callable<T>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(tasks)) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  private void incrementFromTwoEngines() throws Exception {
    Engine<String, Object> one = fixture.engine();
    Engine<String, Object> two = fixture.engine();
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      Engine<String, Object> engine = thread % 2 == 0 ? one : two;
      tasks.add(
          () -> {
            for (int i = 0; i < INCREMENTS; i++) {
              increment(engine, "counter-" + i % 2);
            }
            return true;
          });
    }
    inParallel(tasks);
    assertThat((Integer) one.get("counter-0") + (Integer) one.get("counter-1"))
        .isEqualTo(THREADS * INCREMENTS);
    assertThat(two.get("counter-0")).isEqualTo(one.get("counter-0"));
  }

  @Test
  void incrementsOfTwoEnginesAddUp() throws Exception {
    incrementFromTwoEngines();
  }

  /** Keeps what it was told last, and how often it was told. */
  private static final class Recorder implements CacheWriter<String, Object> {
    final Map<String, Object> last = new ConcurrentHashMap<>();
    final AtomicInteger calls = new AtomicInteger();

    @Override
    public void write(Cache.Entry<? extends String, ? extends Object> entry) {
      calls.incrementAndGet();
      last.put(entry.getKey(), entry.getValue());
    }

    @Override
    public void writeAll(Collection<Cache.Entry<? extends String, ? extends Object>> entries) {
      entries.forEach(this::write);
      entries.clear();
    }

    @Override
    public void delete(Object key) {
      calls.incrementAndGet();
      last.remove(key);
    }

    @Override
    public void deleteAll(Collection<?> keys) {
      keys.forEach(this::delete);
      keys.clear();
    }
  }

  @Test
  void aWriterIsCalledOnceForEachChangeAndLastForTheLast() throws Exception {
    Recorder recorder = new Recorder();
    fixture.writer = recorder;
    incrementFromTwoEngines();
    assertThat(recorder.calls).hasValue(THREADS * INCREMENTS);
    Engine<String, Object> engine = fixture.engine();
    assertThat(recorder.last)
        .containsEntry("counter-0", engine.get("counter-0"))
        .containsEntry("counter-1", engine.get("counter-1"));
  }

  @Test
  void exactlyOnePutIfAbsentWins() throws Exception {
    Engine<String, Object> one = fixture.engine();
    Engine<String, Object> two = fixture.engine();
    for (int round = 0; round < 50; round++) {
      String key = "round-" + round;
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        Engine<String, Object> engine = thread % 2 == 0 ? one : two;
        String mine = "thread-" + thread;
        tasks.add(() -> engine.putIfAbsent(key, mine));
      }
      List<Boolean> wins = inParallel(tasks);
      assertThat(wins).containsOnlyOnce(true);
      assertThat(one.get(key)).isEqualTo("thread-" + wins.indexOf(true)).isEqualTo(two.get(key));
    }
  }

  @Test
  void manyKeysAreStoredReadAndRemovedTogether() {
    Engine<String, Object> engine = fixture.engine();
    Engine<String, Object> elsewhere = fixture.engine();
    Map<String, Object> entries =
        IntStream.range(0, 1_700).boxed().collect(Collectors.toMap(i -> "k" + i, i -> i));
    assertThat(elsewhere.get("k1")).isNull();
    engine.putAll(entries);
    assertThat(elsewhere.getAll(entries.keySet())).isEqualTo(entries);
    engine.removeAll(Set.of("k1", "k2", "missing"));
    assertThat(elsewhere.get("k1")).isNull();
    assertThat(elsewhere.getAll(Set.of("k1", "k3"))).containsExactly(Map.entry("k3", 3));
    engine.removeAll();
    assertThat(elsewhere.get("k3")).isNull();
    assertThat(engine.keys(null, 10).keys()).isEmpty();
  }

  /** Bytes that no codec has written. */
  private void plantDamage(StoreSession session, String key) {
    Space space = session.store().openSpace(EngineFixture.SPACE, SpaceOptions.DEFAULT);
    Bytes bytes =
        new CanonicalKeyCodec(getClass().getClassLoader(), SerializationFilter.of("")).encode(key);
    Bytes damage = Bytes.wrap(new byte[] {0x20, 1, 2, 3});
    session.store().commit(Batch.of(space, Mutation.Put.of(bytes, damage)));
  }

  @Test
  void aDamagedValueIsAnErrorAndCanBeReplaced() {
    StoreSession session = fixture.session();
    Engine<String, Object> engine = fixture.engine(session);
    plantDamage(session, "k");
    assertThatThrownBy(() -> engine.get("k"))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("'orders'");
    engine.put("k", "repaired");
    assertThat(engine.get("k")).isEqualTo("repaired");
    plantDamage(session, "gone");
    assertThat(engine.remove("gone")).isTrue();
    assertThat(engine.get("gone")).isNull();
  }

  @Test
  void aDamagedValueIsAMissWhereTheConfigurationSaysSo() {
    fixture.undecodableIsMiss = true;
    StoreSession session = fixture.session();
    Engine<String, Object> engine = fixture.engine(session);
    plantDamage(session, "k");
    assertThat(engine.get("k")).isNull();
    assertThat(engine.containsKey("k")).isFalse();
    assertThat(engine.replace("k", "no")).isFalse();
    assertThat(engine.putIfAbsent("k", "repaired")).isTrue();
    assertThat(engine.get("k")).isEqualTo("repaired");
  }
}
