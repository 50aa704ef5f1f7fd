package io.larder.storage.postgresql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * Makes a standby with what the embedded binaries have, which is no {@code pg_basebackup}: the
 * files are copied between {@code pg_backup_start} and {@code pg_backup_stop}.
 */
final class Standby {

  /** Of the primary's own life; the standby has its own. */
  private static final Set<String> NOT_COPIED =
      Set.of("postmaster.pid", "postmaster.opts", "epg-lock");

  private Standby() {}

  static PostgresServer of(PostgresServer primary, String name) {
    PostgresServer standby = new PostgresServer(primary.release(), TemporaryDirectory.create());
    try (Connection connection = primary.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_backup_start('standby', true)");
      copy(primary.directory(), standby.directory());
      try (ResultSet rows = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
        rows.next();
        Files.writeString(standby.directory().resolve("backup_label"), rows.getString(1));
      }
      Files.createFile(standby.directory().resolve("standby.signal"));
      Files.writeString(
          standby.directory().resolve("postgresql.conf"),
          "\nprimary_conninfo = 'host=localhost port=%d user=postgres application_name=%s'\n"
              .formatted(primary.port(), name),
          StandardOpenOption.APPEND);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    standby.start();
    primary.await(
        "SELECT count(*) = 1 FROM pg_stat_replication WHERE state = 'streaming' AND"
            + " application_name = '%s'".formatted(name));
    return standby;
  }

  /** Files may vanish meanwhile, as the backup allows. */
  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Path copy = to.resolve(from.relativize(directory));
            if (!Files.exists(copy)) {
              Files.copy(directory, copy);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!NOT_COPIED.contains(file.getFileName().toString())) {
              try {
                Files.copy(file, to.resolve(from.relativize(file)));
              } catch (NoSuchFileException vanished) {
                // Removed by the server.
              }
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }
        });
  }
}
