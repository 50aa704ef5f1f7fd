package io.larder.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.storage.StorageException;
import io.larder.storage.postgresql.PostgresFailures.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a real server's failures mean, and what is said of them. */
class PostgresFailuresTest {

  private PostgresSchema schema;
  private PostgresConnections connections;
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    schema = PostgresServer.shared().newSchema();
    connections =
        Connecting.to(
            schema.server().url(),
            schema.settings(
                Map.of(
                    PostgresSettings.READERS, "2", PostgresSettings.CONNECTION_TIMEOUT, "300ms")));
    connection = connections.writer().connection();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    connections.close();
    schema.close();
  }

  @Test
  void aStatementThatTakesTooLong() throws SQLException {
    Sql.execute(connection, "SET statement_timeout = 20");
    SQLException e = failure(() -> Sql.query(connection, "SELECT pg_sleep(60)"));
    assertThat(PostgresFailures.kind(e)).isEqualTo(Kind.OTHER);
    assertTold(e, "statement_timeout", "Nothing of this call was written");
  }

  @Test
  void aSerializationFailure() throws SQLException {
    String update = "UPDATE %s.meta SET base = base".formatted(schema.name());
    Sql.execute(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ");
    Sql.query(connection, "SELECT 1");
    schema.server().execute(update);
    SQLException e = failure(() -> Sql.execute(connection, update));
    assertThat(PostgresFailures.kind(e)).isEqualTo(Kind.COLLIDED);
    assertTold(e, PostgresSettings.RETRY_TIMEOUT, "10,000 ms");
  }

  @Test
  void aUniqueViolation() {
    String insert = "INSERT INTO %s.meta SELECT * FROM %1$s.meta".formatted(schema.name());
    SQLException e = failure(() -> Sql.execute(connection, insert));
    assertThat(PostgresFailures.kind(e)).isEqualTo(Kind.COLLIDED);
    assertThat(e.getMessage()).contains("Key (");
    assertTold(e, PostgresSettings.RETRY_TIMEOUT);
    assertThat(connections.failures().of(e)).hasMessageNotContaining("Key (");
  }

  @Test
  void aTransactionThatTakesTooLong() throws SQLException {
    Sql.execute(connection, "SET transaction_timeout = 20");
    SQLException e = failure(() -> Sql.query(connection, "SELECT pg_sleep(60)"));
    assertThat(e.getSQLState()).isEqualTo("25P04");
    assertThat(PostgresFailures.kind(e)).isEqualTo(Kind.CONNECTION_LOST);
    assertTold(e, "was lost", "transaction timeout");
  }

  @Test
  void aConnectionThatIsLost() throws SQLException {
    String backend = Sql.query(connection, "SELECT pg_backend_pid()");
    schema.server().execute("SELECT pg_terminate_backend(%s)".formatted(backend));
    SQLException told = failure(() -> Sql.query(connection, "SELECT pg_sleep(60)"));
    assertThat(PostgresFailures.kind(told)).isEqualTo(Kind.CONNECTION_LOST);
    SQLException closed = failure(() -> Sql.query(connection, "SELECT 1"));
    assertThat(PostgresFailures.kind(closed)).isEqualTo(Kind.CONNECTION_LOST);
    assertTold(closed, "was lost", "connects again by itself");
  }

  @Test
  void aReadOnlyTransaction() throws SQLException {
    Sql.execute(connection, "BEGIN READ ONLY");
    String update = "UPDATE %s.meta SET base = base".formatted(schema.name());
    SQLException e = failure(() -> Sql.execute(connection, update));
    assertThat(PostgresFailures.kind(e)).isEqualTo(Kind.NOT_HAPPENED);
    assertTold(e, "read-only", "primary");
  }

  @Test
  void readersWhoAreTooMany() throws SQLException {
    List<Connection> taken = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      taken.add(connections.reader());
    }
    SQLException e = failure(connections::reader);
    assertThat(PostgresFailures.kind(e)).isEqualTo(Kind.NOT_HAPPENED);
    assertTold(e, "all 2 are in use", PostgresSettings.READERS, "300 ms");
    for (Connection reader : taken) {
      reader.close();
    }
    connections.reader().close();
  }

  @Test
  void aTableThatWasDropped() {
    schema.server().execute("DROP TABLE %s.request".formatted(schema.name()));
    String select = "SELECT count(*) FROM %s.request".formatted(schema.name());
    assertTold(failure(() -> Sql.query(connection, select)), '"' + schema.name() + '"');
  }

  /** What a transaction pooler does: the statement was prepared in another session. */
  @Test
  void aStatementThatIsNotPreparedAnyMore() throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT 1")) {
      for (int i = 0; i < 10; i++) {
        select.executeQuery().close();
      }
      // In a transaction the driver does not prepare it again by itself; a plain DEALLOCATE it
      // knows.
      Sql.execute(connection, "BEGIN");
      Sql.execute(connection, "DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$");
      assertTold(failure(select::executeQuery), "pooler", "prepareThreshold=0");
    }
  }

  @Test
  void whatNobodyKnows() {
    SQLException e = failure(() -> Sql.query(connection, "SELECT 1 / 0"));
    assertThat(PostgresFailures.kind(e)).isEqualTo(Kind.OTHER);
    assertTold(e, "division by zero", "22012");
  }

  private static SQLException failure(ThrowingCallable work) {
    return catchThrowableOfType(SQLException.class, work);
  }

  private void assertTold(SQLException e, String... parts) {
    StorageException told = connections.failures().of(e);
    assertThat(told)
        .hasCause(e)
        .hasMessageContainingAll(
            "'postgres' at localhost:" + schema.server().port(), "user 'postgres'")
        .hasMessageContainingAll(parts);
  }
}
