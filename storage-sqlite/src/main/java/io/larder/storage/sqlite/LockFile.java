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
 *   <li>A <em>shared</em> lock says that this JVM has the store. It admits other processes; a
 *       second class loader of the same JVM, which has a second copy of the SQLite library, is
 *       refused: file locks do not exclude inside one process, and each copy would break the
 *       other's.
 *   <li>An exclusive lock on another byte is held while the store is being opened, so that one
 *       process at a time creates it, migrates it and says which file it is.
 *   <li>It keeps the marks of the last openings, see {@link FileIdentity}.
 * </ol>
 *
 * <p>The database itself is never opened through {@code java.nio}: closing such a channel would
 * drop SQLite's own locks. This file stays when the store is closed.
 */
final class LockFile implements AutoCloseable {

  /** Locks may lie past the end, where no content is that some systems would lock as well. */
  private static final long PRESENCE = 1L << 40;

  private static final Logger LOG = LoggerFactory.getLogger(LockFile.class);
  private static final long OPENING = PRESENCE + 1;
  private static final int MOST_CONTENT = 4096;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Path database;
  private final FileChannel channel;
  private @Nullable FileLock opening;

  private LockFile(Path database, FileChannel channel) {
    this.database = database;
    this.channel = channel;
  }

  /**
   * Takes both locks.
   *
   * @param patience how long to wait for another process that is opening the store
   */
  static LockFile take(Path database, Duration patience) {
    Path file = database.resolveSibling(database.getFileName() + ".lock");
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      LockFile lock = new LockFile(database, channel);
      boolean taken = false;
      try {
        lock.lock(patience);
        taken = true;
      } finally {
        if (!taken) {
          channel.close();
        }
      }
      return lock;
    } catch (IOException e) {
      throw new StorageException(
          ("The store %s cannot be opened: its lock file %s cannot be written (%s). Grant write access"
                  + " to the directory, or set larder.store to another place.")
              .formatted(database, file, e),
          e);
    }
  }

  private void lock(Duration patience) throws IOException {
    try {
      if (channel.tryLock(PRESENCE, 1, true) == null) {
        throw new StorageException(
            ("The store %s cannot be opened: another program holds %s.lock exclusively. End it, or"
                    + " set larder.store to another place.")
                .formatted(database, database));
      }
    } catch (OverlappingFileLockException e) {
      throw new StorageException(
          ("The store %s is already open in this JVM, by a copy of Larder in another class loader;"
                  + " two copies would damage the file. Put Larder where both find it (the server's"
                  + " shared libraries), or set larder.store to a file for each.")
              .formatted(database),
          e);
    }
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
      opening = channel.tryLock(OPENING, 1, false);
    }
  }

  /** Lets other processes open the store. */
  void opened() throws IOException {
    if (opening != null) {
      opening.release();
      opening = null;
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

  /** Gives up both locks. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.warn("The lock file of {} could not be closed.", database, e);
    }
  }
}
