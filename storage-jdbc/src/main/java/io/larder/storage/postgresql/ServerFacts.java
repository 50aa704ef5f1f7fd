package io.larder.storage.postgresql;

import io.larder.storage.StorageException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a server says of itself and of the database, in one statement.
 *
 * @param identity changes when the database begins another life: system identifier, timeline and
 *     database
 * @param version as the server writes it
 * @param major the first number of it
 * @param encoding the database's
 * @param standby whether it only replays another's changes
 */
record ServerFacts(String identity, String version, int major, String encoding, boolean standby) {

  /** Transaction ids that do not wrap came with 13. */
  static final int OLDEST = 13;

  /**
   * The timeline is that of the log's file: the control file tells that of the last checkpoint,
   * which a standby just promoted has yet to make.
   */
  private static final String FACTS =
      """
      SELECT s.system_identifier || '/'
          || CASE WHEN pg_is_in_recovery() THEN '' ELSE left(pg_walfile_name(pg_current_wal_lsn()), 8) END || '/'
          || d.oid, pg_encoding_to_char(d.encoding), pg_is_in_recovery()
      FROM pg_control_system() s, pg_database d WHERE d.datname = current_database()
      """;

  static ServerFacts of(Connection connection) throws SQLException {
    DatabaseMetaData server = connection.getMetaData();
    String version = server.getDatabaseProductVersion();
    int major = server.getDatabaseMajorVersion();
    if (major < OLDEST) {
      return new ServerFacts("", version, major, "", false);
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(FACTS)) {
      if (!row.next()) {
        throw new SQLException("The server does not know its database.");
      }
      return new ServerFacts(row.getString(1), version, major, row.getString(2), row.getBoolean(3));
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
    if (standby) {
      throw new SQLException("The server is a standby.", "25006");
    }
  }
}
