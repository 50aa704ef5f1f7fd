package io.larder.storage.postgresql;

import io.larder.storage.Incarnation;
import io.larder.storage.StorageException;
import io.larder.storage.StoreIdentity;
import io.larder.storage.jdbc.Migrations;
import io.larder.storage.jdbc.Statements;
import io.larder.storage.jdbc.TableNames;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees on each new connection that the database is fit for use, and makes it so.
 *
 * <ol>
 *   <li>The server is asked what it is ({@link ServerFacts}); too old a server, another encoding
 *       than UTF-8 and a standby are refused.
 *   <li>If the schema is up to date and {@code meta} has the database's identity, that is all.
 *   <li>Otherwise, in one transaction under an advisory lock, so that one node does it and the
 *       others find it done: the schema is made if it is not there, migrations are run, and if the
 *       identity is another one a new incarnation begins, with a new origin and with positions
 *       above all that are in the tables.
 * </ol>
 *
 * <p>The lock belongs to the transaction: one that belonged to the session would stay behind in a
 * transaction pooler. Immutable.
 */
final class PostgresOpening {

  static final Migrations MIGRATIONS =
      new Migrations(PostgresOpening.class, "migrations", List.of("V001__entries.sql"));

  private static final Logger LOG = LoggerFactory.getLogger(PostgresOpening.class);

  /** {@code LARD}, above the hash of the schema's name. */
  private static final long LOCK = 0x4C415244L << 32;

  /** The catalogue may be read without any right to the schema. */
  private static final String HAS_META =
      """
      SELECT n.oid, c.oid FROM pg_namespace n
      LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = 'meta'
      WHERE n.nspname = ?
      """;

  private static final String META =
      "SELECT schema_version, identity, incarnation, incarnation_id, origin, base FROM {meta}";

  private static final String IDENTIFY =
      """
      UPDATE {meta} SET schema_version = ?, identity = ?, incarnation = ?, incarnation_id = ?,
        origin = ?, base = ?
      """;

  /** The transaction's own id, and the highest position that is in the tables. */
  private static final String HIGHEST =
      """
      SELECT pg_current_xact_id()::text::bigint, greatest(0, reaped_through, evicted_through,
        (SELECT max(seq) FROM {entry}), (SELECT max(seq) FROM {space})) FROM {meta}
      """;

  /** Each table and sequence of the schema on which the user lacks a right that it needs. */
  private static final String LACKING =
      """
      SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND (
        c.relkind IN ('r', 'p') AND NOT (has_table_privilege(c.oid, 'SELECT')
          AND has_table_privilege(c.oid, 'INSERT') AND has_table_privilege(c.oid, 'UPDATE')
          AND has_table_privilege(c.oid, 'DELETE'))
        OR c.relkind = 'S' AND NOT has_sequence_privilege(c.oid, 'USAGE'))
      """;

  /**
   * What {@code meta} says.
   *
   * @param table the number of the table itself: a dump restored over it has made another one
   */
  private record Meta(
      long table,
      long version,
      String identity,
      long incarnation,
      String id,
      long origin,
      long base) {

    Life life(Database database) {
      return new Life(
          new StoreIdentity(database.place(), new Incarnation(incarnation, id), origin), base);
    }
  }

  private final Database database;
  private final PostgresFailures failures;

  PostgresOpening(Database database, PostgresFailures failures) {
    this.database = database;
    this.failures = failures;
  }

  /**
   * Sees that the database is fit for use, and makes it so.
   *
   * @param connection in auto-commit mode, and left so
   * @throws StorageException if it cannot be used, whoever tries
   */
  Life open(Connection connection) throws SQLException {
    return open(connection, ServerFacts.of(connection));
  }

  Life open(Connection connection, ServerFacts facts) throws SQLException {
    facts.check(database);
    facts.prepare(connection);
    Meta meta = meta(connection);
    if (meta == null || !isReady(meta, facts)) {
      meta = prepare(connection, facts);
    }
    return meta.life(database);
  }

  /**
   * @throws StorageException if the user lacks a right on what is in the schema
   */
  void checkRights(Connection connection) throws SQLException {
    try (PreparedStatement lacking = connection.prepareStatement(LACKING)) {
      lacking.setString(1, database.schema());
      try (ResultSet row = lacking.executeQuery()) {
        if (row.next()) {
          throw failures.opening(
              new SQLException("Rights on " + row.getString(1) + " are missing.", "42501"));
        }
      }
    }
  }

  private boolean isReady(Meta meta, ServerFacts facts) {
    MIGRATIONS.checkSupported(meta.version, database.place());
    return meta.version == MIGRATIONS.supported() && meta.identity.equals(identity(meta, facts));
  }

  private static String identity(Meta meta, ServerFacts facts) {
    return facts.identity() + '/' + meta.table;
  }

  private Meta prepare(Connection connection, ServerFacts facts) throws SQLException {
    connection.setAutoCommit(false);
    try {
      run(connection, "SELECT pg_advisory_xact_lock(" + (LOCK | hash(database.schema())) + ")");
      Meta meta = meta(connection);
      if (meta == null || !isReady(meta, facts)) {
        if (meta == null && !hasSchema(connection)) {
          run(connection, "CREATE SCHEMA \"" + database.schema() + '"');
        }
        long version = meta == null ? 0 : meta.version;
        Statements statements = new Statements(connection, new TableNames(database.schema()));
        MIGRATIONS.runWithin(statements, version, database.place());
        meta = identify(connection, facts);
      }
      connection.commit();
      return meta;
    } catch (SQLException e) {
      rollback(connection, e);
      if (PostgresFailures.state(e).equals("42501")) {
        throw failures.cannotCreate(e, facts);
      }
      throw e;
    } catch (RuntimeException e) {
      rollback(connection, e);
      throw e;
    } finally {
      if (!connection.isClosed()) {
        connection.setAutoCommit(true);
      }
    }
  }

  private static long hash(String schema) {
    return schema.hashCode() & 0xFFFF_FFFFL;
  }

  private static void rollback(Connection connection, Exception failure) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private Meta identify(Connection connection, ServerFacts facts) throws SQLException {
    Meta found = meta(connection);
    if (found == null) {
      throw new SQLException("The table meta has no row.");
    }
    Meta now =
        found.identity.equals(identity(found, facts))
            ? withVersion(found)
            : nextIncarnation(connection, found, facts);
    try (PreparedStatement update = connection.prepareStatement(database.sql(IDENTIFY))) {
      update.setLong(1, now.version);
      update.setString(2, now.identity);
      update.setLong(3, now.incarnation);
      update.setString(4, now.id);
      update.setLong(5, now.origin);
      update.setLong(6, now.base);
      update.executeUpdate();
    }
    return now;
  }

  private static Meta withVersion(Meta found) {
    return new Meta(
        found.table,
        MIGRATIONS.supported(),
        found.identity,
        found.incarnation,
        found.id,
        found.origin,
        found.base);
  }

  private Meta nextIncarnation(Connection connection, Meta found, ServerFacts facts)
      throws SQLException {
    long number = found.incarnation + 1;
    if (found.incarnation > 0) {
      LOG.info(
          "The store {} is a copy, a restored backup or a promoted standby of what it was (it is now"
              + " {}, and was {}): it begins incarnation {} with a new origin.",
          database.place(),
          identity(found, facts),
          found.identity,
          number);
    }
    return new Meta(
        found.table,
        MIGRATIONS.supported(),
        identity(found, facts),
        number,
        UUID.randomUUID().toString(),
        ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE),
        base(connection));
  }

  private long base(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(database.sql(HIGHEST))) {
      row.next();
      long transaction = row.getLong(1);
      long highest = row.getLong(2) >> Life.ORDINAL_BITS;
      return Math.max(0, highest + 1 - transaction);
    }
  }

  private boolean hasSchema(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(HAS_META)) {
      select.setString(1, database.schema());
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  private @Nullable Meta meta(Connection connection) throws SQLException {
    long table;
    try (PreparedStatement select = connection.prepareStatement(HAS_META)) {
      select.setString(1, database.schema());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next() || row.getLong(2) == 0) {
          return null;
        }
        table = row.getLong(2);
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(database.sql(META))) {
      if (!row.next()) {
        throw new SQLException("The table meta has no row.");
      }
      return new Meta(
          table,
          row.getLong(1),
          row.getString(2),
          row.getLong(3),
          row.getString(4),
          row.getLong(5),
          row.getLong(6));
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
