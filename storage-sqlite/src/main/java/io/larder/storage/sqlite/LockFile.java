package io.larder.storage.sqlite;

import io.larder.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The side file {@code <database>.lock}, which each opening JVM holds as long as the store is open.
 *
 * <ol>
 *   <li>A second class loader of the same JVM is refused, see {@link LoaderFile}.
 *   <li>An exclusive lock on one byte is held while the store is being opened, so that one process
 *       at a time creates it, migrates it and says which file it is.
 *   <li>A <em>shared</em> lock on another byte, taken under the first, says that this JVM has the
 *       store. It is exclusive while the file is created or migrated, which is refused if another
 *       process has it: that process would go on writing into a file that was deleted, or by a
 *       schema that is no more. The change between the two is safe: whoever else would take this
 *       lock needs the first.
 *   <li>It keeps the marks of the last openings, see {@link FileIdentity}.
 * </ol>
 *
 * <p>The database itself is never opened through {@code java.nio}: closing such a channel would
 * drop SQLite's own locks. This file stays when the store is closed.
 */
final class LockFile implements AutoCloseable {

  /** Locks may lie past the end, where no content is that some systems would lock as well. */
  static final long PRESENCE = 1L << 40;

  static final long OPENING = PRESENCE + 1;

  private static final Logger LOG = LoggerFactory.getLogger(LockFile.class);
  private static final int MOST_CONTENT = 4096;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** What is done while no other process has the store open. */
  interface Work {
    void run() throws SQLException, IOException;
  }

  private final Path database;
  private final LoaderFile loader;
  private final FileChannel channel;
  private @Nullable FileLock opening;
  private @Nullable FileLock presence;

  /**
   * Whether the opening thread was interrupted. It is told when that cannot close the channel any
   * more.
   */
  private boolean interrupted;

  private LockFile(Path database, LoaderFile loader, FileChannel channel) {
    this.database = database;
    this.loader = loader;
    this.channel = channel;
  }

  /**
   * Takes both locks. Until {@link #opened} or {@link #close} the thread's interrupt status is kept
   * here: file channels are closed by it.
   *
   * @param patience how long to wait for another process that is opening the store
   */
  static LockFile take(Path database, Duration patience) {
    try {
      LockFile file = open(database);
      boolean taken = false;
      try {
        file.interrupted = Thread.interrupted();
        file.awaitOpening(patience);
        file.share();
        taken = true;
      } catch (OverlappingFileLockException e) {
        throw LoaderFile.refusal(database, e);
      } finally {
        if (!taken) {
          file.close();
        }
      }
      return file;
    } catch (IOException e) {
      throw new StorageException(
          ("The store %s cannot be opened: a lock file beside it cannot be written (%s). Grant"
                  + " write access to the directory, or set larder.store to another place.")
              .formatted(database, e),
          e);
    }
  }

  private static LockFile open(Path database) throws IOException {
    LoaderFile loader = LoaderFile.take(database);
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              database.resolveSibling(database.getFileName() + ".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      return new LockFile(database, loader, channel);
    } finally {
      if (channel == null) {
        loader.close();
      }
    }
  }

  private void awaitOpening(Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    opening = channel.tryLock(OPENING, 1, false);
    while (opening == null) {
      if (System.nanoTime() - end > 0) {
        throw new StorageException(
            ("The store %s has been in the opening by another process for %,d ms. Look for a process"
                    + " that hangs while it opens this file (larder.store), or raise %s.")
                .formatted(database, patience.toMillis(), SqliteSettings.BUSY_TIMEOUT));
      }
      LockSupport.parkNanos(PAUSE_NANOS);
      interrupted |= Thread.interrupted();
      opening = channel.tryLock(OPENING, 1, false);
    }
  }

  private void share() throws IOException {
    presence = channel.tryLock(PRESENCE, 1, true);
    if (presence == null) {
      throw new StorageException(
          ("The store %s cannot be opened: another program holds %s.lock exclusively. End it, or"
                  + " set larder.store to another place.")
              .formatted(database, database));
    }
  }

  /**
   * Does the work while no other process has the store open; before {@link #opened}. If this
   * throws, the lock file is of no use but to be closed.
   *
   * @param refusal what is said if another process has it open
   * @throws StorageException if so
   */
  void alone(String refusal, Work work) throws SQLException, IOException {
    if (presence != null) {
      presence.release();
    }
    FileLock exclusive = channel.tryLock(PRESENCE, 1, false);
    if (exclusive == null) {
      throw new StorageException(refusal);
    }
    work.run();
    exclusive.release();
    share();
  }

  /** Lets other processes open the store. */
  void opened() throws IOException {
    if (opening != null) {
      opening.release();
      opening = null;
    }
    restoreInterrupt();
  }

  private void restoreInterrupt() {
    if (interrupted) {
      interrupted = false;
      Thread.currentThread().interrupt();
    }
  }

  String content() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(MOST_CONTENT);
    int length = channel.read(buffer, 0);
    return length <= 0 ? "" : new String(buffer.array(), 0, length, StandardCharsets.UTF_8);
  }

  /**
   * Replaces the content and forces it to the disk. It is overwritten in place: a process that is
   * killed in between must not leave an empty file.
   */
  void write(String content) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
    int length = bytes.remaining();
    channel.write(bytes, 0);
    channel.truncate(length);
    channel.force(true);
  }

  /** Gives up all locks. */
  @Override
  public void close() {
    try (loader) {
      channel.close();
    } catch (IOException e) {
      LOG.warn("The lock file of {} could not be closed.", database, e);
    } finally {
      restoreInterrupt();
    }
  }
}
