package io.larder.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.StorageException;
import io.larder.storage.jdbc.Migrations;
import io.larder.storage.jdbc.Statements;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbered files, each run once, each whole or not at all. */
class MigrationsTest {

  private static final String FIRST = "V001__first.sql";
  private static final String SECOND = "V002__second.sql";

  @TempDir Path directory;
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = Connections.connect(directory.resolve("m.db"), "mode=rwc");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private void run(long found, String... files) throws SQLException {
    new Migrations(MigrationsTest.class, "testmigrations", List.of(files))
        .run(new Statements(connection), SqliteDialect.SQLITE, found, "m.db");
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void eachIsRunOnce() throws SQLException {
    run(0, FIRST);
    assertThat(number("SELECT schema_version FROM meta")).isEqualTo(1);
    run(1, FIRST, SECOND);
    run(2, FIRST, SECOND);
    assertThat(number("SELECT schema_version FROM meta")).isEqualTo(2);
    assertThat(number("SELECT count(*) FROM word")).isEqualTo(2);
  }

  @Test
  void oneThatFailsLeavesNothing() throws SQLException {
    run(0, FIRST);
    assertThatThrownBy(() -> run(1, FIRST, "V002__broken.sql")).isInstanceOf(SQLException.class);
    assertThat(number("SELECT schema_version FROM meta")).isEqualTo(1);
    assertThat(number("SELECT count(*) FROM sqlite_master WHERE name = 'half'")).isZero();
    run(1, FIRST, SECOND);
    assertThat(number("SELECT schema_version FROM meta")).isEqualTo(2);
  }

  @Test
  void aNewerSchemaIsRefused() {
    assertThatThrownBy(() -> run(3, FIRST, SECOND))
        .isInstanceOf(StorageException.class)
        .hasMessageContainingAll("m.db", "version is 3", "up to 2", "Upgrade Larder");
  }

  @Test
  void numbersHaveNoGaps() {
    assertThatThrownBy(() -> run(0, SECOND))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(SECOND);
  }
}
