package io.larder.storage.sqlite;

import io.larder.storage.StorageException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Tells in plain words what SQLite's result codes mean for one file, and what to do. A file that is
 * found damaged stays so for this store: every later call is told the same at once. Thread-safe.
 */
final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
  private static final int PRIMARY_CODE = 0xFF;

  private final Path file;
  private final Duration busyTimeout;
  private volatile @Nullable String damage;

  Failures(Path file, Duration busyTimeout) {
    this.file = file;
    this.busyTimeout = busyTimeout;
  }

  /** SQLite's primary result code, or SQLITE_ERROR for an exception of the driver's own. */
  static int code(SQLException e) {
    return e instanceof SQLiteException sqlite
        ? sqlite.getResultCode().code & PRIMARY_CODE
        : SQLiteErrorCode.SQLITE_ERROR.code;
  }

  static boolean isBusy(SQLException e) {
    int code = code(e);
    return code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code;
  }

  /**
   * @throws StorageException if the file has been found damaged
   */
  void checkUndamaged() {
    String found = damage;
    if (found != null) {
      throw new StorageException(found);
    }
  }

  /** The path leads to the open file no more. Later calls are told so. */
  void lost(String how) {
    damage =
        ("The store %s cannot be used any more: the file has been %s while it was open, and what is"
                + " written would be lost. Close the store and open it again; larder.store names the"
                + " path. Move or restore a file only while nobody has it open.")
            .formatted(file, how);
  }

  /** What the caller is told. */
  StorageException of(SQLException cause) {
    int code = code(cause);
    String what = what(code);
    if (what == null) {
      return new StorageException(
          "The store %s (larder.store=sqlite:...) failed: %s. Nothing of this call was written."
              .formatted(file, cause.getMessage()),
          cause);
    }
    String told = "The store %s %s".formatted(file, what);
    if (isDamage(code) && damage == null) {
      damage = told;
    }
    return new StorageException(told, cause);
  }

  /** What the caller is told when a file operation beside the database has failed. */
  StorageException of(IOException cause) {
    if (cause instanceof ClosedByInterruptException) {
      return new StorageException(
          ("The opening of the store %s (larder.store) was interrupted before it was done. Nothing is"
                  + " wrong with the file, and no entry was changed. Open it again, from a thread that"
                  + " is not interrupted meanwhile.")
              .formatted(file),
          cause);
    }
    return new StorageException(
        ("The store %s cannot be opened: %s. See that its directory exists and that this user may"
                + " read and write there, or set larder.store to another place.")
            .formatted(file, cause),
        cause);
  }

  /** A connection that cannot be closed has nothing to lose, but somebody may want to know. */
  void closingFailed(SQLException cause) {
    LOG.debug("A connection to {} could not be closed.", file, cause);
  }

  private static boolean isDamage(int code) {
    return code == SQLiteErrorCode.SQLITE_CORRUPT.code
        || code == SQLiteErrorCode.SQLITE_NOTADB.code;
  }

  private @Nullable String what(int code) {
    if (isDamage(code)) {
      return "is damaged, or no SQLite database at all. Close it, then restore the file from a"
          + " backup or move it away (larder.store names it; a new one is then created).";
    }
    if (code == SQLiteErrorCode.SQLITE_FULL.code) {
      return "could not be written: the disk is full. Nothing of this call was written. Make room,"
          + " or set larder.store to another place; writes work again as soon as there is room.";
    }
    if (code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code) {
      return ("has been locked by another process for %,d ms. Nothing of this call was written. Look"
              + " for a process that holds a transaction open on this file (larder.store), or raise"
              + " %s.")
          .formatted(busyTimeout.toMillis(), SqliteSettings.BUSY_TIMEOUT);
    }
    if (code == SQLiteErrorCode.SQLITE_READONLY.code || code == SQLiteErrorCode.SQLITE_PERM.code) {
      return "cannot be written: the file or its directory is read-only for this user. Grant write"
          + " access to both, or set larder.store to another place.";
    }
    if (code == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
      return "cannot be opened. See that its directory exists and that this user may read and write"
          + " there, or set larder.store to another place.";
    }
    if (code == SQLiteErrorCode.SQLITE_IOERR.code) {
      return "could not be read or written: the operating system reports an input/output error."
          + " Nothing of this call was written. Check the disk that larder.store is on; the store"
          + " works again as soon as the disk does.";
    }
    return null;
  }
}
