package io.larder.storage.sqlite;

import static io.larder.storage.sqlite.SmallStore.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.Batch;
import io.larder.storage.Cursor;
import io.larder.storage.Entry;
import io.larder.storage.Mutation;
import io.larder.storage.Reap;
import io.larder.storage.SettableClock;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceOptions;
import io.larder.storage.Stamp;
import io.larder.storage.StoreLocation;
import io.larder.storage.StoreOptions;
import io.larder.storage.memory.MemoryStorageProvider;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is done, the file alone tells a last position and a last timestamp that are no lower
 * than any that were given out before, and how many entries each space has.
 */
@Timeout(60)
class LastPositionFuzzTest {

  private static final int STEPS = 250;
  private static final SpaceName SECOND = SpaceName.global("second");
  private static final String LAST =
      "SELECT "
          + SqliteDialect.LAST_POSITION
          + ", max(clock_reserved, "
          + SqliteDialect.LAST_TIMESTAMP
          + "), (SELECT coalesce(max(timestamp), 0) FROM entry),"
          + " (SELECT coalesce(max(cleared_at), 0) FROM space) FROM meta";

  private static final String REAL_COUNT =
      """
      SELECT count(*) FROM space s JOIN entry e ON e.space = s.id AND e.epoch = s.epoch
      WHERE e.deleted = 0 AND s.id =\s""";

  @TempDir Path directory;

  private final SettableClock clock = new SettableClock();
  private final StoreOptions options = StoreOptions.DEFAULT.withClock(clock);
  private final Set<Stamp> stamps = new HashSet<>();
  private Random random;
  private SmallStore first;
  private SmallStore second;
  private SmallStore firstOfPeer;
  private SmallStore secondOfPeer;
  private long lastPosition;
  private long lastTimestamp;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void theFileTellsTheLastPositionAndTimestampAndTheCounts(long seed) throws Exception {
    random = new Random(seed);
    Path file = directory.resolve("a.db");
    firstOfPeer =
        SmallStore.of(
            new MemoryStorageProvider().open(new StoreLocation("memory", "fuzz" + seed), options));
    secondOfPeer = secondOf(firstOfPeer);
    open(file);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (Connection reader = Connections.connect(file, "mode=rw");
        Statement statement = reader.createStatement()) {
      for (int step = 0; step < STEPS; step++) {
        if (random.nextInt(4) == 0) {
          clock.advance(Duration.ofMillis(random.nextInt(3000) - 1000));
        }
        int operation = random.nextInt(14);
        if (operation == 13) {
          putTogether(threads);
        } else {
          run(operation, random.nextInt(3) == 0 ? second : first, file, statement);
        }
        check(statement, "seed " + seed + ", step " + step + ", operation " + operation);
      }
    } finally {
      threads.shutdownNow();
      first.close();
      firstOfPeer.close();
    }
  }

  private void open(Path file) {
    first = SmallStore.of(TemporaryFile.open(file, options));
    second = secondOf(first);
  }

  private static SmallStore secondOf(SmallStore first) {
    return new SmallStore(first.store(), first.store().openSpace(SECOND, SpaceOptions.DEFAULT));
  }

  private void run(int operation, SmallStore small, Path file, Statement statement)
      throws SQLException {
    String key = "k" + random.nextInt(8);
    switch (operation) {
      case 0, 1, 2 -> put(small, key);
      case 3 -> commit(small, set(key, "x"), Mutation.Delete.of(bytes("k1")), set(key, "y"));
      case 4 -> commit(small, Mutation.Delete.of(bytes(key)));
      case 5 -> touch(small, key);
      case 6 -> small.clear();
      case 7 -> destroy(small);
      case 8 -> {
        var unused = small.store().evict(small.space(), random.nextInt(3), 10);
      }
      case 9 -> {
        var unused =
            small
                .store()
                .reap(
                    new Reap(Long.MAX_VALUE, Duration.ZERO, Duration.ZERO, 1 + random.nextInt(5)));
      }
      case 10 -> merge(key);
      case 11 ->
          statement.executeUpdate(
              "INSERT INTO request SELECT 'other', coalesce(max(number), 0) + 1, x'00', 0 FROM request");
      default -> {
        if (random.nextInt(4) == 0) {
          first.close();
          open(file);
        }
      }
    }
  }

  private static Mutation set(String key, String value) {
    return Mutation.Put.of(bytes(key), bytes(value));
  }

  private static void commit(SmallStore small, Mutation... mutations) {
    var unused = small.store().commit(Batch.of(small.space(), mutations));
  }

  private void put(SmallStore small, String key) {
    Batch batch = Batch.of(small.space(), set(key, "value"));
    Stamp stamp = small.store().commit(batch).outcomes().get(0).after().stamp();
    assertThat(stamps.add(stamp)).as("%s is new", stamp).isTrue();
    assertThat(stamp.timestamp()).isGreaterThan(lastTimestamp);
    lastTimestamp = stamp.timestamp();
  }

  private void touch(SmallStore small, String key) {
    Entry entry = small.store().get(small.space(), bytes(key));
    if (entry != null) {
      long expiresAt = clock.millis() + random.nextInt(10_000);
      commit(small, new Mutation.Touch(bytes(key), entry.stamp(), expiresAt));
    }
  }

  private void destroy(SmallStore small) {
    SpaceName name = small.space().name();
    small.store().destroy(name, null);
    if (random.nextBoolean()) {
      var unused = small.store().openSpace(name, SpaceOptions.DEFAULT);
    }
  }

  private void merge(String key) {
    SmallStore peer = random.nextBoolean() ? firstOfPeer : secondOfPeer;
    peer.put(key, "peer");
    if (random.nextBoolean()) {
      commit(peer, Mutation.Delete.of(bytes(key)));
    }
    if (random.nextInt(5) == 0) {
      peer.clear();
    }
    var unused =
        first.store().merge(peer.store().changes(Cursor.START, 100, 100_000).changes(), null);
  }

  /** Some share a transaction. */
  private void putTogether(ExecutorService threads) throws Exception {
    List<Callable<Void>> puts = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      SmallStore small = random.nextBoolean() ? first : second;
      String key = "k" + random.nextInt(8);
      boolean delete = random.nextInt(3) == 0;
      puts.add(
          () -> {
            commit(small, delete ? Mutation.Delete.of(bytes(key)) : set(key, "together"));
            return null;
          });
    }
    for (Future<Void> put : threads.invokeAll(puts)) {
      put.get();
    }
  }

  private void check(Statement statement, String when) throws SQLException {
    try (ResultSet last = statement.executeQuery(LAST)) {
      assertThat(last.next()).isTrue();
      assertThat(last.getLong(1)).as(when).isGreaterThanOrEqualTo(lastPosition);
      lastPosition =
          Math.max(
              last.getLong(1),
              first.store().changes(Cursor.START, 1_000, 1_000_000).next().position());
      lastTimestamp = Math.max(lastTimestamp, Math.max(last.getLong(3), last.getLong(4)));
      assertThat(last.getLong(2)).as(when).isGreaterThanOrEqualTo(lastTimestamp);
    }
    checkCounts(statement, when);
  }

  private void checkCounts(Statement statement, String when) throws SQLException {
    long sum = 0;
    for (SmallStore small : List.of(first, second)) {
      try (ResultSet real = statement.executeQuery(REAL_COUNT + small.space().id())) {
        long count = real.getLong(1);
        assertThat(small.store().count(small.space())).as(when).isEqualTo(count);
        sum += count;
      }
    }
    assertThat(first.store().count()).as(when).isEqualTo(sum);
  }
}
