package io.larder.benchmarks.contender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Moves the log into the database as the product does, so that raw SQLite has neither more nor less
 * of that work: on a thread and a connection of its own, past 64 MiB while others go on, past four
 * times that while writers wait.
 *
 * <p>The sizes and the intervals are copies of those of {@code
 * io.larder.storage.sqlite.Checkpointer}, which is not to be seen from here; a test compares them.
 */
final class RawCheckpoints implements AutoCloseable {

  static final long PASSIVE_BYTES = 64L << 20;
  static final long BOUND_BYTES = 4 * PASSIVE_BYTES;
  static final long INTERVAL_MILLIS = 100;
  static final long TRUNCATION_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Path log;
  private final Connection connection;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "raw-checkpoints");
            made.setDaemon(true);
            return made;
          });

  private long nextTruncation = System.nanoTime();

  RawCheckpoints(Path file, Connection connection) {
    this.log = file.resolveSibling(file.getFileName() + "-wal");
    this.connection = connection;
    var unused =
        thread.scheduleWithFixedDelay(
            this::step, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void step() {
    try (Statement statement = connection.createStatement()) {
      long size = Files.exists(log) ? Files.size(log) : 0;
      if (size > PASSIVE_BYTES) {
        statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
      }
      if (size > BOUND_BYTES && System.nanoTime() - nextTruncation >= 0) {
        nextTruncation = System.nanoTime() + TRUNCATION_INTERVAL_NANOS;
        statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The log " + log + " could not be checkpointed.", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("A checkpoint of " + log + " does not end.");
      }
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      throw new IllegalStateException("The checkpoints' connection could not be closed.", e);
    }
  }
}
