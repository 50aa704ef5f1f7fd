package io.larder.storage.sqlite;

import io.larder.storage.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The side file {@code <database>.loader}, by which one class loader of a JVM at a time has the
 * store. A second one has a second copy of the SQLite library, and since file locks do not exclude
 * inside one process, each copy would break the other's.
 *
 * <p>The JVM knows which locks it has given out, to whatever class loader, and refuses one that
 * overlaps; other processes are admitted. Why this is not done with {@link LockFile} alone: whoever
 * is refused closes a channel, and POSIX then drops every lock that the process has on that file.
 * Nobody misses this one, of which the JVM still knows.
 */
final class LoaderFile implements AutoCloseable {

  private final FileLock lock;

  private LoaderFile(FileLock lock) {
    this.lock = lock;
  }

  /**
   * Takes the store for this class loader.
   *
   * @throws StorageException if another class loader of this JVM has it
   */
  static LoaderFile take(Path database) throws IOException {
    FileChannel channel =
        FileChannel.open(
            database.resolveSibling(database.getFileName() + ".loader"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock(0, Long.MAX_VALUE, true);
    } catch (OverlappingFileLockException e) {
      throw refusal(database, e);
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw new StorageException(
          ("The store %s cannot be opened: another program holds %s.loader exclusively. End it, or"
                  + " set larder.store to another place.")
              .formatted(database, database));
    }
    return new LoaderFile(lock);
  }

  static StorageException refusal(Path database, OverlappingFileLockException cause) {
    return new StorageException(
        ("The store %s is already open in this JVM, by a copy of Larder in another class loader;"
                + " two copies would damage the file. Put Larder where both find it (the server's"
                + " shared libraries), or set larder.store to a file for each.")
            .formatted(database),
        cause);
  }

  @Override
  public void close() throws IOException {
    lock.acquiredBy().close();
  }
}
