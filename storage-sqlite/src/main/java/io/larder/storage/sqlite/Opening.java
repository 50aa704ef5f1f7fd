package io.larder.storage.sqlite;

import io.larder.storage.Incarnation;
import io.larder.storage.StorageException;
import io.larder.storage.StoreIdentity;
import io.larder.storage.jdbc.Migrations;
import io.larder.storage.jdbc.Statements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a database file ready for use, under the lock file's opening lock.
 *
 * <ol>
 *   <li>A file that is not there, or empty, is made beside its place and moved there when it is
 *       whole, so that nobody ever finds half a store; but not while another process has it open,
 *       which then holds a file that was deleted.
 *   <li>The application id of any other is read first, without a lock or a side file: what another
 *       application has made is left untouched.
 *   <li>Migrations are run, but not while another process has the file open, whose statements are
 *       for the older schema; a newer schema is refused.
 *   <li>In one transaction that is forced to the disk, the file is identified ({@link
 *       FileIdentity}; if it is not the one that it was, another incarnation with another origin
 *       begins), and positions, lease tokens and the hybrid clock jump ahead. Under durability
 *       {@code os} a loss of power may take back commits, and with them numbers that somebody has
 *       seen. A process cannot know whether that has happened, so each opening goes on past
 *       everything that may have been given out since the last commit that was forced: past {@link
 *       #POSITIONS} positions, more than can be in an unforced log of bounded size, and past the
 *       tokens and timestamps that were reserved, under force ({@link TimestampReserve}). The count
 *       that the last row tells is settled before, see {@link LastRow}.
 * </ol>
 */
final class Opening {

  static final Migrations MIGRATIONS =
      new Migrations(
          Opening.class,
          "migrations",
          List.of(
              "V001__entries.sql",
              "V002__ended_leases.sql",
              "V003__lease_length.sql",
              "V004__evictions.sql",
              "V005__reserved_timestamps.sql",
              "V006__counts.sql"));

  /** How many lease tokens are reserved at a time. */
  static final long TOKENS = 1000;

  /** {@code LARD}. */
  private static final int APPLICATION_ID = 0x4C415244;

  private static final int PAGE_BYTES = 2048;
  private static final long POSITIONS = 1L << 32;

  private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

  private static final String META =
      "SELECT incarnation, incarnation_id, origin, file_identity, opening, "
          + SqliteDialect.LAST_POSITION
          + ", max(clock_reserved, "
          + SqliteDialect.LAST_TIMESTAMP
          + ") FROM meta";
  private static final String IDENTIFY =
      """
      UPDATE meta SET incarnation = ?, incarnation_id = ?, origin = ?, file_identity = ?,
        opening = ?, seq = ?, clock = ?, clock_reserved = ?,
        token = token_reserved, token_reserved = token_reserved + ?
      """;

  private static final String NOT_CREATED =
      "The store %s was deleted or emptied while another process has it open. It is not created anew"
          + " until that process has closed it: end it, or set larder.store to another place.";
  private static final String NOT_MIGRATED =
      "The store %s has schema version %d and would be brought to %d, but another process has it"
          + " open with the older one. It has not been touched. End the processes that have it open,"
          + " then open it again, or set larder.store to another place.";

  private final Path file;
  private final LockFile lock;
  private final long busyMillis;

  private Opening(Path file, LockFile lock, long busyMillis) {
    this.file = file;
    this.lock = lock;
    this.busyMillis = busyMillis;
  }

  static StoreIdentity open(Path file, LockFile lock, SqliteSettings settings)
      throws SQLException, IOException {
    return new Opening(file, lock, settings.busyTimeout().toMillis()).open();
  }

  private StoreIdentity open() throws SQLException, IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      lock.alone(NOT_CREATED.formatted(file), this::create);
    } else {
      checkApplication();
    }
    try (Connection connection = Connections.connect(file, "mode=rw")) {
      run(connection, "PRAGMA busy_timeout = " + busyMillis);
      migrate(connection);
      run(connection, "PRAGMA journal_mode = WAL");
      run(connection, "PRAGMA synchronous = FULL");
      run(connection, "BEGIN IMMEDIATE");
      run(connection, SqliteDialect.SETTLE_COUNT);
      FileIdentity now = FileIdentity.of(file, lock);
      StoreIdentity identity = identify(connection, now);
      run(connection, "COMMIT");
      now.confirm();
      return identity;
    }
  }

  private void migrate(Connection connection) throws SQLException, IOException {
    long found = number(connection, "SELECT schema_version FROM meta");
    int supported = MIGRATIONS.supported();
    LockFile.Work run =
        () ->
            MIGRATIONS.run(
                new Statements(connection), SqliteDialect.SQLITE, found, file.toString());
    if (found < supported) {
      lock.alone(NOT_MIGRATED.formatted(file, found, supported), run);
    } else {
      run.run();
    }
  }

  private void create() throws SQLException, IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    deleteWithSideFiles(unfinished);
    try (Connection connection = Connections.connect(unfinished, "mode=rwc")) {
      run(connection, "PRAGMA page_size = " + PAGE_BYTES);
      run(connection, "PRAGMA application_id = " + APPLICATION_ID);
      run(connection, "PRAGMA journal_mode = WAL");
      MIGRATIONS.run(new Statements(connection), SqliteDialect.SQLITE, 0, file.toString());
    }
    // A log left by a database that was deleted would be taken for the new one's.
    deleteWithSideFiles(file);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void deleteWithSideFiles(Path database) throws IOException {
    for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
      Files.deleteIfExists(database.resolveSibling(database.getFileName() + suffix));
    }
  }

  private void checkApplication() throws SQLException {
    try (Connection connection = Connections.connect(file, "mode=ro&immutable=1")) {
      long id = number(connection, "PRAGMA application_id");
      if (id != APPLICATION_ID) {
        throw new StorageException(
            ("The file %s is a database of another application (its application id is %d, Larder's"
                    + " is %d). It has not been touched. Set larder.store to another place.")
                .formatted(file, id, APPLICATION_ID));
      }
    }
  }

  private StoreIdentity identify(Connection connection, FileIdentity now)
      throws SQLException, IOException {
    try (Statement statement = connection.createStatement();
        ResultSet meta = statement.executeQuery(META);
        PreparedStatement update = connection.prepareStatement(IDENTIFY)) {
      if (!meta.next()) {
        throw new SQLException("The table meta has no row.");
      }
      long number = meta.getLong(1);
      String id = meta.getString(2);
      long origin = meta.getLong(3);
      String formerMark = meta.getString(5);
      if (!now.isFileLeftWith(meta.getString(4), formerMark)) {
        if (number > 0) {
          LOG.info(
              "The store {} is a copy or an earlier state of the file that was open last: it begins"
                  + " incarnation {} with a new origin.",
              file,
              number + 1);
        }
        number++;
        id = UUID.randomUUID().toString();
        origin = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
      }
      now.announce(formerMark);
      update.setLong(1, number);
      update.setString(2, id);
      update.setLong(3, origin);
      update.setString(4, now.inode());
      update.setString(5, now.mark());
      update.setLong(6, (meta.getLong(6) / POSITIONS + 1) * POSITIONS);
      update.setLong(7, meta.getLong(7));
      update.setLong(8, meta.getLong(7));
      update.setLong(9, TOKENS);
      update.executeUpdate();
      return new StoreIdentity("sqlite:" + file, new Incarnation(number, id), origin);
    }
  }

  /** Closes the statement at once: one that stands at a row would be in a commit's way. */
  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
