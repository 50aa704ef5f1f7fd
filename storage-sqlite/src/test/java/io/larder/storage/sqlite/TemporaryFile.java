package io.larder.storage.sqlite;

import io.larder.storage.Store;
import io.larder.storage.StoreFixture;
import io.larder.storage.StoreLocation;
import io.larder.storage.StoreOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Places for SQLite stores that go away with the test. */
final class TemporaryFile implements StoreFixture {

  private final Path directory;

  private TemporaryFile(Path directory) {
    this.directory = directory;
  }

  static TemporaryFile fixture() {
    try {
      return new TemporaryFile(Files.createTempDirectory("larder-sqlite"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path file() {
    return directory.resolve("store.db");
  }

  @Override
  public Store open(StoreOptions options) {
    return open(file(), options);
  }

  static Store open(Path file, StoreOptions options) {
    return new SqliteStorageProvider().open(new StoreLocation("sqlite", file.toString()), options);
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
