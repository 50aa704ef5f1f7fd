package io.larder.storage.postgresql;

import java.sql.SQLException;

/**
 * Gets connections though the thread be interrupted, and leaves it so. Drivers and pools give up
 * when they find an interrupt; a write or a read does not end for one.
 */
final class Uninterrupted {

  /** Gets something, and may be asked again. */
  @FunctionalInterface
  interface Source<R> {
    R get() throws SQLException;
  }

  private Uninterrupted() {}

  static <R> R get(Source<R> source) throws SQLException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return source.get();
        } catch (SQLException | RuntimeException e) {
          if (!Thread.interrupted()) {
            throw e;
          }
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
