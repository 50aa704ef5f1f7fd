package io.larder.storage.postgresql;

import static io.larder.storage.postgresql.OpenStores.bytes;
import static io.larder.storage.postgresql.OpenStores.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.Condition;
import io.larder.storage.Reap;
import io.larder.storage.Space;
import io.larder.storage.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What collecting and evicting find that others are doing at the time. */
class MetCollectionTest {

  private static final Reap EVERYTHING =
      new Reap(Long.MAX_VALUE, Duration.ZERO, Duration.ofMillis(-1), 1000);

  private final PostgresServer server = PostgresServer.shared();
  private final PostgresSchema schema = server.newSchema();
  private Store store;
  private Space space;

  @BeforeEach
  void open() {
    store = OpenStores.open(server.url(), schema);
    space = OpenStores.space(store);
  }

  @AfterEach
  void close() {
    store.close();
    schema.close();
  }

  private void put(int from, int to) {
    for (int i = from; i < to; i++) {
      commit(store, space, OpenStores.put("k" + i, "v", Condition.NONE));
    }
  }

  private void reap(Reap reap) {
    store.reap(reap);
  }

  private String inSchema(String sql) {
    return sql.replace("{", schema.name() + '.').replace("}", "");
  }

  private interface Check {
    void run() throws SQLException;
  }

  private void during(Connection open, Runnable work) throws Exception {
    during(open, work, () -> {});
  }

  /** Runs the work while a transaction is open, which ends when the work waits, or is done. */
  private void during(Connection open, Runnable work, Check meanwhile) throws Exception {
    CompletableFuture<Void> done = CompletableFuture.runAsync(work);
    while (!done.isDone() && !isOneWaiting()) {
      Thread.onSpinWait();
    }
    try {
      meanwhile.run();
    } finally {
      open.commit();
      done.get();
    }
  }

  private boolean isOneWaiting() {
    return !server.query("SELECT count(*) FROM pg_locks WHERE NOT granted").equals("0");
  }

  private Connection begun(String sql) throws SQLException {
    Connection connection = server.connect();
    connection.setAutoCommit(false);
    Sql.execute(connection, inSchema(sql));
    return connection;
  }

  @Test
  void anEndedLeaseThatIsBeingTakenStays() throws Exception {
    assertThat(store.leases().tryAcquire("l", "me", Duration.ofMillis(1))).isPresent();
    server.execute(inSchema("UPDATE {lease} SET expires_at = 1000"));
    try (Connection taker =
        begun(
            """
            UPDATE {lease} SET owner = 'you', token = token + 1, length = 600000,
              expires_at = (extract(epoch FROM clock_timestamp()) * 1000)::bigint + 600000
            """)) {
      during(taker, () -> reap(Reap.DEFAULT));
    }
    assertThat(store.leases().find("l")).isPresent();
  }

  @Test
  void aSweepThatHasMetAClearBeginsAnew() throws Exception {
    put(0, 1);
    store.clear(space, null);
    put(0, 1);
    server.execute(inSchema("DELETE FROM {entry_count}")); // summing up would wait, too
    try (Connection clear =
        begun(
            """
            UPDATE {space} SET epoch = epoch + 1, cleared_at = cleared_at + 1, swept_to = ''
            """)) {
      during(clear, () -> reap(EVERYTHING));
    }
    store.reap(EVERYTHING);
    assertThat(server.query(inSchema("SELECT count(*) FROM {entry}"))).isEqualTo("0");
  }

  /** Somebody who only looks at a row, for a moment, does not keep it for ever. */
  @Test
  void aRowThatWasLockedIsEvictedLater() throws Exception {
    put(0, 10);
    try (Connection reader =
        begun("SELECT 1 FROM {entry} WHERE key IN ('k0', 'k1', 'k2') FOR SHARE")) {
      assertThat(store.evict(space, 5, 100)).isEqualTo(5);
      assertThat(store.get(space, bytes("k0"))).isNotNull();
      reader.commit();
    }
    put(10, 15);
    assertThat(store.evict(space, 5, 100)).isEqualTo(5);
    for (String oldest : List.of("k0", "k1", "k2", "k8", "k9")) {
      assertThat(store.get(space, bytes(oldest))).as(oldest).isNull();
    }
    assertThat(store.count(space)).isEqualTo(5);
  }

  /** Collecting has spaces locked already when it comes to the marks. */
  @Test
  void evictingWaitsForTheMarksWithItsSpaceLocked() throws Exception {
    put(0, 10);
    try (Connection marks = begun("SELECT 1 FROM {meta} FOR UPDATE");
        Connection other = server.connect()) {
      during(
          marks,
          () -> store.evict(space, 5, 100),
          () ->
              assertThatThrownBy(
                      () -> Sql.query(other, inSchema("SELECT 1 FROM {space} FOR UPDATE NOWAIT")))
                  .isInstanceOf(SQLException.class));
    }
  }
}
