package io.larder.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.larder.storage.Reap;
import io.larder.storage.StorageException;
import io.larder.storage.Store;
import io.larder.storage.StoreLocation;
import io.larder.storage.StoreOptions;
import io.larder.storage.jdbc.Statements;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong is said with the setting, the path and the next step, and leaves no trace. */
@Timeout(60)
class FailuresTest {

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("store.db");
  }

  private Store open() {
    return TemporaryFile.open(file(), StoreOptions.DEFAULT);
  }

  private static void execute(Path file, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void assertRefused(Path file, String... words) {
    assertThatThrownBy(() -> TemporaryFile.open(file, StoreOptions.DEFAULT))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("larder.store")
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll(words);
  }

  @Test
  void aFileThatIsNoDatabaseIsRefusedUntouched() throws Exception {
    byte[] text =
        "A letter, and no database at all.\n".repeat(200).getBytes(StandardCharsets.UTF_8);
    Files.write(file(), text);
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      assertRefused(file(), "no SQLite database", "backup");
    } finally {
      System.setErr(before);
    }
    assertThat(log.toString(StandardCharsets.UTF_8)).as("what is thrown is not logged").isEmpty();
    assertThat(file()).hasBinaryContent(text);
    Files.delete(file());
    open().close();
  }

  @Test
  void aDatabaseOfAnotherApplicationIsRefusedUntouched() throws Exception {
    execute(file(), "PRAGMA journal_mode = WAL", "CREATE TABLE letters (text)");
    byte[] before = Files.readAllBytes(file());
    assertRefused(file(), "another application", "has not been touched");
    assertThat(file()).hasBinaryContent(before);
    assertThat(directory.resolve("store.db-wal")).doesNotExist();
  }

  @Test
  void aNewerSchemaIsRefused() throws Exception {
    try (SmallStore small = SmallStore.of(open())) {
      small.put("a", "1");
    }
    int newer = Opening.MIGRATIONS.supported() + 1;
    execute(file(), "UPDATE meta SET schema_version = " + newer);
    assertRefused(
        file(),
        "newer Larder",
        "schema version is " + newer,
        "up to " + Opening.MIGRATIONS.supported(),
        "Upgrade Larder");
    execute(file(), "UPDATE meta SET schema_version = " + Opening.MIGRATIONS.supported());
    try (SmallStore small = SmallStore.of(open())) {
      assertThat(small.get("a")).isEqualTo("1");
    }
  }

  @Test
  void aLogLeftByADeletedDatabaseIsNotTakenOver() throws Exception {
    Path wal = directory.resolve("store.db-wal");
    byte[] log;
    try (SmallStore small = SmallStore.of(open())) {
      small.put("a", "1");
      log = Files.readAllBytes(wal);
    }
    Files.delete(file());
    Files.write(wal, log);
    try (SmallStore small = SmallStore.of(open())) {
      assertThat(small.get("a")).isNull();
    }
  }

  @Test
  void aDamagedFileIsSaidToBeAndStaysSo() throws Exception {
    try (SmallStore small = SmallStore.of(open())) {
      for (int i = 0; i < 2_000; i++) {
        small.put("key" + i, "value".repeat(20));
      }
    }
    try (RandomAccessFile bytes = new RandomAccessFile(file().toFile(), "rw")) {
      byte[] garbage = new byte[2048 * 40];
      java.util.Arrays.fill(garbage, (byte) 0x5A);
      bytes.seek(2048 * 20);
      bytes.write(garbage);
    }
    Store store = open();
    try {
      SmallStore small = SmallStore.of(store);
      Throwable first = null;
      for (int i = 0; i < 2_000 && first == null; i++) {
        first = failureOf(small, "key" + i);
      }
      assertThat(first)
          .isInstanceOf(StorageException.class)
          .hasMessageContainingAll(file().toString(), "damaged", "larder.store", "backup");
      assertThat(failureOf(small, "key0")).hasMessage(first.getMessage());
      assertThatThrownBy(() -> small.put("new", "1")).hasMessage(first.getMessage());
    } finally {
      store.close();
    }
    Files.delete(file());
    open().close();
  }

  private static Throwable failureOf(SmallStore small, String key) {
    try {
      var unused = small.get(key);
      return null;
    } catch (StorageException e) {
      return e;
    }
  }

  /** SQLite itself refuses to grow the file: the same result code as a disk without room. */
  @Test
  void aFullDiskIsSaidToBeAndWritesGoOnWhenThereIsRoom() {
    SqliteSettings settings = SqliteSettings.of(StoreOptions.DEFAULT);
    Limited connections = new Limited(file(), settings);
    try (SmallStore small =
        SmallStore.of(SqliteStore.open(file(), settings, StoreOptions.DEFAULT, connections))) {
      small.put("a", "before");
      connections.limit = 60;
      String large = "x".repeat(20_000);
      small.store().leases();
      Throwable told = null;
      int written = 0;
      while (told == null) {
        try {
          small.put("large" + written, large);
          written++;
          connections.reopen(small);
        } catch (StorageException e) {
          told = e;
        }
      }
      assertThat(told).hasMessageContainingAll(file().toString(), "disk is full", "larder.store");
      assertThatThrownBy(() -> small.put("large", large)).hasMessageContaining("disk is full");
      small.put("a", "small enough");
      assertThat(small.get("large")).isNull();
      assertThat(small.get("a")).isEqualTo("small enough");
      assertThat(small.store().count(small.space())).isEqualTo(written + 1L);
      connections.limit = Limited.NONE;
      connections.reopen(small);
      small.put("large", large);
      assertThat(small.get("large")).isEqualTo(large);
    }
  }

  /** Connections that may not let the file grow past a number of pages. */
  private static final class Limited extends Connections {

    static final int NONE = Integer.MAX_VALUE;

    private int limit = NONE;

    Limited(Path file, SqliteSettings settings) {
      super(file, settings);
    }

    @Override
    Statements writer() throws SQLException {
      Statements statements = super.writer();
      statements.runOnce("PRAGMA max_page_count = " + Math.min(limit, 1_000_000));
      return statements;
    }

    /** Makes the next write open a connection, as it does after a failure. */
    void reopen(SmallStore small) {
      assertThatThrownBy(() -> small.store().merge(null, null))
          .isInstanceOf(NullPointerException.class);
    }
  }

  @Test
  void anotherWriterIsNamedWithTheWait() throws Exception {
    StoreOptions patient = StoreOptions.DEFAULT;
    StoreOptions hasty =
        new StoreOptions(
            patient.durability(), patient.clock(), Map.of(SqliteSettings.BUSY_TIMEOUT, "50ms"));
    try (SmallStore small = SmallStore.of(TemporaryFile.open(file(), hasty));
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = other.createStatement()) {
      small.put("a", "1");
      statement.execute("BEGIN IMMEDIATE");
      assertThatThrownBy(() -> small.put("a", "2"))
          .isInstanceOf(StorageException.class)
          .hasMessageContainingAll(
              file().toString(), "another process", "50 ms", SqliteSettings.BUSY_TIMEOUT);
      assertThat(small.get("a")).as("reads wait for no writer").isEqualTo("1");
      statement.execute("ROLLBACK");
      small.put("a", "3");
      assertThat(small.get("a")).isEqualTo("3");
    }
  }

  @Test
  void aDirectoryThatNobodyMayWriteIsNamed() {
    Path proc = Path.of("/proc");
    assumeTrue(Files.isDirectory(proc), "this system has no /proc");
    assertRefused(proc.resolve("larder.db"), "cannot be");
  }

  @Test
  void aReadOnlyDirectoryIsNamed() {
    assumeTrue(directory.toFile().setWritable(false), "the directory cannot be made read-only");
    try {
      assumeTrue(!Files.isWritable(directory), "this user, root perhaps, may write everywhere");
      assertRefused(file(), "write access");
    } finally {
      assertThat(directory.toFile().setWritable(true)).isTrue();
    }
  }

  @Test
  void aFileThatIsDeletedOrReplacedWhileItIsOpenIsNotWrittenToAnyMore() throws Exception {
    Path other = directory.resolve("other.db");
    TemporaryFile.open(other, StoreOptions.DEFAULT).close();
    try (SmallStore small = SmallStore.of(open())) {
      small.put("a", "1");
      var unused = small.store().reap(Reap.DEFAULT);
      Files.delete(file());
      assertLost(small, "has been deleted");
    }
    try (SmallStore small = SmallStore.of(open())) {
      assertThat(small.get("a")).isNull();
      Files.move(other, file(), StandardCopyOption.REPLACE_EXISTING);
      assertLost(small, "has been replaced");
    }
  }

  private void assertLost(SmallStore small, String how) {
    assertThatThrownBy(() -> small.store().reap(Reap.DEFAULT))
        .isInstanceOf(StorageException.class)
        .hasMessageContainingAll(file().toString(), how, "larder.store", "Close");
    assertThatThrownBy(() -> small.put("b", "1")).hasMessageContaining(how);
    assertThatThrownBy(() -> small.get("a")).hasMessageContaining(how);
  }

  @Test
  void anUnfinishedCreationIsDoneAnew() throws Exception {
    Files.write(directory.resolve("store.db.new"), new byte[5_000]);
    Files.write(file(), new byte[0]);
    Store store =
        new SqliteStorageProvider()
            .open(StoreLocation.parse("sqlite:" + file()), StoreOptions.DEFAULT);
    store.close();
    assertThat(directory.resolve("store.db.new")).doesNotExist();
    assertThat(Files.size(file())).isPositive();
  }
}
