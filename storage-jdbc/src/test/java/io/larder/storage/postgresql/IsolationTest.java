package io.larder.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.larder.storage.Lease;
import io.larder.storage.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A user whose transactions are serializable where nothing else is said. */
class IsolationTest {

  private static final String ISOLATION = "SHOW transaction_isolation";

  private ServerRole role;
  private PostgresSchema schema;

  @BeforeEach
  void create() {
    role = ServerRole.create();
    schema = new PostgresSchema(role.server(), "larder");
    role.execute(
        "ALTER ROLE %1$s SET default_transaction_isolation = serializable".formatted(role.name()));
    role.execute("GRANT CREATE ON DATABASE %1$s TO %1$s".formatted(role.name()));
  }

  @AfterEach
  void drop() {
    role.close();
  }

  private String url() {
    return role.url() + "?user=" + role.name() + "&password=" + role.password();
  }

  private PostgresConnections connections(String location) {
    return Connecting.to(location, schema.settings(Map.of()));
  }

  @Test
  void eachConnectionReadsWhatIsCommitted() throws SQLException {
    try (PostgresConnections connections = connections(url());
        Connection reader = connections.reader();
        Connection writer = connections.writer().connection()) {
      assertThat(Sql.query(reader, ISOLATION)).isEqualTo("read committed");
      assertThat(Sql.query(writer, ISOLATION)).isEqualTo("read committed");
    }
  }

  /** The snapshot of whoever waits for the other is older than what the other has made. */
  @Test
  void severalMayMakeTheSchemaAtOnce() throws Exception {
    List<Life> lives =
        atOnce(
            4,
            () -> {
              try (PostgresConnections connections = connections(url())) {
                return connections.life();
              }
            });
    assertThat(lives).containsOnly(lives.get(0));
  }

  @Test
  void whoMeetsAnotherAtALeaseWaitsForIt() throws Exception {
    try (Store store = OpenStores.open(url(), schema, PostgresSettings.RETRY_TIMEOUT, "0ms")) {
      List<Integer> acquired =
          atOnce(
              8,
              () -> {
                int times = 0;
                for (int i = 0; i < 50; i++) {
                  var lease = store.leases().tryAcquire("l", "me", Duration.ofMinutes(1));
                  times += lease.isPresent() ? 1 : 0;
                  lease.ifPresent(store.leases()::release);
                }
                return times;
              });
      assertThat(acquired.stream().mapToInt(Integer::intValue).sum()).isPositive();
      Lease last = store.leases().tryAcquire("l", "me", Duration.ofMinutes(1)).orElseThrow();
      assertThat(store.leases().find("l")).contains(last);
    }
  }

  @Test
  void aPoolOfTheApplicationsIsGivenBackWhatItGave() throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(url());
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    try (HikariDataSource pool = new HikariDataSource(config)) {
      DataSources.bind("isolated", pool);
      try (PostgresConnections connections = connections("datasource:isolated");
          Connection reader = connections.reader()) {
        assertThat(Sql.query(reader, ISOLATION)).isEqualTo("read committed");
      }
      try (Connection lent = pool.getConnection()) { // this thread's last one
        assertThat(Sql.query(lent, ISOLATION)).isEqualTo("repeatable read");
      }
    } finally {
      DataSources.unbind("isolated");
    }
  }

  private static <R> List<R> atOnce(int threads, Callable<R> work) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier together = new CyclicBarrier(threads);
      List<Future<R>> begun = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        begun.add(
            executor.submit(
                () -> {
                  together.await();
                  return work.call();
                }));
      }
      List<R> results = new ArrayList<>();
      for (Future<R> one : begun) {
        results.add(one.get());
      }
      return results;
    } finally {
      executor.shutdownNow();
    }
  }
}
