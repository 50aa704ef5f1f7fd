package io.larder.storage.postgresql;

import io.larder.storage.ChangePage;
import io.larder.storage.Cursor;
import io.larder.storage.SpaceName;
import io.larder.storage.jdbc.Dialect;
import io.larder.storage.jdbc.SqlFeed;
import io.larder.storage.jdbc.Statements;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A store's tables without the store: tests say themselves which transaction does what, and when.
 */
final class FeedTables implements AutoCloseable {

  static final String INCARNATION = "first";
  static final SpaceName SPACE = SpaceName.global("orders");

  /** What the durable feed reads with. */
  static final Dialect UNDER_HORIZON = PostgresDialect.POSTGRESQL;

  /** A feed that believes in what it sees. */
  static final Dialect NAIVE = dialect("greatest(0, (SELECT max(seq) FROM {entry}))");

  private final PostgresSchema schema = PostgresServer.shared().newSchema();

  FeedTables() throws SQLException, IOException {
    try (Connection connection = connect();
        Statements statements = new Statements(connection, schema.name())) {
      connection.setAutoCommit(false);
      statements.runOnce("CREATE SCHEMA " + schema.name());
      statements.runScript(migration());
      statements.runOnce("UPDATE {meta} SET incarnation = 1, incarnation_id = 'first', origin = 7");
      statements.runOnce(
          "INSERT INTO {space} VALUES (1, '', '', 'orders', 1, 0, 0, 7, 0, 0, 0, NULL)");
      connection.commit();
    }
  }

  private static Dialect dialect(String last) {
    return new Dialect(
        UNDER_HORIZON.beginRead(),
        UNDER_HORIZON.beginWrite(),
        UNDER_HORIZON.commit(),
        UNDER_HORIZON.rollback(),
        "SELECT " + last + ", reaped_through FROM {meta}",
        UNDER_HORIZON.count(),
        UNDER_HORIZON.countAll(),
        UNDER_HORIZON.bindsArrays(),
        UNDER_HORIZON.buffersResults(),
        UNDER_HORIZON.noBytes(),
        UNDER_HORIZON.lockEntries(),
        UNDER_HORIZON.sweepable(),
        UNDER_HORIZON.now());
  }

  private static String migration() throws IOException {
    try (InputStream in =
        Statements.class.getResourceAsStream(
            "/io/larder/storage/postgresql/migrations/V001__entries.sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  String schema() {
    return schema.name();
  }

  Connection connect() throws SQLException {
    return schema.server().connect();
  }

  /** A connection with nothing begun. */
  RawWriter writer() throws SQLException {
    return new RawWriter(connect(), schema.name());
  }

  /** Reads one page of the durable feed. */
  ChangePage page(Cursor cursor) throws SQLException {
    try (Statements statements = new Statements(connect(), schema.name())) {
      return new SqlFeed(UNDER_HORIZON, statements).changes(cursor, INCARNATION, 100, 1 << 20);
    }
  }

  @Override
  public void close() {
    schema.close();
  }
}
