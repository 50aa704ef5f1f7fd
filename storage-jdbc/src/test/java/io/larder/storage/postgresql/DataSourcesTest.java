package io.larder.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.larder.storage.Condition;
import io.larder.storage.Mutation;
import io.larder.storage.Space;
import io.larder.storage.StorageException;
import io.larder.storage.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class DataSourcesTest {

  private static final String NAME = "app";

  @AfterEach
  void unbind() {
    DataSources.unbind(NAME);
  }

  @Test
  void anApplicationsDataSourceHoldsTheStore() throws SQLException {
    try (PostgresSchema schema = PostgresServer.shared().newSchema()) {
      DataSources.bind(NAME, simple());
      try (PostgresConnections connections = opened(schema);
          Connection reader = connections.reader()) {
        assertThat(connections.life().identity().location())
            .isEqualTo("datasource:app, schema " + schema.name());
        assertThat(Sql.query(reader, "SELECT count(*) FROM %s.meta".formatted(schema.name())))
            .isEqualTo("1");
      }
    }
  }

  @Test
  void aPoolOfTheApplicationsIsGivenBackWhatItGave() throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setDataSource(simple());
    config.setAutoCommit(false);
    try (PostgresSchema schema = PostgresServer.shared().newSchema();
        HikariDataSource pool = new HikariDataSource(config)) {
      DataSources.bind(NAME, pool);
      try (PostgresConnections connections = opened(schema)) {
        try (Connection writer = connections.writer().connection();
            Connection reader = connections.reader()) {
          assertThat(writer.getAutoCommit()).isTrue();
          assertThat(reader.getAutoCommit()).isTrue();
          assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isEqualTo(2);
        }
      }
      assertThat(pool.isRunning()).isTrue();
      assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }
  }

  @Test
  void aPoolOfTheApplicationsGetsNoFailedTransactionBack() throws SQLException {
    PGSimpleDataSource source = simple();
    source.setOptions("-c statement_timeout=200");
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    try (PostgresSchema schema = PostgresServer.shared().newSchema();
        HikariDataSource pool = new HikariDataSource(config)) {
      DataSources.bind(NAME, pool);
      try (Store store = OpenStores.open("datasource:app", schema);
          Connection other = schema.server().connect()) {
        Space space = OpenStores.space(store);
        Mutation write = OpenStores.put("k", "v", Condition.NONE);
        OpenStores.commit(store, space, write);
        other.setAutoCommit(false);
        Sql.query(other, "SELECT seq FROM %s.entry FOR UPDATE".formatted(schema.name()));
        assertThatThrownBy(() -> OpenStores.commit(store, space, write))
            .isInstanceOf(StorageException.class)
            .hasMessageContaining("statement_timeout");
        other.rollback();
        try (Connection lent = pool.getConnection()) { // this thread's last one
          assertThat(Sql.query(lent, "SELECT 1")).isEqualTo("1");
        }
      }
    }
  }

  @Test
  void aPoolOfTheApplicationsGetsNoFailedReadBack() throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setDataSource(simple());
    config.setMaximumPoolSize(1);
    try (PostgresSchema schema = PostgresServer.shared().newSchema();
        HikariDataSource pool = new HikariDataSource(config)) {
      DataSources.bind(NAME, pool);
      try (PostgresConnections connections = opened(schema)) {
        PostgresReads reads = new PostgresReads(connections, new Backoff(Duration.ZERO));
        assertThatThrownBy(
                () ->
                    reads.once(
                        reader -> {
                          reader.statements().run(PostgresDialect.POSTGRESQL.beginRead());
                          return reader.statements().number("SELECT 1 / 0");
                        }))
            .isInstanceOf(SQLException.class);
      }
      try (Connection lent = pool.getConnection()) { // the one that there is
        assertThat(Sql.query(lent, "SELECT count(*) FROM pg_locks WHERE FALSE")).isEqualTo("0");
        assertThat(Sql.query(lent, "SHOW transaction_isolation")).isEqualTo("read committed");
      }
    }
  }

  @Test
  void whatFailsNamesTheServersDatabaseAndUser() throws SQLException {
    try (PostgresSchema schema = PostgresServer.shared().newSchema()) {
      DataSources.bind(NAME, simple());
      try (PostgresConnections connections = opened(schema);
          Connection writer = connections.writer().connection()) {
        SQLException cause = new SQLException("a test", "57014");
        assertThat(connections.failures().of(cause))
            .hasMessageContainingAll("'postgres' at ", "data source 'app'", "user 'postgres'");
        assertThat(writer.isClosed()).isFalse();
      }
    }
  }

  @Test
  void oneThatCannotConnectIsNamed() {
    PGSimpleDataSource nowhere = new PGSimpleDataSource();
    nowhere.setURL("jdbc:postgresql://localhost:1/app?user=web&password=s3cr3t");
    DataSources.bind(NAME, nowhere);
    assertThatThrownBy(() -> Connecting.to("datasource:app", Map.of()))
        .isInstanceOf(StorageException.class)
        .hasMessageContainingAll("data source 'app'", "cannot be reached")
        .hasMessageNotContaining("s3cr3t");
  }

  @Test
  void anUnknownNameIsRefused() {
    DataSources.bind(NAME, simple());
    assertThatThrownBy(() -> Connecting.to("datasource:other", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'other'", "[app]", "DataSources.bind(\"other\"");
    assertThatThrownBy(() -> Connecting.to("datasource:java:comp/env/jdbc/app", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("JNDI", "'java:comp/env/jdbc/app'");
  }

  @Test
  void aNameIsNotTakenFromAnother() {
    DataSource first = simple();
    DataSources.bind(NAME, first);
    DataSources.bind(NAME, first);
    assertThatThrownBy(() -> DataSources.bind(NAME, simple()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'app'");
    assertThatThrownBy(() -> DataSources.bind("java:app", first))
        .isInstanceOf(IllegalArgumentException.class);
    DataSources.unbind(NAME);
    DataSources.bind(NAME, simple());
  }

  @Test
  void itsUserIsNotOursToSay() {
    DataSources.bind(NAME, simple());
    assertThatThrownBy(() -> Connecting.to("datasource:app", Map.of(PostgresSettings.USER, "web")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(PostgresSettings.USER, "'app'");
  }

  private static PostgresConnections opened(PostgresSchema schema) {
    return Connecting.to("datasource:app", schema.settings(new HashMap<>()));
  }

  private static PGSimpleDataSource simple() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(PostgresServer.shared().url());
    return source;
  }
}
