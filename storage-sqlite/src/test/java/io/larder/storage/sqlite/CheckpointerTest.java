package io.larder.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.Durability;
import io.larder.storage.StoreOptions;
import io.larder.storage.jdbc.Statements;
import io.larder.storage.kernel.Housekeeping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log does not grow without end, even if the writer never pauses. */
@Timeout(60)
class CheckpointerTest {

  private static final long PASSIVE = 200_000;
  private static final long BOUND = 1_000_000;
  private static final String VALUE = "v".repeat(1_000);
  private static final StoreOptions HOUSEKEEPING_OFF =
      new StoreOptions(Durability.OS, InstantSource.system(), Map.of(Housekeeping.SETTING, "off"));

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("store.db");
  }

  private Path log() {
    return directory.resolve("store.db-wal");
  }

  private Checkpointer checkpointer(Connections connections) {
    return new Checkpointer(
        file(), connections, new Failures(file(), Duration.ofSeconds(5)), PASSIVE, BOUND);
  }

  @Test
  void theLogStaysBounded() throws Exception {
    SqliteSettings settings = SqliteSettings.of(StoreOptions.DEFAULT);
    long written = 0;
    int cut = 0;
    try (SmallStore small = SmallStore.of(TemporaryFile.open(file(), StoreOptions.DEFAULT));
        BackgroundThread unused = checkpointer(new Connections(file(), settings)).start()) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
      long before = 0;
      for (int i = 0; cut < 3 && System.nanoTime() < end; i++) {
        small.put("key" + i % 1_000, VALUE);
        written += VALUE.length();
        long size = Files.size(log());
        cut += size < before ? 1 : 0;
        before = size;
      }
      assertThat(cut).as("times that the log was cut in %,d bytes", written).isEqualTo(3);
      assertThat(small.get("key0")).isEqualTo(VALUE);
    }
  }

  @Test
  void theLogIsGoneAfterTheLastOpener() throws Exception {
    try (SmallStore small = SmallStore.of(TemporaryFile.open(file(), StoreOptions.DEFAULT))) {
      small.put("a", "1");
      assertThat(log()).isNotEmptyFile();
    }
    assertThat(log()).doesNotExist();
  }

  @Test
  void aLogThatWasCopiedWholeIsLeftAloneUntilSomebodyWrites() throws Exception {
    try (SmallStore small = SmallStore.of(TemporaryFile.open(file(), HOUSEKEEPING_OFF))) {
      Counting connections = new Counting(file());
      Checkpointer checkpointer = checkpointer(connections);
      fill(small, PASSIVE);
      checkpointer.step();
      assertThat(connections.opened).hasValue(1);
      checkpointer.step();
      checkpointer.step();
      assertThat(connections.opened).as("nothing to copy").hasValue(1);

      long size = Files.size(log());
      FileTime before = Files.getLastModifiedTime(log());
      do {
        small.put("another", "1");
      } while (Files.getLastModifiedTime(log()).equals(before));
      assertThat(log()).as("begun anew").hasSize(size);
      checkpointer.step();
      assertThat(connections.opened).as("something to copy").hasValue(2);
      checkpointer.step();
      assertThat(connections.opened).as("nothing to copy").hasValue(2);
    }
  }

  /** Its writers would fail within three seconds if the checkpoint waited for the reader. */
  @Test
  void aLongReaderOfAnotherProcessHoldsUpNoWriter() throws Exception {
    StoreOptions impatient =
        new StoreOptions(
            Durability.OS,
            InstantSource.system(),
            Map.of(SqliteSettings.BUSY_TIMEOUT, "3s", Housekeeping.SETTING, "off"));
    Counting connections = new Counting(file());
    try (SmallStore small = SmallStore.of(TemporaryFile.open(file(), impatient));
        OtherProcess reader = OtherProcess.with(file())) {
      small.put("key", "before");
      reader.tell("hold key");
      reader.expect("before");
      small.put("key", "after");
      fill(small, BOUND);
      try (BackgroundThread unused = checkpointer(connections).start()) {
        for (int i = 0; connections.opened.get() < 15; i++) {
          small.put("key" + i % 1_000, VALUE);
        }
        assertThat(Files.size(log())).as("held by the reader").isGreaterThan(BOUND);
        reader.tell("look key");
        reader.expect("before");
        reader.tell("let go");
        reader.expect("done");
        while (Files.size(log()) > BOUND) {
          small.put("key", "after");
        }
      }
      assertThat(small.get("key")).isEqualTo("after");
    }
  }

  private void fill(SmallStore small, long bytes) throws IOException {
    for (int i = 0; Files.size(log()) <= bytes; i++) {
      small.put("key" + i % 1_000, VALUE);
    }
  }

  /** Counts the checkpoints. */
  private static final class Counting extends Connections {

    private final AtomicInteger opened = new AtomicInteger();

    Counting(Path file) {
      super(file, SqliteSettings.of(StoreOptions.DEFAULT));
    }

    @Override
    Statements checkpointer() throws SQLException {
      opened.incrementAndGet();
      return super.checkpointer();
    }
  }
}
