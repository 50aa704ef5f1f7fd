package io.larder.storage.jdbc;

import io.larder.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Brings the schema of a database up to date with numbered SQL files, each run once in a
 * transaction of its own, in which {@code meta.schema_version} is raised to its number. Whoever
 * calls excludes other openers meanwhile.
 *
 * <p>A file is named {@code V001__what.sql} and may hold several statements. Immutable.
 */
public final class Migrations {

  private static final String SET_VERSION = "UPDATE {meta} SET schema_version = ?";

  private final Class<?> owner;
  private final String folder;
  private final List<String> files;

  /**
   * @param owner whose resources the files are
   * @param folder their folder, relative to the owner's package
   * @param files their names, in the order of their numbers, from 1 without a gap
   */
  public Migrations(Class<?> owner, String folder, List<String> files) {
    this.owner = owner;
    this.folder = folder;
    this.files = List.copyOf(files);
    for (int version = 1; version <= files.size(); version++) {
      String file = files.get(version - 1);
      if (!file.startsWith("V%03d__".formatted(version))) {
        throw new IllegalArgumentException(
            "The migration %s stands at place %d.".formatted(file, version));
      }
    }
  }

  /** The newest schema version that this Larder understands. */
  public int supported() {
    return files.size();
  }

  /**
   * Runs what has not been run.
   *
   * @param found the schema version that the database has, 0 for an empty one
   * @param place where it is, for messages
   * @throws StorageException if it is newer than what is supported
   */
  public void run(Statements statements, Dialect dialect, long found, String place)
      throws SQLException {
    checkSupported(found, place);
    for (int version = (int) found + 1; version <= supported(); version++) {
      run(statements, dialect, version);
    }
  }

  /**
   * Runs what has not been run, all of it in the transaction that the caller has begun, and leaves
   * it to the caller to raise {@code meta.schema_version}.
   *
   * @param found the schema version that the database has, 0 for an empty one
   * @param place where it is, for messages
   * @throws StorageException if it is newer than what is supported
   */
  public void runWithin(Statements statements, long found, String place) throws SQLException {
    checkSupported(found, place);
    for (int version = (int) found + 1; version <= supported(); version++) {
      statements.runScript(text(files.get(version - 1)));
    }
  }

  /**
   * Refuses a database of a newer Larder.
   *
   * @param found the schema version that the database has
   * @throws StorageException if it is newer than what is supported
   */
  public void checkSupported(long found, String place) {
    if (found > supported()) {
      throw new StorageException(
          ("The store %s was written by a newer Larder: its schema version is %d, and this Larder"
                  + " supports versions up to %d. It has not been touched. Upgrade Larder, or set"
                  + " larder.store to another place.")
              .formatted(place, found, supported()));
    }
  }

  private void run(Statements statements, Dialect dialect, int version) throws SQLException {
    statements.runOnce(dialect.beginWrite());
    try {
      statements.runScript(text(files.get(version - 1)));
      PreparedStatement update = statements.of(SET_VERSION);
      update.setInt(1, version);
      update.executeUpdate();
      statements.runOnce(dialect.commit());
    } catch (SQLException e) {
      statements.runOnce(dialect.rollback());
      throw e;
    }
  }

  private String text(String file) {
    try (InputStream in = owner.getResourceAsStream(folder + '/' + file)) {
      if (in == null) {
        throw new IllegalStateException("The migration " + file + " is not on the class path.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
