package io.larder.storage.sqlite;

import static io.larder.storage.sqlite.SmallStore.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.SpaceName;
import io.larder.storage.SpaceOptions;
import io.larder.storage.StoreOptions;
import io.larder.storage.jdbc.Migrations;
import io.larder.storage.jdbc.Statements;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Counts are exact, though most commits write them to no space's row. */
@Timeout(120)
class SpaceCountTest {

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void realPath() throws IOException {
    file = directory.toRealPath().resolve("store.db");
  }

  private SmallStore open() {
    return SmallStore.of(TemporaryFile.open(file, StoreOptions.DEFAULT));
  }

  private static SmallStore second(SmallStore first) {
    SpaceName name = SpaceName.global("second");
    return new SmallStore(first.store(), first.store().openSpace(name, SpaceOptions.DEFAULT));
  }

  private static long count(SmallStore small) {
    return small.store().count(small.space());
  }

  private long countInRow(SmallStore small) throws SQLException {
    try (Connection connection = Connections.connect(file, "mode=ro");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT entries FROM space WHERE id = " + small.space().id())) {
      return row.getLong(1);
    }
  }

  @Test
  void putsOfNewKeysWriteTheirRowsAlone() throws Exception {
    try (SmallStore small = open()) {
      small.put("a", "1");
      small.put("b", "1");
      assertThat(countInRow(small)).isZero();
      assertThat(count(small)).isEqualTo(2);
      assertThat(small.store().count()).isEqualTo(2);
    }
  }

  @Test
  void aCountIsSettledBeforeAnotherSpacesRowIsTheLast() throws Exception {
    try (SmallStore small = open()) {
      SmallStore second = second(small);
      small.put("a", "1");
      second.put("a", "1");
      second.put("b", "1");
      assertThat(countInRow(small)).isEqualTo(1);
      assertThat(countInRow(second)).isZero();
      assertThat(count(second)).isEqualTo(2);
      assertThat(small.store().count()).isEqualTo(3);
    }
  }

  @Test
  void anOpeningSettlesTheCountOfAProcessThatWasKilled() throws Exception {
    try (OtherProcess other = OtherProcess.with(file)) {
      other.tell("put a 1");
      other.expect("done");
      other.tell("put b 1");
      other.expect("done");
      other.kill();
    }
    try (SmallStore small = open()) {
      assertThat(countInRow(small)).isEqualTo(2);
      assertThat(count(small)).isEqualTo(2);
    }
  }

  @Test
  void twoProcessesCountTogether() throws Exception {
    try (SmallStore small = open();
        OtherProcess other = OtherProcess.with(file)) {
      SmallStore second = second(small);
      for (int i = 1; i <= 20; i++) {
        other.tell("put theirs" + i + " 1");
        other.expect("done");
        (i % 3 == 0 ? small : second).put("mine" + i, "1");
        assertThat(count(small)).as("after %d", i).isEqualTo(i + i / 3);
        assertThat(count(second)).as("after %d", i).isEqualTo(i - i / 3);
      }
    }
  }

  /** The last row is past {@code meta.seq}, and says nothing of counts. */
  @Test
  void aFileFromBeforeCountsStoodInRowsKeepsItsCounts() throws Exception {
    try (Connection connection = Connections.connect(file, "mode=rwc")) {
      new Migrations(
              Opening.class,
              "migrations",
              List.of(
                  "V001__entries.sql",
                  "V002__ended_leases.sql",
                  "V003__lease_length.sql",
                  "V004__evictions.sql",
                  "V005__reserved_timestamps.sql"))
          .run(new Statements(connection), SqliteDialect.SQLITE, 0, file.toString());
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate(
            """
            PRAGMA application_id = 1279349316;
            INSERT INTO space VALUES (1, '', '', 'small', 1, 0, 0, 7, 0, 1, 0, NULL);
            INSERT INTO entry
            VALUES (1, CAST('a' AS BLOB), NULL, 1, 1, 1, 7, 9223372036854775807, 0, 5, x'31');
            """);
      }
    }
    try (SmallStore small = open()) {
      assertThat(small.store().get(small.space(), bytes("a"))).isNotNull();
      assertThat(count(small)).isEqualTo(1);
      small.put("b", "1");
      assertThat(count(small)).isEqualTo(2);
    }
  }
}
