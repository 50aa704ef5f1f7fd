package io.larder.storage.postgresql;

import static io.larder.storage.postgresql.OpenStores.add;
import static io.larder.storage.postgresql.OpenStores.bytes;
import static io.larder.storage.postgresql.OpenStores.commit;
import static io.larder.storage.postgresql.OpenStores.put;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.Batch;
import io.larder.storage.Condition;
import io.larder.storage.Outcome;
import io.larder.storage.Space;
import io.larder.storage.Stamp;
import io.larder.storage.Store;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Which lane writes what. The store's sessions are told by their application's name, the schema's.
 */
class WriteLanesTest {

  private static final String STUCK = "stuck";

  private final PostgresServer server = PostgresServer.shared();
  private final PostgresSchema schema = server.newSchema();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Store store;
  private Space space;

  @BeforeEach
  void open() {
    String url = server.url() + "&ApplicationName=" + schema.name();
    store = OpenStores.open(url, schema, PostgresSettings.READERS, "1");
    space = OpenStores.space(store);
    // From here on the pool of readers has all that it may have.
    assertThat(store.get(space, bytes(STUCK))).isNull();
  }

  @AfterEach
  void close() {
    threads.shutdown();
    store.close();
    schema.close();
  }

  private int sessions() {
    return Integer.parseInt(
        server.query(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = '%s'"
                .formatted(schema.name())));
  }

  @Test
  void aFewWritersShareOneConnection() {
    int before = sessions();
    keys(16).forEach(key -> commit(store, space, put(key, "v", Condition.NONE)));
    assertThat(sessions()).isEqualTo(before);
  }

  /** Sixteen wait for a row; when as many more have come, those go another way. */
  @Test
  @Timeout(60)
  void beyondSixteenSomeGoOnThoughTheFirstLaneIsStuck() throws Exception {
    commit(store, space, put(STUCK, "v", Condition.NONE));
    int before = sessions();
    List<CompletableFuture<?>> all = new ArrayList<>();
    try (Connection holder = server.connect()) {
      holder.setAutoCommit(false);
      Sql.query(holder, "SELECT seq FROM %s.entry FOR UPDATE".formatted(schema.name()));
      IntStream.range(0, 16).forEach(writer -> all.add(start(STUCK)));
      server.await(
          "SELECT count(*) = 1 FROM pg_stat_activity WHERE application_name = '%s' AND wait_event_type = 'Lock'"
              .formatted(schema.name()));
      List<CompletableFuture<?>> later =
          keys(32).stream().<CompletableFuture<?>>map(this::start).toList();
      all.addAll(later);
      CompletableFuture.anyOf(later.toArray(CompletableFuture<?>[]::new)).get(60, SECONDS);
      assertThat(sessions()).isEqualTo(before + 1);
      assertThat(all.get(0)).isNotDone();
      holder.rollback();
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).get(60, SECONDS);
  }

  /** Each row is in both lanes' transactions again and again; nobody's write is lost or late. */
  @Test
  @Timeout(120)
  void writersOfTheSameKeysMeetInBothLanes() throws Exception {
    int before = sessions();
    int writers = 40;
    int each = 50;
    List<String> keys = keys(3);
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (int writer = 0; writer < writers; writer++) {
      String own = "writer " + writer;
      String key = keys.get(writer % keys.size());
      all.add(CompletableFuture.runAsync(() -> addInTurn(own, key, each), threads));
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).get(120, SECONDS);
    assertThat(sessions()).as("both lanes have written").isEqualTo(before + 1);
    long versions =
        keys.stream().mapToLong(key -> store.get(space, bytes(key)).stamp().version()).sum();
    assertThat(versions).isEqualTo((long) writers * each);
  }

  /** The first key tells the lanes that the batches may share their time. */
  private void addInTurn(String own, String key, int times) {
    Stamp last = null;
    for (int i = 0; i < times; i++) {
      Outcome outcome = store.commit(Batch.of(space, add(own), add(key))).outcomes().get(1);
      Stamp stamp = outcome.after().stamp();
      assertThat(outcome.before() == null ? 0 : outcome.before().stamp().version())
          .isEqualTo(stamp.version() - 1);
      if (last != null) {
        assertThat(stamp.version()).isGreaterThan(last.version());
        assertThat(stamp.timestamp()).isGreaterThan(last.timestamp());
      }
      last = stamp;
    }
  }

  private CompletableFuture<?> start(String key) {
    Batch batch = Batch.of(space, put(key, "v", Condition.NONE));
    return CompletableFuture.supplyAsync(() -> store.commit(batch), threads);
  }

  private static List<String> keys(int count) {
    return IntStream.range(0, count).mapToObj(number -> "key " + number).toList();
  }
}
