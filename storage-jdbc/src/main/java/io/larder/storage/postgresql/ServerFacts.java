package io.larder.storage.postgresql;

import io.larder.storage.StorageException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a server says of itself, of the database and of the user.
 *
 * @param version as the server writes it
 * @param major the first number of it
 * @param identity changes when the database begins another life: system identifier, timeline and
 *     database
 * @param encoding the database's
 * @param readOnly why nothing can be written; empty if it can
 * @param database its name
 * @param user who is connected
 * @param address the server's, as seen from there; empty if it is on this machine
 * @param isolation of the connection's transactions, where nothing else is said
 */
record ServerFacts(
    String version,
    int major,
    String identity,
    String encoding,
    String readOnly,
    String database,
    String user,
    String address,
    String isolation) {

  private static final String READ_ONLY = "25006";

  /** Transaction ids that do not wrap came with it. */
  static final int OLDEST = 13;

  private static final String READ_COMMITTED = "read committed";

  /**
   * The timeline is that of the log's file: the control file tells that of the last checkpoint,
   * which a standby just promoted has yet to make.
   */
  private static final String IN_CLUSTER =
      """
      (SELECT d.oid || '/'
          || CASE WHEN pg_is_in_recovery() THEN '' ELSE left(pg_walfile_name(pg_current_wal_lsn()), 8) END
        FROM pg_database d WHERE d.datname = current_database())
      """;

  private static final String IDENTITY =
      "(SELECT system_identifier FROM pg_control_system()) || '/' || " + IN_CLUSTER;

  /**
   * The incarnation of a database; null if it is in one that nobody has begun yet. Which cluster it
   * is in was asked when it was connected to: that is read from a file, which older servers may
   * read while it is being written.
   */
  static final String INCARNATION =
      "(SELECT CASE WHEN identity LIKE '%/' || "
          + IN_CLUSTER
          + "|| '/' || tableoid THEN incarnation END FROM {meta})";

  private static final String FACTS =
      "SELECT "
          + IDENTITY
          + """
          , pg_encoding_to_char(d.encoding),
        CASE WHEN pg_is_in_recovery() THEN 'it is a standby'
          WHEN current_setting('transaction_read_only') = 'on' THEN 'default_transaction_read_only is on'
          ELSE '' END,
        d.datname, current_user, coalesce(host(inet_server_addr()) || ':' || inet_server_port(), ''),
        current_setting('transaction_isolation')
      FROM pg_database d WHERE d.datname = current_database()
      """;

  static ServerFacts of(Connection connection) throws SQLException {
    DatabaseMetaData server = connection.getMetaData();
    String version = server.getDatabaseProductVersion();
    int major = server.getDatabaseMajorVersion();
    if (major < OLDEST) {
      return new ServerFacts(version, major, "", "", "", "", "", "", READ_COMMITTED);
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(FACTS)) {
      if (!row.next()) {
        throw new SQLException("The server does not know its database.");
      }
      return new ServerFacts(
          version,
          major,
          row.getString(1),
          row.getString(2),
          row.getString(3),
          row.getString(4),
          row.getString(5),
          row.getString(6),
          row.getString(7));
    }
  }

  /**
   * Sets what the store's statements rely upon, for as long as the connection is held: a user, a
   * database or an application's pool may have another default.
   */
  void prepare(Connection connection) throws SQLException {
    if (!isolation.equals(READ_COMMITTED)) {
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }
  }

  /**
   * @throws StorageException if a store cannot be there
   */
  void check(Database database) throws SQLException {
    if (major < OLDEST) {
      throw new StorageException(
          "The store %s cannot be opened: %s runs PostgreSQL %s, and Larder needs %d or newer."
              .formatted(database.place(), database.shown(), version, OLDEST));
    }
    if (!encoding.equals("UTF8")) {
      throw new StorageException(
          ("The store %s cannot be opened: %s has the encoding %s, in which names of caches would be"
                  + " changed or refused. Create a database with the right one: CREATE DATABASE ..."
                  + " ENCODING 'UTF8' TEMPLATE template0, and name it in larder.store.")
              .formatted(database.place(), database.shown(), encoding));
    }
    if (!readOnly.isEmpty()) {
      throw new SQLException("Nothing can be written: " + readOnly + '.', READ_ONLY);
    }
  }
}
