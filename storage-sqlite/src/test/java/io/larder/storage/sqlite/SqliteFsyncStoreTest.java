package io.larder.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.Durability;
import io.larder.storage.StoreOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Durability {@code fsync}: every commit is forced, and writers share one. */
class SqliteFsyncStoreTest {

  private static final StoreOptions FSYNC = StoreOptions.DEFAULT.withDurability(Durability.FSYNC);

  @TempDir Path directory;

  @Test
  void concurrentWritersAreAllKept() throws Exception {
    Path file = directory.resolve("store.db");
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (SmallStore small = SmallStore.of(TemporaryFile.open(file, FSYNC))) {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < 8; writer++) {
        int own = writer;
        writers.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 100; i++) {
                    small.increment("shared");
                    small.put(own + ":" + i, "x");
                  }
                }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      threads.shutdown();
    }
    try (SmallStore small = SmallStore.of(TemporaryFile.open(file, FSYNC))) {
      assertThat(small.get("shared")).isEqualTo("800");
      assertThat(small.store().count()).isEqualTo(801);
    }
  }

  @Test
  void theWritersConnectionIsSetAccordingly() throws Exception {
    Path file = directory.resolve("store.db");
    TemporaryFile.open(file, FSYNC).close();
    assertThat(synchronous(file, FSYNC)).isEqualTo(2);
    assertThat(synchronous(file, StoreOptions.DEFAULT)).isEqualTo(1);
  }

  private static long synchronous(Path file, StoreOptions options) throws Exception {
    Connections connections = new Connections(file, SqliteSettings.of(options));
    try (var writer = connections.writer()) {
      return writer.number("PRAGMA synchronous");
    }
  }

  @Test
  void anotherDurabilityForAnOpenFileIsRefused() {
    Path file = directory.resolve("store.db");
    try (SmallStore small = SmallStore.of(TemporaryFile.open(file, FSYNC))) {
      assertThatThrownBy(() -> TemporaryFile.open(file, StoreOptions.DEFAULT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(
              file.toString(), "larder.durability=fsync", "larder.durability=os");
      small.put("a", "1");
    }
  }
}
