package io.larder.storage.postgresql;

import static io.larder.storage.postgresql.OpenStores.add;
import static io.larder.storage.postgresql.OpenStores.bytes;
import static io.larder.storage.postgresql.OpenStores.commit;
import static io.larder.storage.postgresql.OpenStores.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.Bytes;
import io.larder.storage.Condition;
import io.larder.storage.Counter;
import io.larder.storage.Entry;
import io.larder.storage.KeyRange;
import io.larder.storage.Mutation;
import io.larder.storage.Reap;
import io.larder.storage.Scan;
import io.larder.storage.ScanPage;
import io.larder.storage.Space;
import io.larder.storage.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes with many threads each, on one database. */
class CollisionTest {

  private static final int THREADS = 8;

  private final PostgresServer server = PostgresServer.shared();
  private final PostgresSchema schema = server.newSchema();
  private final ExecutorService threads = Executors.newFixedThreadPool(2 * THREADS);
  private List<Store> stores;
  private Space space;

  @BeforeEach
  void open() {
    stores = List.of(OpenStores.open(server.url(), schema), OpenStores.open(server.url(), schema));
    space = OpenStores.space(stores.get(0));
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    stores.forEach(Store::close);
    schema.close();
  }

  private interface Work {
    void on(Store store, int thread) throws Exception;
  }

  /** Runs the work in threads of both nodes that begin together. */
  private void together(Work work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(2 * THREADS);
    List<Future<?>> ends = new ArrayList<>();
    for (int i = 0; i < 2 * THREADS; i++) {
      int thread = i;
      ends.add(
          threads.submit(
              () -> {
                start.await();
                work.on(stores.get(thread % 2), thread);
                return null;
              }));
    }
    for (Future<?> end : ends) {
      end.get();
    }
  }

  @Test
  void noIncrementIsLost() throws Exception {
    int each = 60;
    together(
        (store, thread) -> {
          for (int i = 0; i < each; i++) {
            commit(store, space, add("n" + (thread + i) % 3));
          }
        });
    long sum = 0;
    for (int i = 0; i < 3; i++) {
      sum += Counter.of(stores.get(0).get(space, bytes("n" + i))).total().longValueExact();
    }
    assertThat(sum).isEqualTo(2L * THREADS * each);
  }

  @Test
  void ofThoseWhoCreateAKeyOneWins() throws Exception {
    int keys = 40;
    AtomicInteger[] winners = new AtomicInteger[keys];
    for (int i = 0; i < keys; i++) {
      winners[i] = new AtomicInteger();
    }
    together(
        (store, thread) -> {
          for (int i = 0; i < keys; i++) {
            if (commit(store, space, put("k" + i, "by " + thread, Condition.ABSENT)).held()) {
              winners[i].incrementAndGet();
            }
          }
        });
    assertThat(winners).extracting(AtomicInteger::get).containsOnly(1);
    assertThat(stores.get(1).count(space)).isEqualTo(keys);
  }

  @Test
  void ofThoseWhoReplaceAStateOneWins() throws Exception {
    int rounds = 100;
    commit(stores.get(0), space, put("k", "0", Condition.NONE));
    AtomicInteger replaced = new AtomicInteger();
    together(
        (store, thread) -> {
          while (replaced.get() < rounds) {
            Entry standing = store.get(space, bytes("k"));
            Condition same = new Condition.ExactStamp(standing.stamp());
            if (commit(store, space, put("k", "by " + thread, same)).held()) {
              replaced.incrementAndGet();
            }
          }
        });
    assertThat(stores.get(0).get(space, bytes("k")).stamp().version())
        .isEqualTo(1L + replaced.get());
  }

  /** Each takes its locks in one order, whatever order its batch has. */
  @Test
  void batchesOfSeveralKeysAreWholeAndDoNotWaitForOneAnother() throws Exception {
    int each = 30;
    together(
        (store, thread) -> {
          for (int i = 0; i < each; i++) {
            List<Mutation> both = new ArrayList<>(List.of(add("a"), add("b"), add("c")));
            if (thread % 3 == 0) {
              java.util.Collections.reverse(both);
            }
            store.commit(io.larder.storage.Batch.of(space, both));
          }
        });
    for (String key : List.of("a", "b", "c")) {
      assertThat(Counter.of(stores.get(0).get(space, bytes(key))).total().longValueExact())
          .isEqualTo(2L * THREADS * each);
    }
    assertThat(server.query("SELECT deadlocks FROM pg_stat_database WHERE datname = 'postgres'"))
        .isEqualTo("0");
  }

  /** Counts are appended by many and summed up beside them. */
  @Test
  void theCountIsWhatIsThere() throws Exception {
    Reap reap = new Reap(Long.MAX_VALUE, Duration.ZERO, Duration.ZERO, 1000);
    together(
        (store, thread) -> {
          for (int i = 0; i < 40; i++) {
            Bytes key = bytes("k" + (i * 7 + thread) % 50);
            commit(store, space, Mutation.Put.of(key, key));
            commit(store, space, Mutation.Delete.of(bytes("k" + (i * 11 + thread) % 50)));
            if (i % 10 == thread % 10) {
              store.reap(reap);
            }
            if (i == 20 && thread == 5) {
              store.clear(space, null);
            }
          }
        });
    assertThat(stores.get(0).count(space)).isEqualTo(scan().entries().size()).isPositive();
    stores.get(1).reap(reap);
    assertThat(stores.get(0).count(space)).isEqualTo(scan().entries().size());
    assertThat(stores.get(0).count()).isEqualTo(scan().entries().size());
  }

  private ScanPage scan() {
    return stores.get(0).scan(Scan.of(space, KeyRange.ALL, 1000));
  }
}
