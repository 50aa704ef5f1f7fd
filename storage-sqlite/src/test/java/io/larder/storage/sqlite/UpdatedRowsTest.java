package io.larder.storage.sqlite;

import static io.larder.storage.sqlite.SmallStore.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.Batch;
import io.larder.storage.Bytes;
import io.larder.storage.Change;
import io.larder.storage.Entry;
import io.larder.storage.Mutation;
import io.larder.storage.SpaceName;
import io.larder.storage.Stamp;
import io.larder.storage.StorageException;
import io.larder.storage.StoreOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are there are updated, others are inserted. */
class UpdatedRowsTest {

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("a.db");
  }

  private SmallStore open() {
    return SmallStore.of(TemporaryFile.open(file(), StoreOptions.DEFAULT));
  }

  private void execute(String sql) throws SQLException {
    try (Connection other = Connections.connect(file(), "mode=rw");
        Statement statement = other.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private static void putAll(SmallStore small, String value, String... keys) {
    Mutation[] puts = new Mutation[keys.length];
    for (int i = 0; i < keys.length; i++) {
      puts[i] = Mutation.Put.of(bytes(keys[i]), bytes(value));
    }
    assertThat(small.store().commit(Batch.of(small.space(), puts)).applied()).isTrue();
  }

  /** The trigger stands for whatever might take the row away. */
  @Test
  void whatFindsNoRowIsNotAcknowledged() throws Exception {
    try (SmallStore small = open()) {
      putAll(small, "1", "a", "b");
      execute("CREATE TRIGGER gone BEFORE UPDATE ON entry BEGIN SELECT RAISE(IGNORE); END");
      assertThatThrownBy(() -> small.put("a", "2")).isInstanceOf(StorageException.class);
      assertThatThrownBy(() -> putAll(small, "2", "a", "b", "c"))
          .isInstanceOf(StorageException.class);
      assertThat(small.get("c")).isNull();
      execute("DROP TRIGGER gone");
      putAll(small, "3", "a", "b", "c");
      assertThat(small.get("a")).isEqualTo("3");
      assertThat(small.get("c")).isEqualTo("3");
    }
  }

  /** Both states reach the transaction, only the second reaches the file. */
  @Test
  void aKeyIsCreatedAndChangedInOneTransaction() {
    try (SmallStore small = open()) {
      putAll(small, "0", "old");
      var unused =
          small.store().merge(List.of(change("new", 1), change("new", 2), change("old", 3)), null);
      assertThat(small.get("new")).isEqualTo("2");
      assertThat(small.get("old")).isEqualTo("3");
      assertThat(small.store().count()).isEqualTo(2);
    }
  }

  private static Change change(String key, long version) {
    Stamp stamp = new Stamp(1, version, version << 16, 7);
    Bytes value = bytes(Long.toString(version));
    Entry entry = new Entry(bytes(key), value, stamp, Entry.NEVER, false);
    return new Change.OfEntry(SpaceName.global("small"), entry, version);
  }
}
