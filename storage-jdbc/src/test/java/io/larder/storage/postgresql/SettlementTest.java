package io.larder.storage.postgresql;

import static io.larder.storage.postgresql.OpenStores.add;
import static io.larder.storage.postgresql.OpenStores.bytes;
import static io.larder.storage.postgresql.OpenStores.commit;
import static io.larder.storage.postgresql.OpenStores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.Condition;
import io.larder.storage.Counter;
import io.larder.storage.Mutation;
import io.larder.storage.Outcome;
import io.larder.storage.OutcomeUnknownException;
import io.larder.storage.Space;
import io.larder.storage.StorageException;
import io.larder.storage.Store;
import io.larder.storage.postgresql.WireProxy.Moment;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A connection is lost between a commit and its answer. */
class SettlementTest {

  private final PostgresServer server = PostgresServer.shared();
  private final PostgresSchema schema = server.newSchema();
  private final WireProxy proxy = WireProxy.to(server);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Store store;
  private Space space;

  @BeforeEach
  void open() {
    store = OpenStores.open(proxy.url(), schema);
    space = OpenStores.space(store);
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    store.close();
    proxy.close();
    schema.close();
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void anIncrementCountsOnce(Moment moment) throws Exception {
    for (int i = 1; i <= 20; i++) {
      proxy.cutAtNextCommit(moment);
      Outcome outcome = commit(store, space, add("n"));
      proxy.awaitCut();
      assertThat(Counter.of(outcome.after()).total()).isEqualByComparingTo(Integer.toString(i));
      assertThat(store.get(space, bytes("n"))).isEqualTo(outcome.after());
    }
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void aWinnerIsToldThatItWon(Moment moment) throws Exception {
    for (int i = 0; i < 20; i++) {
      proxy.cutAtNextCommit(moment);
      Outcome outcome = commit(store, space, put("k" + i, "mine", Condition.ABSENT));
      proxy.awaitCut();
      assertThat(outcome.held()).isTrue();
      assertThat(store.get(space, bytes("k" + i))).isEqualTo(outcome.after());
    }
    assertThat(store.count(space)).isEqualTo(20);
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void aClearHappensOnce(Moment moment) throws Exception {
    commit(store, space, add("n"));
    long epoch = store.space(OpenStores.NAME).orElseThrow().epoch();
    proxy.cutAtNextCommit(moment);
    store.clear(space, null);
    proxy.awaitCut();
    assertThat(store.space(OpenStores.NAME).orElseThrow().epoch()).isEqualTo(epoch + 1);
  }

  /** The server says that the transaction was committed, which after a crash may be another's. */
  @Test
  void whatWasOverwrittenSinceIsToldAsUnknown() throws Exception {
    Mutation write = put("k", "mine", Condition.NONE);
    commit(store, space, write);
    Future<Outcome> written;
    try (Connection other = server.connect()) {
      other.setAutoCommit(false);
      // Whoever connects reads it: the settlement waits.
      Sql.execute(other, "LOCK TABLE " + schema.name() + ".meta IN ACCESS EXCLUSIVE MODE");
      proxy.cutAtNextCommit(Moment.BEFORE_THE_CLIENT_HEARS);
      written = threads.submit(() -> commit(store, space, write));
      proxy.awaitCut();
      server.execute("UPDATE " + schema.name() + ".entry SET seq = seq + 1");
      other.rollback();
    }
    assertThatThrownBy(written::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContainingAll("during a commit", "Read the entries");
    assertThat(commit(store, space, write).held()).as("the store goes on").isTrue();
  }

  @Test
  void whatCannotBeAskedIsToldAsUnknown() throws Exception {
    Store impatient = OpenStores.open(proxy.url(), schema, PostgresSettings.RETRY_TIMEOUT, "300ms");
    try (impatient;
        Connection other = server.connect()) {
      commit(impatient, space, add("n"));
      other.setAutoCommit(false);
      Sql.execute(other, "LOCK TABLE " + schema.name() + ".meta IN ACCESS EXCLUSIVE MODE");
      proxy.cutAtNextCommit(Moment.BEFORE_THE_CLIENT_HEARS);
      Future<Outcome> written = threads.submit(() -> commit(impatient, space, add("n")));
      proxy.awaitCut();
      proxy.refuse(true);
      assertThatThrownBy(written::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(OutcomeUnknownException.class);
    }
    proxy.refuse(false);
    assertThat(Counter.of(store.get(space, bytes("n"))).total()).isEqualByComparingTo("2");
  }

  @Test
  void aDataSourceThatThrowsAnythingIsAskedAgain() throws Exception {
    AtomicInteger failures = new AtomicInteger();
    bindFailing(failures, new IllegalStateException("planted"));
    try (Store pooled = OpenStores.open("datasource:app", schema)) {
      commit(pooled, space, add("n"));
      failures.set(2);
      proxy.cutAtNextCommit(Moment.BEFORE_THE_CLIENT_HEARS);
      Outcome outcome = commit(pooled, space, add("n"));
      assertThat(Counter.of(outcome.after()).total()).isEqualByComparingTo("2");
    } finally {
      DataSources.unbind("app");
    }
    assertThat(Counter.of(store.get(space, bytes("n"))).total()).isEqualByComparingTo("2");
  }

  /** As itself it would mean that nothing was written, and be taken for a reason to do it again. */
  @Test
  void anErrorWhileAskingIsToldAsUnknown() throws Exception {
    AtomicInteger failures = new AtomicInteger();
    bindFailing(failures, new NoClassDefFoundError("planted"));
    try (Store pooled = OpenStores.open("datasource:app", schema)) {
      commit(pooled, space, add("n"));
      failures.set(1);
      proxy.cutAtNextCommit(Moment.BEFORE_THE_CLIENT_HEARS);
      assertThatThrownBy(() -> commit(pooled, space, add("n")))
          .isInstanceOf(OutcomeUnknownException.class);
    } finally {
      DataSources.unbind("app");
    }
  }

  /** After a crash of the server a row may be visible that its standby has never received. */
  @Test
  void whatIsFoundWrittenIsToldOnceTheStandbyHasIt() throws Exception {
    commit(store, space, add("n"));
    Future<Outcome> written;
    AtomicBoolean over = new AtomicBoolean();
    try (Connection other = server.connect()) {
      other.setAutoCommit(false);
      Sql.execute(other, "LOCK TABLE " + schema.name() + ".meta IN ACCESS EXCLUSIVE MODE");
      proxy.cutAtNextCommit(Moment.BEFORE_THE_CLIENT_HEARS);
      written = threads.submit(() -> commit(store, space, add("n")));
      proxy.awaitCut();
      server.set("synchronous_standby_names", "nobody");
      Future<Void> probe = threads.submit(() -> commitUntil(over));
      while (waitingForStandby() < 1) {
        assertThat(probe.isDone()).isFalse();
      }
      other.rollback();
      while (waitingForStandby() < 2) {
        assertThat(written.isDone()).isFalse();
      }
    } finally {
      over.set(true);
      server.set("synchronous_standby_names", "");
    }
    assertThat(Counter.of(written.get().after()).total()).isEqualByComparingTo("2");
  }

  private Void commitUntil(AtomicBoolean over) throws SQLException {
    try (Connection connection = server.connect()) {
      Sql.execute(connection, "SET synchronous_commit = on");
      while (!over.get()) {
        Sql.query(connection, "SELECT pg_logical_emit_message(TRUE, 'test', '')");
      }
    }
    return null;
  }

  private int waitingForStandby() {
    return Integer.parseInt(
        server.query("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"));
  }

  private void bindFailing(AtomicInteger failures, Throwable failure) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(proxy.url());
    DataSource failing =
        (DataSource)
            Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (unused, method, arguments) -> {
                  if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    throw failure;
                  }
                  return method.invoke(source, arguments);
                });
    DataSources.bind("app", failing);
  }

  /** Nothing was sent that could have been committed: it is known not to have happened. */
  @Test
  void anUnreachableServerIsNoUnknownOutcome() {
    try (Store impatient =
        OpenStores.open(proxy.url(), schema, PostgresSettings.RETRY_TIMEOUT, "300ms")) {
      proxy.refuse(true);
      assertThatThrownBy(() -> commit(impatient, space, add("n")))
          .isInstanceOf(StorageException.class)
          .isNotInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("Nothing of this call was written");
      proxy.refuse(false);
      assertThat(commit(impatient, space, add("n")).held()).isTrue();
    }
  }
}
