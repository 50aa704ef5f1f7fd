package io.larder.storage.sqlite;

import io.larder.storage.jdbc.Statements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the write-ahead log into the database, on a thread and a connection of its own.
 *
 * <ol>
 *   <li>Past {@link #PASSIVE_BYTES} the log is copied while writers and readers go on. When all of
 *       it has been copied, the next writer begins it anew and cuts the file.
 *   <li>A log that has been copied whole is left alone until somebody writes to it.
 *   <li>Under writers that never pause, there is always something left to copy. Past {@link
 *       #BOUND_BYTES} the rest, a little, is copied while writers wait, and the file is cut.
 * </ol>
 *
 * <p>Not thread-safe: {@link #start} gives it a thread.
 */
final class Checkpointer {

  /** Small logs are read faster, large ones save rewriting a page that changes often. */
  static final long PASSIVE_BYTES = 64L << 20;

  static final long BOUND_BYTES = 4 * PASSIVE_BYTES;
  private static final long INTERVAL_MILLIS = 100;

  /** A reader that stays makes each attempt vain, and each attempt makes writers wait. */
  private static final long TRUNCATION_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

  /**
   * The log's file as it was at one time. A writer that begins the log anew leaves the size as it
   * was, but not the time.
   */
  private record LogFile(long bytes, FileTime modified) {}

  private final Connections connections;
  private final Failures failures;
  private final Path log;
  private final long passiveBytes;
  private final long boundBytes;
  private boolean failing;
  private long nextTruncation = System.nanoTime();

  /** The log when all of it had been copied. */
  private @Nullable LogFile copied;

  Checkpointer(Path database, Connections connections, Failures failures) {
    this(database, connections, failures, PASSIVE_BYTES, BOUND_BYTES);
  }

  Checkpointer(
      Path database,
      Connections connections,
      Failures failures,
      long passiveBytes,
      long boundBytes) {
    this.connections = connections;
    this.failures = failures;
    this.log = database.resolveSibling(database.getFileName() + "-wal");
    this.passiveBytes = passiveBytes;
    this.boundBytes = boundBytes;
  }

  /** Looks at the log again and again until the thread is closed. */
  BackgroundThread start() {
    return new BackgroundThread(
        "larder-checkpoint-" + log.getFileName(),
        TimeUnit.MILLISECONDS.toNanos(INTERVAL_MILLIS),
        this::step,
        this::report);
  }

  /** Looks at the log once, and copies it if it is due. */
  void step() {
    try {
      if (Files.exists(log)) {
        look(new LogFile(Files.size(log), Files.getLastModifiedTime(log)));
      }
      failing = false;
    } catch (SQLException e) {
      report(failures.of(e));
    } catch (IOException e) {
      report(e);
    }
  }

  private void look(LogFile seen) throws SQLException {
    boolean truncate = seen.bytes() > boundBytes && System.nanoTime() - nextTruncation >= 0;
    if (seen.bytes() > passiveBytes && (truncate || !seen.equals(copied))) {
      copied = checkpoint(truncate) ? seen : null;
    }
  }

  /** Returns whether all that was in the log has been copied. */
  private boolean checkpoint(boolean truncate) throws SQLException {
    try (Statements connection = connections.checkpointer()) {
      boolean whole = copy(connection);
      if (truncate) {
        nextTruncation = System.nanoTime() + TRUNCATION_INTERVAL_NANOS;
        connection.number("PRAGMA wal_checkpoint(TRUNCATE)");
      }
      return whole;
    }
  }

  private static boolean copy(Statements connection) throws SQLException {
    try (ResultSet frames = connection.of("PRAGMA wal_checkpoint(PASSIVE)").executeQuery()) {
      return frames.next() && frames.getInt(1) == 0 && frames.getInt(2) == frames.getInt(3);
    }
  }

  private void report(Throwable cause) {
    if (!failing) {
      LOG.warn("The log {} could not be moved into its database; tried again.", log, cause);
    }
    failing = true;
  }
}
