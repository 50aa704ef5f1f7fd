package io.larder.storage.sqlite;

import static io.larder.storage.sqlite.SmallStore.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.Batch;
import io.larder.storage.Cursor;
import io.larder.storage.Entry;
import io.larder.storage.Mutation;
import io.larder.storage.Stamp;
import io.larder.storage.StoreOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last position and timestamp are found again, though most commits write them nowhere else. */
class LastPositionTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path directory;

  private SmallStore open(InstantSource clock) {
    return SmallStore.of(
        TemporaryFile.open(directory.resolve("a.db"), StoreOptions.DEFAULT.withClock(clock)));
  }

  private static Stamp put(SmallStore small, String key) {
    small.put(key, "value");
    Entry entry = small.store().get(small.space(), bytes(key));
    assertThat(entry).isNotNull();
    return entry.stamp();
  }

  private static long position(SmallStore small) {
    return small.store().changes(Cursor.START, 100, 10_000).next().position();
  }

  private long metaPosition() throws Exception {
    try (Connection connection = Connections.connect(directory.resolve("a.db"), "mode=ro");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT seq FROM meta")) {
      return row.getLong(1);
    }
  }

  @Test
  void aPlainPutWritesItsRowAlone() throws Exception {
    try (SmallStore small = open(InstantSource.fixed(NOON))) {
      put(small, "a");
      long before = metaPosition();
      put(small, "a");
      assertThat(metaPosition()).isEqualTo(before);
      assertThat(position(small)).isGreaterThan(before);
    }
  }

  /** A commit of somebody else's has the writer read the last position again. */
  @Test
  void positionsGoOnAfterAnotherConnectionsCommit() throws Exception {
    try (SmallStore small = open(InstantSource.fixed(NOON))) {
      put(small, "a");
      put(small, "b");
      long before = position(small);
      try (Connection other = Connections.connect(directory.resolve("a.db"), "mode=rw");
          Statement statement = other.createStatement()) {
        statement.executeUpdate("INSERT INTO request VALUES ('other', 1, x'00', 0)");
      }
      put(small, "a");
      assertThat(position(small)).isEqualTo(before + 1);
    }
  }

  /** A touched row is the last one, and bears an older timestamp. */
  @Test
  void timestampsGoOnAfterATouchThoughTheClockIsSetBack() {
    Stamp second;
    try (SmallStore small = open(InstantSource.fixed(NOON))) {
      Stamp first = put(small, "a");
      second = put(small, "b");
      Mutation touch = new Mutation.Touch(bytes("a"), first, NOON.toEpochMilli() + 1_000_000);
      assertThat(small.store().commit(Batch.of(small.space(), touch)).applied()).isTrue();
    }
    try (SmallStore small = open(InstantSource.fixed(NOON.minus(Duration.ofHours(1))))) {
      assertThat(put(small, "c").timestamp()).isGreaterThan(second.timestamp());
    }
  }
}
