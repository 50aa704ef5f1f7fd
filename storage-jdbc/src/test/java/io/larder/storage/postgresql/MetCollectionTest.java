package io.larder.storage.postgresql;

import static io.larder.storage.postgresql.OpenStores.bytes;
import static io.larder.storage.postgresql.OpenStores.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.Change;
import io.larder.storage.Condition;
import io.larder.storage.Mutation;
import io.larder.storage.Reap;
import io.larder.storage.Space;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceOptions;
import io.larder.storage.SpaceState;
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

  private Space other(String name) {
    return store.openSpace(SpaceName.global(name), SpaceOptions.DEFAULT);
  }

  private void expectFree(Connection connection, Space free) throws SQLException {
    String lock = "SELECT id FROM {space} WHERE id = %d FOR UPDATE NOWAIT".formatted(free.id());
    assertThat(Sql.query(connection, inSchema(lock))).isEqualTo(Long.toString(free.id()));
  }

  /** Two that had one space each, and wanted the other's, would wait for each other. */
  @Test
  void whoWaitsForASpaceHasNoneThatComesLater() throws Exception {
    Space second = other("second");
    Space low = space.id() < second.id() ? space : second;
    Space high = low.equals(space) ? second : space;
    server.execute(
        inSchema("UPDATE {space} SET seq = seq WHERE id = " + low.id())); // moves it last
    try (Connection holder =
            begun("SELECT 1 FROM {space} WHERE id = %d FOR UPDATE".formatted(low.id()));
        Connection looker = server.connect()) {
      SpaceState raised = store.space(high.name()).orElseThrow().cleared(1L << 40, 77, false);
      SpaceState other = store.space(low.name()).orElseThrow().cleared(1L << 40, 77, false);
      List<Change> clears = List.of(new Change.OfSpace(raised, 1), new Change.OfSpace(other, 2));
      during(holder, () -> store.merge(clears, null), () -> expectFree(looker, high));
    }
  }

  @Test
  void countsAreSummedUpInOneOrder() throws Exception {
    Space second = other("second");
    Space low = space.id() < second.id() ? space : second;
    Space high = low.equals(space) ? second : space;
    commit(store, low, OpenStores.put("k", "v", Condition.NONE));
    commit(store, high, OpenStores.put("k", "v", Condition.NONE));
    server.execute(inSchema("UPDATE {space} SET seq = seq WHERE id = " + low.id()));
    try (Connection holder =
            begun("SELECT 1 FROM {space} WHERE id = %d FOR UPDATE".formatted(low.id()));
        Connection looker = server.connect()) {
      during(holder, () -> reap(EVERYTHING), () -> expectFree(looker, high));
    }
    assertThat(server.query(inSchema("SELECT count(*) FROM {entry_count}"))).isEqualTo("0");
    assertThat(store.count()).isEqualTo(2);
  }

  /** A sweep writes its space in a statement of its own. */
  @Test
  void aReapThatSweepsLocksInOneOrder() throws Exception {
    Space second = other("second");
    Space low = space.id() < second.id() ? space : second;
    Space high = low.equals(space) ? second : space;
    commit(store, low, OpenStores.put("low", "v", Condition.NONE));
    commit(store, high, OpenStores.put("high", "v", Condition.NONE));
    commit(store, low, Mutation.Delete.of(bytes("low")));
    store.clear(high, null);
    server.execute(inSchema("DELETE FROM {entry_count}"));
    try (Connection holder =
            begun("SELECT 1 FROM {space} WHERE id = %d FOR UPDATE".formatted(low.id()));
        Connection looker = server.connect()) {
      during(holder, () -> reap(EVERYTHING), () -> expectFree(looker, high));
    }
    store.reap(EVERYTHING);
    assertThat(server.query(inSchema("SELECT count(*) FROM {entry}"))).isEqualTo("0");
  }

  /** A standby that never had the last positions gives them out again. */
  @Test
  void whatWasEvictedInAnotherIncarnationIsNoMark() {
    put(0, 10);
    assertThat(store.evict(space, 5, 100)).isEqualTo(5);
    server.execute(inSchema("UPDATE {entry} SET seq = seq - (SELECT min(seq) FROM {entry}) + 1"));
    server.execute(inSchema("UPDATE {meta} SET identity = left(identity, -8) || 'FFFFFFFF'"));
    server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'larder'");
    assertThat(store.evict(space, 2, 100)).isEqualTo(3);
    assertThat(store.identity().incarnation().number()).isEqualTo(2);
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
