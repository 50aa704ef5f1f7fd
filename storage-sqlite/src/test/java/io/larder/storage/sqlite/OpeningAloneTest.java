package io.larder.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.Durability;
import io.larder.storage.Lease;
import io.larder.storage.SettableClock;
import io.larder.storage.StorageException;
import io.larder.storage.StoreOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file is created and migrated only while no other process has it open. */
@Timeout(120)
class OpeningAloneTest {

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void realPath() throws IOException {
    file = directory.toRealPath().resolve("store.db");
  }

  private SmallStore open() {
    return SmallStore.of(TemporaryFile.open(file, StoreOptions.DEFAULT));
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(this::open)
        .isInstanceOf(StorageException.class)
        .hasMessageContainingAll(words)
        .hasMessageContainingAll(file.toString(), "larder.store", "another process");
  }

  /** A file as the first schema version left it: key1 and key2, key3 deleted, a lease. */
  private void putFileOfTheFirstSchema() throws IOException {
    try (InputStream packed = OpeningAloneTest.class.getResourceAsStream("schema-1.db.gz");
        InputStream file = new GZIPInputStream(packed)) {
      Files.copy(file, this.file);
    }
  }

  private long schemaVersion() throws SQLException {
    try (Connection connection = Connections.connect(file, "mode=ro");
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT schema_version FROM meta")) {
      return row.getLong(1);
    }
  }

  @Test
  void aFileThatWasDeletedIsNotCreatedWhileAnotherProcessHasIt() throws Exception {
    try (OtherProcess other = OtherProcess.with(file)) {
      Files.delete(file);
      assertRefused("deleted");
      assertThat(file).doesNotExist();
      other.tell("put a 1");
      other.expect("done");
      assertRefused("deleted");
    }
    try (SmallStore small = open()) {
      assertThat(small.get("a")).isNull();
      small.put("b", "2");
    }
  }

  @Test
  void whoCreatedTheFileAdmitsOthers() throws Exception {
    try (SmallStore small = open();
        OtherProcess other = OtherProcess.with(file)) {
      other.tell("put a 1");
      other.expect("done");
      assertThat(small.get("a")).isEqualTo("1");
    }
  }

  @Test
  void anOlderFileKeepsItsEntries() throws Exception {
    putFileOfTheFirstSchema();
    // Before the end of the lease that is in the file: nobody can hold it any more all the same.
    StoreOptions options = new StoreOptions(Durability.OS, new SettableClock(), Map.of());
    for (int opening = 1; opening <= 2; opening++) {
      try (SmallStore small = SmallStore.of(TemporaryFile.open(file, options))) {
        assertThat(schemaVersion()).isEqualTo(Opening.MIGRATIONS.supported());
        assertThat(small.get("key1")).isEqualTo("value1");
        assertThat(small.get("key2")).isEqualTo("value2, changed");
        assertThat(small.get("key3")).isNull();
        assertThat(small.store().count(small.space())).isEqualTo(opening + 1L);
        Lease lease =
            small.store().leases().tryAcquire("l", "me", Duration.ofMinutes(1)).orElseThrow();
        assertThat(lease.token().number()).isGreaterThan(1);
        assertThat(small.store().leases().release(lease)).isTrue();
        small.increment("number");
        assertThat(small.get("number")).isEqualTo(Integer.toString(opening));
      }
    }
  }

  @Test
  void anOlderFileIsNotMigratedWhileAnotherProcessHasIt() throws Exception {
    putFileOfTheFirstSchema();
    try (OtherProcess older = PresenceLock.of(file)) {
      older.tell("shared");
      older.expect("true");
      assertRefused("schema version 1", "" + Opening.MIGRATIONS.supported());
      assertThat(schemaVersion()).isEqualTo(1);
      older.tell("shared");
      older.expect("true");
    }
    try (SmallStore small = open();
        OtherProcess other = OtherProcess.with(file)) {
      other.tell("put a 1");
      other.expect("done");
      assertThat(small.get("key1")).isEqualTo("value1");
    }
  }
}
