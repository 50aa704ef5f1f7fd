package io.larder.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.jdbc.SqlReader;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One reader, so that each read finds what the one before has left. */
class PostgresReadsTest {

  private static final String BACKEND = "SELECT pg_backend_pid()";

  private PostgresSchema schema;
  private PostgresConnections connections;
  private PostgresReads reads;

  @BeforeEach
  void open() {
    schema = PostgresServer.shared().newSchema();
    connections =
        Connecting.to(
            schema.server().url(), schema.settings(Map.of(PostgresSettings.READERS, "1")));
    reads = new PostgresReads(connections, new Backoff(Duration.ofSeconds(30)));
  }

  @AfterEach
  void close() {
    connections.close();
    schema.close();
  }

  @Test
  void aStatementIsPreparedOnceAConnection() {
    PreparedStatement first = reads.read(reader -> reader.statements().of(BACKEND));
    PreparedStatement second = reads.read(reader -> reader.statements().of(BACKEND));
    assertThat(second).isSameAs(first);
  }

  @Test
  void aConnectionOnWhichAReadHasFailedIsGivenUp() throws SQLException {
    long before = backend();
    assertThat(backend()).isEqualTo(before);
    assertThatThrownBy(() -> reads.once(reader -> reader.statements().number("SELECT 1 / 0")))
        .isInstanceOf(SQLException.class);
    assertThat(backend()).isNotEqualTo(before);
  }

  /** What it had begun is not there for whoever reads next, nor does it stay open on the server. */
  @Test
  void aTransactionThatAFailedReadHadOpenIsNobodyElses() {
    long[] failed = {0};
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(
              () ->
                  reads.once(
                      reader -> {
                        failed[0] = reader.statements().number(BACKEND);
                        reader.statements().run(PostgresDialect.POSTGRESQL.beginRead());
                        return reader.statements().number("SELECT 1 / 0");
                      }))
          .isInstanceOf(SQLException.class);
      assertThat(backend()).isNotEqualTo(failed[0]);
      assertThat(reads.<String>read(PostgresReadsTest::isolation)).isEqualTo("read committed");
      schema.server().await("SELECT count(*) = 0 FROM pg_stat_activity WHERE pid = " + failed[0]);
    }
  }

  private static String isolation(SqlReader reader) throws SQLException {
    try (ResultSet row =
        reader.statements().of("SELECT current_setting('transaction_isolation')").executeQuery()) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  @Test
  void aKeptStatementIsPreparedAgainAfterItsTableHasChanged() {
    assertThat(columns()).isEqualTo(9);
    schema.server().execute("ALTER TABLE %s.meta ADD COLUMN more int".formatted(schema.name()));
    assertThat(columns()).isEqualTo(10);
  }

  @Test
  void aKeptStatementIsPreparedAgainAfterTheServerHasForgottenIt() {
    assertThat(columns()).isEqualTo(9);
    reads.read(
        reader -> {
          reader.statements().runOnce("DEALLOCATE ALL");
          return true;
        });
    assertThat(columns()).isEqualTo(9);
  }

  @Test
  void aReadWhoseConnectionIsLostIsMadeOnAnother() {
    long before = backend();
    schema.server().execute("SELECT pg_terminate_backend(%d)".formatted(before));
    assertThat(backend()).isNotEqualTo(before);
  }

  private long backend() {
    return reads.read(reader -> reader.statements().number(BACKEND));
  }

  /** Read so often that the driver prepares it by name. */
  private int columns() {
    int columns = 0;
    for (int i = 0; i < 10; i++) {
      columns =
          reads.read(
              reader -> {
                try (ResultSet row =
                    reader.statements().of("SELECT * FROM {meta}").executeQuery()) {
                  assertThat(row.next()).isTrue();
                  return row.getMetaData().getColumnCount();
                }
              });
    }
    return columns;
  }
}
