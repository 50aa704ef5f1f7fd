package io.larder.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.postgresql.WireProxy.Moment;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireProxyTest {

  private final PostgresServer server = PostgresServer.shared();
  private final PostgresSchema schema = server.newSchema();
  private final WireProxy proxy = WireProxy.to(server);

  @BeforeEach
  void makeTable() {
    server.execute("CREATE SCHEMA " + schema.name());
    server.execute("CREATE TABLE " + schema.name() + ".entry(key int)");
  }

  @AfterEach
  void close() {
    proxy.close();
    schema.close();
  }

  /** Five prepared executions make pgjdbc name its statements, COMMIT too. */
  @ParameterizedTest
  @CsvSource({
    "BEFORE_THE_SERVER_HEARS, 0, 0",
    "BEFORE_THE_SERVER_HEARS, 20, 20",
    "BEFORE_THE_CLIENT_HEARS, 0, 1",
    "BEFORE_THE_CLIENT_HEARS, 20, 21"
  })
  void aCommitIsCut(Moment moment, int before, String kept) throws Exception {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      try (var insert =
          connection.prepareStatement("INSERT INTO " + schema.name() + ".entry VALUES (?)")) {
        for (int i = 0; i < before; i++) {
          insert.setInt(1, i);
          insert.executeUpdate();
          connection.commit();
        }
        proxy.cutAtNextCommit(moment);
        // Writes nothing, so its commit is let through.
        connection.createStatement().executeQuery("SELECT 1").close();
        connection.commit();
        insert.setInt(1, before);
        insert.executeUpdate();
        assertThatThrownBy(connection::commit)
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).startsWith("08"));
      }
      proxy.awaitCut();
    }
    server.await("SELECT count(*) = " + kept + " FROM " + schema.name() + ".entry");
    server.await("SELECT count(*) = 0 FROM pg_stat_activity WHERE state = 'idle in transaction'");
    assertThat(rows()).isEqualTo(kept);
    try (Connection again = connect()) {
      assertThat(again.isValid(1)).isTrue();
    }
  }

  @Test
  void aCutIsNoticedAtOnceAndNewConnectionsWork() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
      proxy.cut();
      assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
    }
    connect().close();
  }

  @Test
  void whileItRefusesNobodyConnects() throws SQLException {
    proxy.refuse(true);
    assertThatThrownBy(this::connect).isInstanceOf(SQLException.class);
    proxy.refuse(false);
    connect().close();
  }

  @Test
  void whatIsDelayedArrivesLater() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      proxy.delay(Duration.ofMillis(20));
      long start = System.nanoTime();
      statement.execute("SELECT 1");
      assertThat(System.nanoTime() - start).isGreaterThan(40_000_000);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(proxy.url());
  }

  private String rows() {
    return server.query("SELECT count(*) FROM " + schema.name() + ".entry");
  }
}
