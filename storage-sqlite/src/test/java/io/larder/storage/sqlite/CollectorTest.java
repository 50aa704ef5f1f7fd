package io.larder.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.Batch;
import io.larder.storage.Bytes;
import io.larder.storage.Condition;
import io.larder.storage.Durability;
import io.larder.storage.Mutation;
import io.larder.storage.Reap;
import io.larder.storage.Reaped;
import io.larder.storage.SettableClock;
import io.larder.storage.Space;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceOptions;
import io.larder.storage.Store;
import io.larder.storage.StoreOptions;
import io.larder.storage.jdbc.Collector;
import io.larder.storage.jdbc.Statements;
import io.larder.storage.kernel.Housekeeping;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.ProgressHandler;

/** What collecting costs: it looks at what it collects, and at nothing again and again. */
class CollectorTest {

  private static final int STEPS_COUNTED_AT_ONCE = 50;

  @TempDir Path directory;
  private final SettableClock clock = new SettableClock();
  private final StoreOptions options =
      new StoreOptions(Durability.OS, clock, Map.of(Housekeeping.SETTING, "off"));

  private Path file() {
    return directory.resolve("store.db");
  }

  private static Reap reap(int limit) {
    return new Reap(Long.MAX_VALUE, Duration.ZERO, Duration.ZERO, limit);
  }

  private static Space space(Store store) {
    return store.openSpace(SpaceName.global("s"), SpaceOptions.DEFAULT);
  }

  private void fill(Store store, int rows, int valueBytes) {
    long expiresAt = clock.millis() + 1000;
    List<Mutation> puts = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      puts.add(
          new Mutation.Put(
              SmallStore.bytes("k%06d".formatted(i)),
              Bytes.wrap(new byte[valueBytes]),
              expiresAt,
              expiresAt,
              Condition.NONE));
    }
    store.commit(Batch.of(space(store), puts));
  }

  private static void collectAll(Store store, int limit) {
    while (store.reap(reap(limit)).more()) {
      // until nothing is left
    }
  }

  @Test
  void everyStatementFindsItsRowsByAnIndex() throws SQLException {
    TemporaryFile.open(file(), options).close();
    try (Connection connection = Connections.connect(file(), "mode=ro")) {
      for (String text : new Collector.Texts(SqliteDialect.SQLITE).all()) {
        QueryPlan.assertIndexed(connection, text);
      }
    }
  }

  /** Counts what SQLite's virtual machine does, in all connections that it opens. */
  private static final class Counting extends Connections {

    private final AtomicLong steps = new AtomicLong();

    Counting(Path file, SqliteSettings settings) {
      super(file, settings);
    }

    @Override
    Statements writer() throws SQLException {
      return counted(super.writer());
    }

    @Override
    Statements reader() throws SQLException {
      return counted(super.reader());
    }

    private Statements counted(Statements statements) throws SQLException {
      Connection connection = statements.of("SELECT 1").getConnection();
      ProgressHandler.setHandler(
          connection,
          STEPS_COUNTED_AT_ONCE,
          new ProgressHandler() {
            @Override
            protected int progress() {
              steps.addAndGet(STEPS_COUNTED_AT_ONCE);
              return 0;
            }
          });
      return statements;
    }
  }

  private long stepsToCollect(int rows) {
    Path file = directory.resolve(rows + ".db");
    SqliteSettings settings = SqliteSettings.of(options);
    Counting connections = new Counting(file, settings);
    try (Store store = SqliteStore.open(file, settings, options, connections)) {
      fill(store, rows, 1);
      store.clear(space(store), null);
      clock.advance(Duration.ofSeconds(2));
      long before = connections.steps.get();
      collectAll(store, 50);
      return connections.steps.get() - before;
    }
  }

  @Test
  void clearedRowsThatHaveExpiredAreNotWalkedAgainInEachBatch() {
    long some = stepsToCollect(1_000);
    assertThat(some).isPositive();
    assertThat(stepsToCollect(8_000)).isLessThan(2 * 8 * some);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void largeValuesMakeSmallBatches(boolean cleared) {
    try (Store store = TemporaryFile.open(file(), options)) {
      fill(store, 40, 1 << 20);
      if (cleared) {
        store.clear(space(store), null);
      } else {
        clock.advance(Duration.ofSeconds(2));
      }
      Reaped first = store.reap(reap(500));
      assertThat(first.expired() + first.dead()).isBetween(1, 20);
      assertThat(first.more()).isTrue();
      collectAll(store, 500);
      assertThat(number("SELECT count(*) FROM entry")).isZero();
    }
  }

  @Test
  void endedLeasesGoInSteps() {
    try (Store store = TemporaryFile.open(file(), options)) {
      for (int i = 0; i < 25; i++) {
        assertThat(store.leases().tryAcquire("lease" + i, "owner", Duration.ofSeconds(1)))
            .isPresent();
      }
      clock.advance(Duration.ofMinutes(10));
      assertThat(store.reap(reap(10)).more()).isTrue();
      assertThat(number("SELECT count(*) FROM lease")).isEqualTo(15);
      collectAll(store, 10);
      assertThat(number("SELECT count(*) FROM lease")).isZero();
    }
  }

  private long number(String sql) {
    try (Connection connection = Connections.connect(file(), "mode=ro");
        PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
