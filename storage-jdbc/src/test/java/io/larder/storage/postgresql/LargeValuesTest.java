package io.larder.storage.postgresql;

import static io.larder.storage.postgresql.OpenStores.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.Batch;
import io.larder.storage.Bytes;
import io.larder.storage.Change;
import io.larder.storage.ChangePage;
import io.larder.storage.Commit;
import io.larder.storage.Condition;
import io.larder.storage.Cursor;
import io.larder.storage.Entry;
import io.larder.storage.HybridClock;
import io.larder.storage.Mutation;
import io.larder.storage.Reap;
import io.larder.storage.Reaped;
import io.larder.storage.Space;
import io.larder.storage.Store;
import io.larder.storage.jdbc.Statements;
import io.larder.storage.kernel.RowKey;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The driver has the whole result of a select in memory before it gives the first row: what comes
 * through the wire at once is bounded.
 */
class LargeValuesTest {

  private static final int MB = 1 << 20;
  private static final int ROWS = 30;

  private final PostgresServer server = PostgresServer.shared();
  private final PostgresSchema schema = server.newSchema();
  private final WireProxy proxy = WireProxy.to(server);
  private Store store;
  private Space space;

  @BeforeEach
  void open() {
    store = OpenStores.open(proxy.url(), schema);
    space = OpenStores.space(store);
  }

  @AfterEach
  void close() {
    store.close();
    proxy.close();
    schema.close();
  }

  private void put(Bytes key, int length, long expiresAt) {
    byte[] value = new byte[length];
    new Random(length).nextBytes(value); // so that nothing is compressed
    Mutation put = new Mutation.Put(key, Bytes.wrap(value), expiresAt, expiresAt, Condition.NONE);
    store.commit(Batch.of(space, put));
  }

  private void putLarge(long expiresAt) {
    for (int i = 0; i < ROWS; i++) {
      put(bytes("k" + i), MB, expiresAt);
    }
  }

  private interface Reading<R> {
    R now();
  }

  /** Bytes may come as text, two digits each. */
  private <R> R readingAtMost(int megabytes, Reading<R> reading) {
    long before = proxy.bytesToClients();
    R result = reading.now();
    assertThat(proxy.bytesToClients() - before).isLessThan((2L * megabytes + 1) * MB);
    return result;
  }

  @Test
  void aPageOfTheFeedEndsOnTheWireToo() {
    putLarge(Entry.NEVER);
    List<Change> changes = new ArrayList<>();
    ChangePage page;
    Cursor cursor = Cursor.START;
    do {
      Cursor from = cursor;
      page = readingAtMost(4 + 2, () -> store.changes(from, 1000, 4 * MB));
      changes.addAll(page.changes());
      cursor = page.next();
    } while (page.more());
    assertThat(changes).filteredOn(Change.OfEntry.class::isInstance).hasSize(ROWS);
  }

  /** Whatever the limit: nothing is left out, and nothing comes twice. */
  @Test
  void pagesOfAnySizeHaveEverythingOnce() {
    Random random = new Random(1);
    for (int i = 0; i < 40; i++) {
      String key = "k" + i + "-".repeat(i % 4 == 0 ? 2_000 : 0);
      put(bytes(key), i % 7 == 0 ? 20_000 : random.nextInt(3_000), Entry.NEVER);
    }
    List<Change> all = store.changes(Cursor.START, 1000, Integer.MAX_VALUE).changes();
    for (int maxBytes : new int[] {0, 1, 100, 1_999, 2_000, 3_000, 7_000, 20_000, 50_000}) {
      for (int limit : new int[] {1, 2, 7, 1000}) {
        List<Change> paged = new ArrayList<>();
        Cursor cursor = Cursor.START;
        ChangePage page;
        do {
          page = store.changes(cursor, limit, maxBytes);
          paged.addAll(page.changes());
          cursor = page.next();
        } while (page.more());
        assertThat(paged).as("%d rows, %d bytes", limit, maxBytes).isEqualTo(all);
      }
    }
  }

  /** A transaction that shares so many removes does not hold what they all remove. */
  @Test
  void manyRemovesAtOnceReadAFewMegabytesAtATime() throws Exception {
    int many = 100;
    for (int i = 0; i < many; i++) {
      put(bytes("k" + i), MB / 2, Entry.NEVER);
    }
    List<Batch> removes = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      removes.add(Batch.of(space, Mutation.Delete.of(bytes("k" + i))));
    }
    try (PostgresConnections connections = Connecting.to(proxy.url(), schema.settings(Map.of()));
        Statements statements = new Statements(connections.writer().connection(), schema.name())) {
      List<RowKey> keys =
          removes.stream()
              .map(remove -> new RowKey(space.id(), remove.mutations().get(0).key()))
              .toList();
      PostgresRows rows =
          new PostgresRows(statements, new HybridClock(InstantSource.system()), 0, null);
      readingAtMost(8 + 1, () -> begin(statements, keys, rows));
      for (RowKey key : keys) {
        assertThat(rows.entry(key.space(), key.key()).entry().value().length()).isEqualTo(MB / 2);
        assertThat(rows.isThere(key)).isTrue();
      }
      statements.run("ROLLBACK");
    }
    ExecutorService threads = Executors.newFixedThreadPool(many);
    try {
      for (Future<Commit> removed :
          threads.invokeAll(
              removes.stream()
                  .<Callable<Commit>>map(batch -> () -> store.commit(batch))
                  .toList())) {
        assertThat(removed.get().single().before().value().length()).isEqualTo(MB / 2);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(store.count(space)).isZero();
    String largest = "SELECT max(n) FROM (SELECT count(*) AS n FROM %s.entry GROUP BY seq >> 20) t";
    assertThat(server.query(largest.formatted(schema.name())))
        .satisfies(rows -> assertThat(Integer.parseInt(rows)).isBetween(1, 16));
  }

  private static long begin(Statements statements, List<RowKey> keys, PostgresRows rows) {
    try {
      return LockingSelect.begin(statements, keys, Set.of(keys.get(0).space()), rows);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void collectingReadsAFewMegabytesAtATime() {
    putLarge(1);
    Reap reap = new Reap(Long.MAX_VALUE, Duration.ofMillis(-1), Duration.ZERO, 500);
    int expired = 0;
    Reaped reaped;
    do {
      reaped = readingAtMost(8 + 2, () -> store.reap(reap));
      expired += reaped.expired();
    } while (reaped.more());
    assertThat(expired).isEqualTo(ROWS);
    assertThat(server.query("SELECT count(*) FROM " + schema.name() + ".entry")).isEqualTo("0");
  }

  @Test
  void evictingReadsAFewMegabytesAtATime() {
    putLarge(Entry.NEVER);
    while (store.count(space) > 3) {
      assertThat(readingAtMost(8 + 2, () -> store.evict(space, 3, 500))).isPositive();
    }
    for (int i = 0; i < ROWS; i++) {
      assertThat(store.get(space, bytes("k" + i)) != null).isEqualTo(i >= ROWS - 3);
    }
  }
}
