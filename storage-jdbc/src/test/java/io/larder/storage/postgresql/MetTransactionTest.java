package io.larder.storage.postgresql;

import static io.larder.storage.postgresql.OpenStores.bytes;
import static io.larder.storage.postgresql.OpenStores.commit;
import static io.larder.storage.postgresql.OpenStores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.storage.Batch;
import io.larder.storage.Condition;
import io.larder.storage.HybridClock;
import io.larder.storage.Lease;
import io.larder.storage.Mutation;
import io.larder.storage.Outcome;
import io.larder.storage.Reap;
import io.larder.storage.RequestId;
import io.larder.storage.Space;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceOptions;
import io.larder.storage.Store;
import io.larder.storage.jdbc.Collector;
import io.larder.storage.jdbc.Evictor;
import io.larder.storage.jdbc.TableNames;
import io.larder.storage.kernel.Listeners;
import io.larder.storage.postgresql.PostgresFailures.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one transaction finds that another has done between its beginning and its end. */
class MetTransactionTest {

  private static final Reap EVERYTHING =
      new Reap(Long.MAX_VALUE, Duration.ZERO, Duration.ofMillis(-1), 1000);

  private final PostgresServer server = PostgresServer.shared();
  private final PostgresSchema schema = server.newSchema();
  private Store other;
  private Space space;
  private PostgresConnections connections;
  private ChangeDelivery delivery;
  private PostgresWriter writer;
  private volatile long nowMillis = System.currentTimeMillis();

  @BeforeEach
  void open() throws SQLException {
    other = OpenStores.open(server.url(), schema);
    space = OpenStores.space(other);
    connections = Connecting.to(schema);
    delivery =
        ChangeDelivery.start(
            () -> connections.listener().connection(),
            schema.name(),
            "here",
            new Listeners("here"),
            Duration.ofMillis(100));
    writer = newWriter();
  }

  private PostgresWriter newWriter() {
    TableNames tables = new TableNames(schema.name());
    Backoff backoff = new Backoff(Duration.ofSeconds(10));
    InstantSource clock = () -> Instant.ofEpochMilli(nowMillis);
    return new PostgresWriter(
        new PostgresWriter.Shared(
            connections,
            tables,
            new HybridClock(clock),
            clock,
            null,
            backoff,
            new Settlement(connections, tables, backoff),
            delivery));
  }

  @AfterEach
  void close() {
    writer.close();
    delivery.close();
    connections.close();
    other.close();
    schema.close();
  }

  private PostgresTransaction begin(Mutation mutation) throws SQLException {
    Batch batch = Batch.of(space, mutation);
    PostgresTransaction transaction = writer.begin(false, List.of(batch));
    assertThat(transaction.writes().apply(batch).applied()).isTrue();
    return transaction;
  }

  private static void assertCollides(PostgresTransaction transaction) {
    assertThatThrownBy(transaction::commit)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(PostgresFailures.kind(e)).isEqualTo(Kind.COLLIDED));
    transaction.rollback();
  }

  @Test
  void aKeyThatWasCreatedMeanwhileCollides() throws SQLException {
    PostgresTransaction transaction = begin(put("k", "mine", Condition.ABSENT));
    Outcome theirs = commit(other, space, put("k", "theirs", Condition.ABSENT));
    assertCollides(transaction);
    assertThat(other.get(space, bytes("k"))).isEqualTo(theirs.after());
  }

  @Test
  void aRowThatWillBeChangedIsLocked() throws Exception {
    commit(other, space, put("k", "0", Condition.NONE));
    PostgresTransaction transaction = begin(put("k", "mine", Condition.NONE));
    CompletableFuture<Outcome> theirs =
        CompletableFuture.supplyAsync(
            () -> commit(other, space, put("k", "theirs", Condition.NONE)));
    awaitOneWaiting();
    transaction.commit();
    assertThat(theirs.get().after().stamp().version()).isEqualTo(3);
  }

  /** Nobody waits until the network has noticed that a node is gone. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void oneThatStopsLetsItsRowsGo() throws SQLException {
    commit(other, space, put("k", "0", Condition.NONE));
    PostgresTransaction transaction = begin(put("k", "mine", Condition.NONE));
    Outcome theirs = commit(other, space, put("k", "theirs", Condition.NONE));
    assertThatThrownBy(transaction::commit)
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> assertThat(PostgresFailures.kind(e)).isEqualTo(Kind.CONNECTION_LOST));
    transaction.rollback();
    assertThat(other.get(space, bytes("k"))).isEqualTo(theirs.after());
  }

  @Test
  void nobodyWaitsForALockForever() throws SQLException {
    PostgresTransaction transaction = writer.begin(false, List.of());
    try (ResultSet row = transaction.statements().of("SHOW lock_timeout").executeQuery()) {
      row.next();
      assertThat(row.getString(1)).isEqualTo("5s");
    }
    transaction.rollback();
  }

  /** Others that share its transaction are tried without it, unless there is no connection. */
  @Test
  void aRowThatCannotBeHadMayBeOneTasksFault() throws SQLException {
    PostgresTransaction first = writer.begin(false, List.of());
    first.statements().run("SET statement_timeout = 200");
    first.statements().run("COMMIT");
    commit(other, space, put("k", "0", Condition.NONE));
    Batch batch = Batch.of(space, put("k", "mine", Condition.NONE));
    try (Connection holder = server.connect()) {
      holder.setAutoCommit(false);
      Sql.query(holder, "SELECT seq FROM %s.entry FOR UPDATE".formatted(schema.name()));
      SQLException stuck =
          catchThrowableOfType(SQLException.class, () -> writer.begin(false, List.of(batch)));
      assertThat(PostgresFailures.kind(stuck)).isEqualTo(Kind.OTHER);
      assertThat(writer.mayBeOneTasks(stuck)).isTrue();
      holder.rollback();
    }
    server.execute("ALTER TABLE %s.meta RENAME TO gone".formatted(schema.name()));
    SQLException unconnected =
        catchThrowableOfType(SQLException.class, () -> writer.begin(false, List.of(batch)));
    assertThat(writer.mayBeOneTasks(unconnected)).isFalse();
  }

  private void awaitOneWaiting() {
    while (server.query("SELECT count(*) FROM pg_locks WHERE NOT granted").equals("0")) {
      Thread.onSpinWait();
    }
  }

  /** Else version 1 would come again, and lose to the tombstone wherever that is still known. */
  @Test
  void aKeyThatCameAndWentMeanwhileDoesNotBeginAnew() throws SQLException {
    PostgresTransaction transaction = begin(put("k", "mine", Condition.ABSENT));
    commit(other, space, put("k", "theirs", Condition.ABSENT));
    commit(other, space, Mutation.Delete.of(bytes("k")));
    assertThat(other.reap(EVERYTHING).tombstones()).isOne();
    assertCollides(transaction);
    PostgresTransaction again = begin(put("k", "mine", Condition.ABSENT));
    again.commit();
    assertThat(other.get(space, bytes("k")).stamp().version()).isGreaterThan(2);
  }

  @Test
  void aSpaceThatWasClearedMeanwhileCollides() throws SQLException {
    PostgresTransaction transaction = begin(put("k", "mine", Condition.NONE));
    other.clear(space, null);
    assertCollides(transaction);
  }

  @Test
  void ofTwoWhoClearOneRunsAgain() throws SQLException {
    PostgresTransaction transaction = writer.begin(false, List.of());
    transaction.writes().clear(space.id());
    other.clear(space, null);
    assertCollides(transaction);
  }

  @Test
  void aSpaceThatTwoMakeAtOnceIsOne() throws SQLException {
    SpaceName name = SpaceName.global("new");
    PostgresTransaction transaction = writer.begin(false, List.of());
    long mine = transaction.writes().open(name);
    Space theirs = other.openSpace(name, SpaceOptions.DEFAULT);
    assertCollides(transaction);
    assertThat(theirs.id()).isEqualTo(mine);
  }

  /**
   * However many rows there are: else the server plans anew what it has planned for another number.
   */
  @Test
  void rowsAreLockedByOnePlan() throws SQLException {
    for (int i = 0; i < 30; i++) {
      List<Mutation> mutations = new ArrayList<>();
      for (int key = 0; key <= i % 7; key++) {
        mutations.add(put("k" + key, "v", Condition.NONE));
      }
      writer.begin(false, List.of(Batch.of(space, mutations))).rollback();
    }
    PostgresTransaction last = writer.begin(false, List.of());
    String plans =
        "SELECT sum(generic_plans) FROM pg_prepared_statements WHERE statement LIKE '%FOR UPDATE%'";
    assertThat(last.statements().number(plans)).isPositive();
    last.rollback();
  }

  /** What was found rejected has written nothing, and leaves no lock behind. */
  @Test
  void aRejectedBatchEndsItsTransaction() throws SQLException {
    commit(other, space, put("k", "0", Condition.NONE));
    Batch batch = Batch.of(space, put("k", "mine", Condition.ABSENT));
    PostgresTransaction transaction = writer.begin(false, List.of(batch));
    assertThat(transaction.writes().apply(batch).applied()).isFalse();
    transaction.commit();
    assertThat(commit(other, space, put("k", "1", Condition.NONE)).after().stamp().version())
        .isEqualTo(2);
  }

  /** By its own clock, which is ahead, it would end what others hold. */
  @Test
  void leasesAndAnswersEndByTheServersClock() throws SQLException {
    Batch batch = Batch.of(space, put("k", "v", Condition.NONE));
    other.commit(batch.as(new RequestId("client", 1)));
    Lease held = other.leases().tryAcquire("l", "me", Duration.ofMinutes(1)).orElseThrow();
    Collector collector =
        new Collector(
            new Collector.Texts(PostgresDialect.POSTGRESQL),
            Reap.DEFAULT,
            System.currentTimeMillis() + Duration.ofHours(1).toMillis(),
            null);
    PostgresTransaction transaction = writer.begin(true, List.of());
    SoleCollection.collect(transaction, collector);
    transaction.commit();
    assertThat(other.leases().find("l")).contains(held);
    assertThat(server.query("SELECT count(*) FROM " + schema.name() + ".request")).isEqualTo("1");
  }

  @Test
  void anAnswerIsAsOldAsTheServerSays() throws SQLException {
    Batch batch = Batch.of(space, put("k", "v", Condition.NONE)).as(new RequestId("c", 1));
    nowMillis = 1_000;
    PostgresTransaction transaction = writer.begin(true, List.of(batch));
    transaction.writes().apply(batch);
    transaction.commit();
    other.reap(Reap.DEFAULT);
    assertThat(server.query("SELECT count(*) FROM " + schema.name() + ".request")).isEqualTo("1");
  }

  @Test
  void aSurplusIsEvictedOnce() throws SQLException {
    for (int i = 0; i < 10; i++) {
      commit(other, space, put("k" + i, "v", Condition.NONE));
    }
    PostgresTransaction transaction = writer.begin(false, List.of());
    Evictor evictor = new Evictor(PostgresDialect.POSTGRESQL);
    assertThat(SoleCollection.evict(transaction, evictor, space, 5, 100).size()).isEqualTo(5);
    assertThat(other.evict(space, 5, 100)).isZero();
    transaction.commit();
    assertThat(other.evict(space, 5, 100)).isZero();
    assertThat(other.count(space)).isEqualTo(5);
  }

  /** Its position is below those that are evicted meanwhile. */
  @Test
  void whatCommitsLateIsEvictedAllTheSame() throws SQLException {
    PostgresTransaction early = begin(put("early", "v", Condition.NONE));
    for (int i = 0; i < 3; i++) {
      commit(other, space, put("k" + i, "v", Condition.NONE));
    }
    Evictor evictor = new Evictor(PostgresDialect.POSTGRESQL);
    PostgresWriter evicting = newWriter();
    try {
      PostgresTransaction first = evicting.begin(false, List.of());
      Evictor.Evicted evicted = SoleCollection.evict(first, evictor, space, 1, 100);
      assertThat(evicted.size()).isEqualTo(2);
      early.commit();
      first.commit();
      evictor.reached(space, evicted.through());
      PostgresTransaction second = evicting.begin(false, List.of());
      assertThat(SoleCollection.evict(second, evictor, space, 1, 100).size()).isOne();
      second.commit();
    } finally {
      evicting.close();
    }
    assertThat(other.get(space, bytes("early"))).isNull();
  }
}
