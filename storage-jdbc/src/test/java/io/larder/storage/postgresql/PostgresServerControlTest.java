package io.larder.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** What tests of failures do to a server. */
class PostgresServerControlTest {

  @Test
  void aKilledServerReturnsOnItsPortWithWhatItHadAcknowledged() throws SQLException {
    try (PostgresServer server = PostgresServer.create()) {
      server.execute("CREATE TABLE entry(key int)");
      String startedBefore = server.query("SELECT pg_postmaster_start_time()");
      try (Connection connection = server.connect();
          Statement statement = connection.createStatement()) {
        statement.execute("SET synchronous_commit = on");
        statement.execute("INSERT INTO entry VALUES (1)");

        server.kill();

        assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
      }
      assertThatThrownBy(server::connect).isInstanceOf(SQLException.class);
      server.start();
      assertThat(server.query("SELECT count(*) FROM entry")).isEqualTo("1");
      assertThat(server.query("SELECT pg_postmaster_start_time()")).isNotEqualTo(startedBefore);
    }
  }

  @Test
  void aPromotedStandbyHasWhatItsPrimaryHadAndTakesWrites() {
    try (PostgresServer primary = PostgresServer.create()) {
      primary.execute("CREATE TABLE entry(key int)");
      try (PostgresServer standby = primary.standby("standby")) {
        primary.set("synchronous_standby_names", "standby");
        primary.execute("SET synchronous_commit = remote_apply; INSERT INTO entry VALUES (1)");
        assertThat(standby.query("SELECT count(*) FROM entry")).isEqualTo("1");
        assertThatThrownBy(() -> standby.execute("INSERT INTO entry VALUES (2)"))
            .hasRootCauseMessage("ERROR: cannot execute INSERT in a read-only transaction");

        primary.kill();
        standby.promote();

        standby.execute("INSERT INTO entry VALUES (2)");
        assertThat(standby.query("SELECT count(*) FROM entry")).isEqualTo("2");
        assertThat(standby.query("SELECT pg_walfile_name(pg_current_wal_lsn())"))
            .as("on the second timeline")
            .startsWith("00000002");
      }
    }
  }

  @Test
  void aStandbyThatReplaysNothingLags() {
    try (PostgresServer primary = PostgresServer.create()) {
      primary.execute("CREATE TABLE entry(key int)");
      try (PostgresServer standby = primary.standby("standby")) {
        standby.kill();
        primary.execute("INSERT INTO entry VALUES (1)");
        primary.kill();
        standby.start();
        standby.promote();
        assertThat(standby.query("SELECT count(*) FROM entry")).isEqualTo("0");
      }
    }
  }
}
