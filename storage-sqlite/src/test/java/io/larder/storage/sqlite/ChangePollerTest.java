package io.larder.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.Change;
import io.larder.storage.Durability;
import io.larder.storage.Entry;
import io.larder.storage.Space;
import io.larder.storage.StorageException;
import io.larder.storage.StoreListener;
import io.larder.storage.StoreOptions;
import io.larder.storage.jdbc.Statements;
import io.larder.storage.kernel.Housekeeping;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChangePollerTest {

  @TempDir Path directory;

  @Test
  void anErrorIsToldAsAGapAndDoesNotEndIt() throws Exception {
    Path file = directory.resolve("store.db");
    StoreOptions options =
        new StoreOptions(
            Durability.OS, InstantSource.system(), Map.of(Housekeeping.SETTING, "off"));
    SqliteSettings settings = SqliteSettings.of(options);
    Told told = new Told();
    try (SmallStore small =
        SmallStore.of(
            SqliteStore.open(file, settings, options, new FirstReaderFails(file, settings)))) {
      small.store().subscribe(told);
      tellOfAnotherProcess(file, told);
    }
  }

  /** A write that failed has cost the connection that other processes' commits are seen on. */
  @Test
  void aProcessThatOnlyReadsHearsOfOthersAfterAFailedWrite() throws Exception {
    Path file = directory.resolve("store.db");
    Told told = new Told();
    try (SmallStore small =
            SmallStore.of(
                TemporaryFile.open(
                    file,
                    new StoreOptions(
                        Durability.OS,
                        InstantSource.system(),
                        Map.of("larder.sqlite.busy-timeout", "100ms"))));
        OtherProcess other = OtherProcess.with(file)) {
      try (Connection blocker = Connections.connect(file, "mode=rw");
          Statement statement = blocker.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        assertThatThrownBy(() -> small.put("a", "1")).isInstanceOf(StorageException.class);
        statement.execute("ROLLBACK");
      }
      small.store().subscribe(told);
      other.tell("put b 2");
      other.expect("done");
      String event = told.events.poll(30, TimeUnit.SECONDS);
      while (event != null && !event.equals("b")) {
        event = told.events.poll(30, TimeUnit.SECONDS);
      }
      assertThat(event).isEqualTo("b");
    }
  }

  /** A transaction that begins while the poller is about to tell must not move its beginning. */
  @Test
  void whatIsToldBeginsWhereItWasSeen() {
    ForeignChanges foreign = new ForeignChanges();
    foreign.begin(1, 9);
    foreign.seen(2, 10);
    OptionalLong from = foreign.takeUntold();
    foreign.seen(2, 10);
    assertThat(from).hasValue(9);
    assertThat(foreign.takeUntold()).isEmpty();
  }

  /** Its opening is a change that the poller sees first. */
  private static void tellOfAnotherProcess(Path file, Told told) throws Exception {
    try (OtherProcess other = OtherProcess.with(file)) {
      assertThat(told.events.poll(30, TimeUnit.SECONDS)).isEqualTo("gap");
      other.tell("put b 2");
      other.expect("done");
      String event = told.events.poll(30, TimeUnit.SECONDS);
      while (event != null && !event.equals("b")) {
        event = told.events.poll(30, TimeUnit.SECONDS);
      }
      assertThat(event).isEqualTo("b");
    }
  }

  /** The first connection that reads is the poller's, if nobody else reads. */
  private static final class FirstReaderFails extends Connections {

    private final AtomicBoolean failed = new AtomicBoolean();

    FirstReaderFails(Path file, SqliteSettings settings) {
      super(file, settings);
    }

    @Override
    Statements reader() throws SQLException {
      if (failed.compareAndSet(false, true)) {
        throw new OutOfMemoryError("planted by a test");
      }
      return super.reader();
    }
  }

  private static final class Told implements StoreListener {

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @Override
    public void changed(List<Change> changes) {
      for (Change change : changes) {
        if (change instanceof Change.OfEntry row) {
          events.add(SmallStore.text(row.entry().key()));
        }
      }
    }

    @Override
    public void gap() {
      events.add("gap");
    }

    @Override
    public void expired(Space space, List<Entry> entries) {}

    @Override
    public void evicted(Space space, List<Entry> entries) {}
  }
}
