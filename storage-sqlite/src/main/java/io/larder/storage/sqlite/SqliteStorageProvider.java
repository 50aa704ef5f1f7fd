package io.larder.storage.sqlite;

import io.larder.storage.StorageException;
import io.larder.storage.StorageProvider;
import io.larder.storage.Store;
import io.larder.storage.StoreLocation;
import io.larder.storage.StoreOptions;
import io.larder.storage.kernel.SharedStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;

/**
 * Opens {@code sqlite:path}. A relative path is relative to the working directory, and nothing in
 * it is expanded. The directory must exist; the file is created.
 *
 * <p>Settings: {@code larder.sqlite.busy-timeout} (30s), {@code larder.sqlite.poll-interval}
 * (10ms), {@code larder.sqlite.readers} (twice the processors, at least 4).
 */
public final class SqliteStorageProvider implements StorageProvider {

  private static final SharedStores<Path> OPEN = new SharedStores<>();

  /** For {@link java.util.ServiceLoader}. */
  public SqliteStorageProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("sqlite");
  }

  @Override
  public Store open(StoreLocation location, StoreOptions options) {
    SqliteSettings settings = SqliteSettings.of(options);
    Path real = real(file(location));
    return OPEN.open(
        real, settings.writtenOut(options), () -> SqliteStore.open(real, settings, options));
  }

  private static Path file(StoreLocation location) {
    String path = location.rest();
    if (path.equals(":memory:")) {
      throw new IllegalArgumentException(
          "The store location '%s' is not supported: for a store in memory set larder.store to"
                  .formatted(location)
              + " memory:name.");
    }
    if (path.isBlank()) {
      throw new IllegalArgumentException(
          "The store location '%s' names no file: set larder.store to sqlite:path, for instance"
                  .formatted(location)
              + " sqlite:larder.db.");
    }
    try {
      return Path.of(path).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "The store location '%s' (larder.store) is no valid path: %s."
              .formatted(location, e.getMessage()),
          e);
    }
  }

  /** The path by which all openers know the file, whatever links lead to it. */
  private static Path real(Path file) {
    Path directory = file.getParent();
    if (directory == null || Files.isDirectory(file)) {
      throw new StorageException(
          "The store %s cannot be opened: it is a directory. Set larder.store to a file in it."
              .formatted(file));
    }
    if (!Files.isDirectory(directory)) {
      throw new StorageException(
          ("The store %s cannot be opened: the directory %s does not exist. Create it, or set"
                  + " larder.store to another place.")
              .formatted(file, directory));
    }
    try {
      if (Files.isSymbolicLink(file) && !Files.exists(file)) {
        return real(directory.resolve(Files.readSymbolicLink(file)).normalize());
      }
      return Files.exists(file)
          ? file.toRealPath()
          : directory.toRealPath().resolve(file.getFileName());
    } catch (IOException e) {
      throw new StorageException(
          "The store %s (larder.store) cannot be opened: %s.".formatted(file, e), e);
    }
  }
}
