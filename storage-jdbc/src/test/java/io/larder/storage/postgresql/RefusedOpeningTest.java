package io.larder.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.StorageException;
import io.larder.storage.StoreLocation;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each refusal names host, database and user, and says what to do. */
class RefusedOpeningTest {

  private ServerRole role;

  @BeforeEach
  void createRole() {
    role = ServerRole.create();
  }

  @AfterEach
  void dropRole() {
    role.close();
  }

  @Test
  void aWrongPassword() throws IOException {
    try (PostgresServer server = PostgresServer.create()) {
      server.execute("CREATE ROLE web LOGIN PASSWORD 'right'");
      Path rules = server.directory().resolve("pg_hba.conf");
      Files.writeString(rules, "host all web all scram-sha-256\n" + Files.readString(rules));
      server.execute("SELECT pg_reload_conf()");
      String url = "jdbc:postgresql://localhost:%d/postgres".formatted(server.port());
      Map<String, String> wrong =
          Map.of(PostgresSettings.USER, "web", PostgresSettings.PASSWORD, "wr0ng-one");
      assertThatThrownBy(() -> Connecting.to(url, wrong))
          .isInstanceOf(StorageException.class)
          .hasMessageContainingAll(
              "'postgres' at localhost:" + server.port(),
              "user 'web'",
              "password is wrong",
              "larder.postgresql.password")
          .hasMessageNotContaining("wr0ng-one");
      assertThatThrownBy(() -> Connecting.to(url + "?user=web", Map.of()))
          .hasMessageContainingAll("user 'web'", "no password was provided", "pg_hba.conf");
    }
  }

  @Test
  void aMissingDatabase() {
    String url = "jdbc:postgresql://localhost:%d/nowhere".formatted(role.server().port());
    assertThatThrownBy(() -> Connecting.to(url, role.credentials()))
        .isInstanceOf(StorageException.class)
        .hasMessageContainingAll("'nowhere' at localhost", role.name(), "CREATE DATABASE");
  }

  @ParameterizedTest
  @CsvSource({"localhost:1", "no-such-host.invalid:5432"})
  void aHostThatCannotBeReached(String host) {
    assertThatThrownBy(
            () -> Connecting.to("jdbc:postgresql://" + host + "/app", role.credentials()))
        .isInstanceOf(StorageException.class)
        .hasMessageContainingAll("'app' at " + host, role.name(), "cannot be reached", "runs");
  }

  @Test
  void aHostThatDoesNotAnswerInTime() throws IOException {
    try (ServerSocket silent = new ServerSocket(0)) {
      String url = "jdbc:postgresql://localhost:%d/app".formatted(silent.getLocalPort());
      Map<String, String> settings = Map.of(PostgresSettings.CONNECTION_TIMEOUT, "1s");
      assertThatThrownBy(() -> Connecting.to(url, settings))
          .isInstanceOf(StorageException.class)
          .hasMessageContainingAll(
              "localhost:" + silent.getLocalPort(), "'app'", "cannot be reached");
    }
  }

  @ParameterizedTest
  @CsvSource({"LATIN1", "SQL_ASCII"})
  void anEncodingThatIsNotUnicode(String encoding) {
    try (ServerRole other =
        ServerRole.create("ENCODING '%s' LC_COLLATE 'C' LC_CTYPE 'C'".formatted(encoding))) {
      assertThatThrownBy(() -> Connecting.to(other.url(), other.credentials()))
          .isInstanceOf(StorageException.class)
          .hasMessageContainingAll(other.name(), "encoding " + encoding, "ENCODING 'UTF8'");
    }
  }

  @Test
  void aServerThatIsTooOld() {
    Database database =
        Database.of(StoreLocation.parse(role.url()), Connecting.settings(role.credentials()));
    ServerFacts old = new ServerFacts("12.22", 12, "", "", "", "", "", "", "");
    assertThatThrownBy(() -> old.check(database))
        .isInstanceOf(StorageException.class)
        .hasMessageContainingAll(role.name(), "PostgreSQL 12.22", "13 or newer");
  }

  @Test
  void tooManyConnections() throws SQLException {
    role.execute("ALTER ROLE %s CONNECTION LIMIT 1".formatted(role.name()));
    try (Connection taken = DriverManager.getConnection(role.url(), role.name(), role.password())) {
      assertThat(taken.isValid(1)).isTrue();
      assertThatThrownBy(() -> Connecting.to(role.url(), role.credentials()))
          .isInstanceOf(StorageException.class)
          .hasMessageContainingAll(
              role.name(), "no connection left", PostgresSettings.READERS, "CONNECTION LIMIT");
    }
  }

  @Test
  void aReadOnlyServer() {
    role.execute("GRANT CREATE ON DATABASE %1$s TO %1$s".formatted(role.name()));
    Connecting.to(role.url(), role.credentials()).close();
    role.execute("ALTER ROLE %s SET default_transaction_read_only = on".formatted(role.name()));
    assertThatThrownBy(() -> Connecting.to(role.url(), role.credentials()))
        .isInstanceOf(StorageException.class)
        .hasMessageContainingAll(role.name(), "read-only", "default_transaction_read_only");
  }

  @Test
  void aStandby() {
    try (PostgresServer primary = PostgresServer.create();
        PostgresServer standby = primary.standby("a_standby")) {
      assertThatThrownBy(() -> Connecting.to(standby.url(), Map.of()))
          .isInstanceOf(StorageException.class)
          .hasMessageContainingAll(
              "localhost:" + standby.port(), "standby", "jdbc:postgresql://a,b");
      String both =
          "jdbc:postgresql://localhost:%d,localhost:%d/postgres?user=postgres"
              .formatted(standby.port(), primary.port());
      try (PostgresConnections connections = Connecting.to(both, Map.of())) {
        assertThat(connections.life().identity().location())
            .contains("localhost:" + standby.port() + ",localhost:" + primary.port());
      }
    }
  }

  @Test
  void aSchemaOfANewerLarder() {
    try (PostgresConnections connections = Connecting.to(role.superuserUrl(), Map.of())) {
      role.executeWithin("UPDATE larder.meta SET schema_version = 999");
      assertThatThrownBy(connections::writer)
          .isInstanceOf(StorageException.class)
          .hasMessageContainingAll("newer Larder", "999", role.name());
    }
  }

  @Test
  void rightsToMakeTheSchema() {
    assertThatThrownBy(() -> Connecting.to(role.url(), role.credentials()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("GRANT CREATE ON DATABASE \"%1$s\" TO \"%1$s\"", role.name());
    role.execute("GRANT CREATE ON DATABASE %1$s TO %1$s".formatted(role.name()));
    Connecting.to(role.url(), role.credentials()).close();
  }

  /** What the message says is enough. */
  @Test
  void rightsToASchemaThatAnotherMade() {
    Connecting.to(role.superuserUrl(), Map.of()).close();
    String message = refusal();
    assertThat(message).contains("GRANT USAGE ON SCHEMA \"larder\" TO \"" + role.name() + '"');
    role.executeWithin("GRANT USAGE ON SCHEMA larder TO " + role.name());
    assertThat(refusal()).isEqualTo(message);
    role.executeWithin("GRANT SELECT ON ALL TABLES IN SCHEMA larder TO " + role.name());
    assertThat(refusal()).isEqualTo(message);
    Pattern.compile("GRANT [^;]*;")
        .matcher(message)
        .results()
        .forEach(grant -> role.executeWithin(grant.group()));
    Connecting.to(role.url(), role.credentials()).close();
    role.executeWithin("DROP OWNED BY " + role.name());
  }

  private String refusal() {
    try (PostgresConnections connections = Connecting.to(role.url(), role.credentials())) {
      throw new AssertionError("It was opened: " + connections.life());
    } catch (StorageException e) {
      return e.getMessage();
    }
  }
}
