package io.larder.storage.sqlite;

import static io.larder.storage.sqlite.SmallStore.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.Batch;
import io.larder.storage.Change;
import io.larder.storage.Commit;
import io.larder.storage.Condition;
import io.larder.storage.Cursor;
import io.larder.storage.Entry;
import io.larder.storage.HybridClock;
import io.larder.storage.Mutation;
import io.larder.storage.SettableClock;
import io.larder.storage.Space;
import io.larder.storage.SpaceName;
import io.larder.storage.Stamp;
import io.larder.storage.StorageException;
import io.larder.storage.Store;
import io.larder.storage.StoreIdentity;
import io.larder.storage.StoreOptions;
import io.larder.storage.jdbc.GroupCommit;
import io.larder.storage.jdbc.Transactions;
import io.larder.storage.jdbc.WriteTask;
import io.larder.storage.kernel.WriteSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clock that is ahead gives no timestamp twice, and is not driven further by being opened. */
class TimestampReserveTest {

  private static final SpaceName SPACE = SpaceName.global("small");

  @TempDir Path directory;

  private final SettableClock clock = new SettableClock();

  private SmallStore open(String name, InstantSource clock) {
    return SmallStore.of(
        TemporaryFile.open(directory.resolve(name), StoreOptions.DEFAULT.withClock(clock)));
  }

  private SmallStore open() {
    return open("a.db", clock);
  }

  private static Stamp put(SmallStore small, String key, String value) {
    small.put(key, value);
    Entry entry = small.store().get(small.space(), bytes(key));
    assertThat(entry).isNotNull();
    return entry.stamp();
  }

  private static List<Change> feed(SmallStore small) {
    return small.store().changes(Cursor.START, 100, 100_000).changes();
  }

  /** The feed of a peer whose clock is ahead, with one entry. */
  private List<Change> feedOfPeer(String key, Duration ahead) {
    try (SmallStore peer = open("peer.db", () -> clock.instant().plus(ahead))) {
      peer.put(key, "peer");
      return feed(peer);
    }
  }

  private static long timestamp(List<Change> feed) {
    return feed.stream()
        .mapToLong(row -> row instanceof Change.OfEntry of ? of.entry().stamp().timestamp() : 0)
        .max()
        .orElseThrow();
  }

  @Test
  void openingAgainAndAgainKeepsTheClockWithinWhatPeersAccept() {
    List<Change> ahead = feedOfPeer("a", Duration.ofSeconds(1));
    Stamp last;
    try (SmallStore small = open()) {
      small.store().merge(ahead, null);
      last = put(small, "k", "first");
    }
    for (int opening = 0; opening < 20; opening++) {
      try (SmallStore small = open()) {
        Stamp next = put(small, "k", "value");
        assertThat(next.timestamp()).isGreaterThan(last.timestamp());
        last = next;
      }
    }
    assertThat(HybridClock.millis(last.timestamp()) - clock.millis()).isBetween(1000L, 1100L);
  }

  @Test
  void anOpeningThatChangesNothingMovesNoTimestamp() {
    List<Change> ahead = feedOfPeer("a", Duration.ofSeconds(1));
    try (SmallStore small = open()) {
      small.store().merge(ahead, null);
    }
    for (int opening = 0; opening < 20; opening++) {
      open().close();
    }
    try (SmallStore small = open()) {
      long step = put(small, "k", "value").timestamp() - timestamp(ahead);
      assertThat(HybridClock.millis(step)).isLessThanOrEqualTo(2);
    }
  }

  /** Thousands of openings in a row do not bring a clock near the bound. */
  @Test
  void aBlockIsFarBelowTheSkewThatPeersAccept() {
    assertThat(Duration.ofMillis(HybridClock.millis(TimestampReserve.BLOCK)).multipliedBy(10_000))
        .isLessThan(Store.CLOCK_SKEW_BOUND);
  }

  /** Counting changes within a millisecond is not being ahead. */
  @Test
  void openingAgainInTheSameMillisecondGoesOnCounting() {
    Stamp before;
    try (SmallStore small = open()) {
      put(small, "a", "1");
      before = put(small, "a", "2");
    }
    try (SmallStore small = open()) {
      assertThat(put(small, "a", "3").timestamp()).isEqualTo(before.timestamp() + 1);
    }
  }

  @Test
  void timestampsOfAClockThatWasSetBackAreNotGivenAgain() throws Exception {
    ForcedState forced;
    long lost = 0;
    try (SmallStore small = open()) {
      put(small, "a", "1");
      clock.advance(Duration.ofHours(-1));
      put(small, "a", "2"); // forced, since the clock is ahead from now on
      forced = ForcedState.of(directory.resolve("a.db"));
      for (int i = 0; i < 20; i++) {
        lost = put(small, "a", "3").timestamp();
      }
    }
    forced.putBack();
    try (SmallStore small = open()) {
      assertThat(small.get("a")).isEqualTo("2");
      assertThat(put(small, "a", "4").timestamp()).isGreaterThan(lost);
    }
    clock.advance(Duration.ofHours(2));
    try (SmallStore small = open()) {
      assertThat(HybridClock.millis(put(small, "a", "5").timestamp()))
          .as("a clock that is not ahead is not raised")
          .isEqualTo(clock.millis());
    }
  }

  /** The loss takes back a merge that put the clock ahead, unless that was forced. */
  @Test
  void aStampThatFollowedAMergeIsNotGivenAgain() throws Exception {
    List<Change> ahead = feedOfPeer("b", Duration.ofSeconds(30));
    open().close();
    Stamp lost;
    try (PowerLoss writer = new PowerLoss()) {
      writer.submit(writes -> writes.merge(ahead, null));
      lost = writer.put("c", "seen by a peer");
      assertThat(lost.timestamp()).isGreaterThan(timestamp(ahead));
    }
    clock.advance(Duration.ofSeconds(5));
    try (SmallStore small = open()) {
      assertThat(small.get("c")).as("it was taken back").isNull();
      small.store().merge(ahead, null);
      assertThat(put(small, "c", "another value")).isNotEqualTo(lost);
    }
  }

  /** A merged change that lost leaves no row that could tell its timestamp. */
  @Test
  void aTimestampThatWasShownIsNotForgotten() {
    List<Change> ahead = feedOfPeer("a", Duration.ofSeconds(30));
    try (SmallStore small = open()) {
      put(small, "a", "1");
      put(small, "a", "2");
      small.store().merge(ahead, null);
      assertThat(small.get("a")).as("the peer's lost").isEqualTo("2");
    }
    clock.advance(Duration.ofSeconds(1));
    try (SmallStore small = open()) {
      assertThat(put(small, "a", "3").timestamp()).isGreaterThan(timestamp(ahead));
    }
  }

  @Test
  void aRejectedPutWritesNothingThoughTheClockIsAhead() throws Exception {
    List<Change> ahead = feedOfPeer("b", Duration.ofSeconds(30));
    try (SmallStore small = open()) {
      put(small, "a", "1");
      small.store().merge(ahead, null);
      long before = Files.size(directory.resolve("a.db-wal"));
      Mutation ifAbsent =
          new Mutation.Put(bytes("a"), bytes("2"), Entry.NEVER, Entry.NEVER, Condition.ABSENT);
      for (int i = 0; i < 100; i++) {
        assertThat(small.store().commit(Batch.of(small.space(), ifAbsent)).applied()).isFalse();
      }
      assertThat(Files.size(directory.resolve("a.db-wal"))).isEqualTo(before);
    }
  }

  /**
   * A store's writer whose power fails when it is closed: what was committed since the last commit
   * that was forced is taken back.
   */
  private final class PowerLoss implements Transactions<SqliteTransaction>, AutoCloseable {

    private final Path file = directory.resolve("a.db");
    private final SqliteWriter writer;
    private final GroupCommit<SqliteTransaction> commits = new GroupCommit<>(this);
    private ForcedState forced;
    private boolean forcing = true;

    PowerLoss() throws SQLException, IOException {
      StoreOptions options = StoreOptions.DEFAULT.withClock(clock);
      SqliteSettings settings = SqliteSettings.of(options);
      StoreIdentity identity;
      try (Store store = TemporaryFile.open(file, options)) {
        identity = store.identity();
      }
      Failures failures = new Failures(file, settings.busyTimeout());
      Connections connections = new Connections(file, settings);
      writer =
          new SqliteWriter(connections, failures, settings, identity, clock, new ForeignChanges());
      writer.prepare();
      submit(writes -> writes.open(SPACE));
      forced = ForcedState.of(file);
    }

    <R> R submit(Function<WriteSet, R> work) {
      return commits
          .submit(
              WriteTask.<SqliteTransaction, R>of(
                  0, transaction -> work.apply(transaction.writes())))
          .result();
    }

    Stamp put(String key, String value) {
      Commit commit =
          submit(
              writes ->
                  writes.apply(
                      Batch.of(
                          new Space(writes.open(SPACE), SPACE),
                          Mutation.Put.of(bytes(key), bytes(value)))));
      return commit.outcomes().get(0).after().stamp();
    }

    @Override
    public SqliteTransaction begin(boolean durable, List<Batch> batches) throws SQLException {
      keepIfForced();
      forcing = durable;
      return writer.begin(durable, batches);
    }

    /** Called when the transaction that was begun last has been committed. */
    private void keepIfForced() {
      if (forcing) {
        try {
          forced = ForcedState.of(file);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    @Override
    public StorageException failure(SQLException cause) {
      return writer.failure(cause);
    }

    @Override
    public void close() throws IOException {
      keepIfForced();
      writer.close();
      forced.putBack();
    }
  }
}
