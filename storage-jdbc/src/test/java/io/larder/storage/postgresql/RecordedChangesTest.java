package io.larder.storage.postgresql;

import static io.larder.storage.postgresql.OpenStores.add;
import static io.larder.storage.postgresql.OpenStores.bytes;
import static io.larder.storage.postgresql.OpenStores.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.Batch;
import io.larder.storage.Bytes;
import io.larder.storage.Condition;
import io.larder.storage.Entry;
import io.larder.storage.KeyRange;
import io.larder.storage.Mutation;
import io.larder.storage.Reap;
import io.larder.storage.Recording;
import io.larder.storage.Revision;
import io.larder.storage.Scan;
import io.larder.storage.Space;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceOptions;
import io.larder.storage.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** History costs no round trip, and nodes that keep it do not wait for one another. */
class RecordedChangesTest {

  private static final SpaceName HISTORY = SpaceName.global("history of orders");
  private static final int THREADS = 6;

  private final PostgresServer server = PostgresServer.shared();
  private final PostgresSchema schema = server.newSchema();
  private final WireProxy proxy = WireProxy.to(server);
  private final ExecutorService threads = Executors.newFixedThreadPool(2 * THREADS);
  private Store here;
  private Store there;
  private Space orders;
  private Space history;

  @BeforeEach
  void open() {
    here = OpenStores.open(proxy.url(), schema);
    there = OpenStores.open(server.url(), schema);
    orders = OpenStores.space(here);
    history = here.openSpace(HISTORY, SpaceOptions.DEFAULT);
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    here.close();
    there.close();
    proxy.close();
    schema.close();
  }

  private Batch recorded(List<Mutation> mutations) {
    return Batch.of(orders, mutations).recorded(new Recording(history, "ann", Entry.NEVER));
  }

  private List<Revision> revisionsOf(String key) {
    return here.scan(Scan.of(history, Revision.recordsOf(bytes(key)), 10_000)).entries().stream()
        .map(Revision::of)
        .toList();
  }

  @Test
  void aRecordedChangeTakesTwoRoundTrips() {
    int before = proxy.roundTrips().size();
    for (int i = 0; i < 20; i++) {
      Mutation put = put("k" + i % 3, "v" + i, Condition.NONE);
      here.commit(recorded(List.of(put, add("n"), Mutation.Delete.of(bytes("k" + (i + 1) % 3)))));
    }
    List<Integer> trips = proxy.roundTrips();
    assertThat(trips.subList(before, trips.size())).hasSize(20).containsOnly(2);
    assertThat(revisionsOf("n")).hasSize(20);
  }

  /** Both spaces are written by both nodes, which evict, sum up, clear and destroy meanwhile. */
  @Test
  void nodesThatRecordTheSameSpacesDoNotWaitForOneAnother() throws Exception {
    String deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = 'postgres'";
    String before = server.query(deadlocks);
    Reap reap = new Reap(Long.MAX_VALUE, Duration.ZERO, Duration.ZERO, 1000);
    List<Future<?>> ends = new ArrayList<>();
    for (int t = 0; t < 2 * THREADS; t++) {
      int thread = t;
      Store store = t % 2 == 0 ? here : there;
      ends.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 40; i++) {
                  List<Mutation> both =
                      new ArrayList<>(
                          List.of(add("n"), put("k" + i % 4, thread + "." + i, Condition.NONE)));
                  if (thread % 3 == 0) {
                    Collections.reverse(both);
                  }
                  store.commit(recorded(both));
                  if (thread < 2 && i % 8 == 0) {
                    store.evict(history, 300, 20);
                    store.reap(reap);
                  } else if (thread == 2 && i % 10 == 9) {
                    store.destroy(i % 20 == 9 ? HISTORY : OpenStores.NAME, null);
                  }
                }
              }));
    }
    for (Future<?> end : ends) {
      end.get();
    }
    assertThat(server.query(deadlocks)).isEqualTo(before);
    assertThat(here.count(history))
        .isEqualTo(here.scan(Scan.of(history, KeyRange.ALL, 10_000)).entries().size());
    assertChain("n");
    for (int i = 0; i < 4; i++) {
      assertChain("k" + i);
    }
  }

  /**
   * From the standing value back, as far as the space was not cleared. Not to the edge of what was
   * evicted: of two changes that were under way at once, the later one may have the lower position.
   */
  private void assertChain(String key) {
    Entry standing = here.get(orders, bytes(key));
    Bytes value = standing == null ? null : standing.value();
    for (Revision revision : revisionsOf(key).stream().limit(20).toList()) {
      if (value == null) {
        break;
      }
      assertThat(revision.to()).isEqualTo(value);
      value = revision.from();
    }
  }

  /** As a standby that lagged behind may, when it is promoted. */
  @Test
  void aSpaceOfHistoryThatTheDatabaseHasNeverHadIsMadeAgain() {
    server.execute(
        "DELETE FROM %s.space WHERE namespace = '%s'"
            .formatted(schema.name(), HISTORY.namespace()));
    here.commit(recorded(List.of(add("n"))));
    server.execute("DELETE FROM %s.space".formatted(schema.name()));
    here.commit(recorded(List.of(add("m"))));
    assertThat(revisionsOf("m")).hasSize(1);
    assertThat(here.get(orders, bytes("m"))).isNotNull();
  }
}
