package io.larder.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PostgresServerTest {

  @Test
  void theOldestIsOlderThanTheNewest() throws SQLException {
    assertThat(major(ServerRelease.OLDEST)).isLessThan(major(ServerRelease.NEWEST));
  }

  @ParameterizedTest
  @EnumSource
  void aSchemaGoesAwayWithItsTest(ServerRelease release) throws SQLException {
    PostgresServer server = PostgresServer.shared(release);
    try (PostgresSchema schema = server.newSchema()) {
      server.execute("CREATE SCHEMA " + schema.name());
      server.execute("CREATE TABLE " + schema.name() + ".entry(key bytea)");
      assertThat(schemas(server, schema.name())).isEqualTo(1);
      schema.close();
      assertThat(schemas(server, schema.name())).isZero();
    }
  }

  private static int major(ServerRelease release) throws SQLException {
    try (Connection connection = PostgresServer.shared(release).connect()) {
      return connection.getMetaData().getDatabaseMajorVersion();
    }
  }

  private static long schemas(PostgresServer server, String name) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) FROM pg_namespace WHERE nspname = '" + name + "'")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
