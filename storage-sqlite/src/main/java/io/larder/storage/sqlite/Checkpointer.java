package io.larder.storage.sqlite;

import io.larder.storage.jdbc.Statements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the write-ahead log into the database, on a thread and a connection of its own.
 *
 * <ol>
 *   <li>Past {@link #PASSIVE_BYTES} the log is copied while writers and readers go on. When all of
 *       it has been copied, the next writer begins it anew and cuts the file.
 *   <li>Under writers that never pause, there is always something left to copy. Past {@link
 *       #BOUND_BYTES} the rest, a little, is copied while writers wait, and the file is cut.
 * </ol>
 */
final class Checkpointer implements AutoCloseable {

  /** Small logs are read faster, large ones save rewriting a page that changes often. */
  static final long PASSIVE_BYTES = 64L << 20;

  static final long BOUND_BYTES = 4 * PASSIVE_BYTES;
  private static final long INTERVAL_MILLIS = 100;

  /** A reader that stays makes each attempt vain, and each attempt makes writers wait. */
  private static final long TRUNCATION_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

  private final Connections connections;
  private final Failures failures;
  private final Path log;
  private final long passiveBytes;
  private final long boundBytes;
  private final BackgroundThread thread;
  private boolean failing;
  private long nextTruncation = System.nanoTime();

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
    this.thread =
        new BackgroundThread(
            "larder-checkpoint-" + database.getFileName(),
            TimeUnit.MILLISECONDS.toNanos(INTERVAL_MILLIS),
            this::step,
            this::report);
  }

  private void step() {
    try {
      long size = Files.exists(log) ? Files.size(log) : 0;
      if (size > passiveBytes) {
        checkpoint(size > boundBytes);
      }
      failing = false;
    } catch (SQLException e) {
      report(failures.of(e));
    } catch (IOException e) {
      report(e);
    }
  }

  private void checkpoint(boolean evenIfWritersWait) throws SQLException {
    try (Statements connection = connections.checkpointer()) {
      connection.number("PRAGMA wal_checkpoint(PASSIVE)");
      if (evenIfWritersWait && System.nanoTime() - nextTruncation >= 0) {
        nextTruncation = System.nanoTime() + TRUNCATION_INTERVAL_NANOS;
        connection.number("PRAGMA wal_checkpoint(TRUNCATE)");
      }
    }
  }

  private void report(Throwable cause) {
    if (!failing) {
      LOG.warn("The log {} could not be moved into its database; tried again.", log, cause);
    }
    failing = true;
  }

  @Override
  public void close() {
    thread.close();
  }
}
