package io.larder.storage.sqlite;

import io.larder.storage.Store;
import io.larder.storage.StoreOptions;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The stores that are open in this class loader, one for each file. Thread-safe. */
final class OpenStores {

  private record Shared(
      SqliteStore store, SqliteSettings settings, InstantSource clock, int openers) {

    Shared with(int count) {
      return new Shared(store, settings, clock, count);
    }
  }

  private final ConcurrentMap<Path, Shared> stores = new ConcurrentHashMap<>();

  /**
   * A share of the store in that file, which is opened for the first.
   *
   * @throws IllegalArgumentException if it is open with other settings or another clock
   */
  Store open(Path file, SqliteSettings settings, StoreOptions options) {
    Shared shared =
        stores.compute(
            file,
            (path, open) -> {
              if (open == null) {
                return new Shared(
                    SqliteStore.open(path, settings, options), settings, options.clock(), 1);
              }
              if (!open.settings().equals(settings)) {
                throw new IllegalArgumentException(
                    "The store %s is already open with %s; it cannot be opened with %s at once."
                        .formatted(path, open.settings(), settings));
              }
              if (!open.clock().equals(options.clock())) {
                throw new IllegalArgumentException(
                    "The store %s is already open with another clock.".formatted(path));
              }
              return open.with(open.openers() + 1);
            });
    return new SharedStore(shared.store(), () -> giveBack(file));
  }

  private void giveBack(Path file) {
    stores.computeIfPresent(
        file,
        (path, open) -> {
          if (open.openers() > 1) {
            return open.with(open.openers() - 1);
          }
          open.store().close();
          return null;
        });
  }
}
