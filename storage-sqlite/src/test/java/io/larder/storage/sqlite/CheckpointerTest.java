package io.larder.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.StoreOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log does not grow without end, even if the writer never pauses. */
@Timeout(60)
class CheckpointerTest {

  private static final long PASSIVE = 200_000;
  private static final long BOUND = 1_000_000;

  @TempDir Path directory;

  @Test
  void theLogStaysBounded() throws Exception {
    Path file = directory.resolve("store.db");
    Path log = directory.resolve("store.db-wal");
    SqliteSettings settings = SqliteSettings.of(StoreOptions.DEFAULT);
    String value = "v".repeat(1_000);
    long written = 0;
    int cut = 0;
    try (SmallStore small = SmallStore.of(TemporaryFile.open(file, StoreOptions.DEFAULT));
        Checkpointer unused =
            new Checkpointer(
                file,
                new Connections(file, settings),
                new Failures(file, Duration.ofSeconds(5)),
                PASSIVE,
                BOUND)) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
      long before = 0;
      for (int i = 0; cut < 3 && System.nanoTime() < end; i++) {
        small.put("key" + i % 1_000, value);
        written += value.length();
        long size = Files.size(log);
        cut += size < before ? 1 : 0;
        before = size;
      }
      assertThat(cut).as("times that the log was cut in %,d bytes", written).isEqualTo(3);
      assertThat(small.get("key0")).isEqualTo(value);
    }
  }

  @Test
  void theLogIsGoneAfterTheLastOpener() throws Exception {
    Path file = directory.resolve("store.db");
    try (SmallStore small = SmallStore.of(TemporaryFile.open(file, StoreOptions.DEFAULT))) {
      small.put("a", "1");
      assertThat(directory.resolve("store.db-wal")).isNotEmptyFile();
    }
    assertThat(directory.resolve("store.db-wal")).doesNotExist();
  }
}
