package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Entries that come back with the stamps that they had elsewhere. */
abstract class RestoreContract extends ContractCase {

  private static final long ORIGIN = 4711;

  RestoreContract(Supplier<StoreFixture> fixtures) {
    super(fixtures);
  }

  /** A stamp of an earlier day, in an epoch that is none of this space. */
  private Stamp exported(long version) {
    return exportedAt(version, in(Duration.ofDays(-1)));
  }

  private static Stamp exportedAt(long version, long millis) {
    return new Stamp(99, version, HybridClock.at(millis) + 3, ORIGIN);
  }

  private static Stamp inEpoch(long epoch, Stamp stamp) {
    return new Stamp(epoch, stamp.version(), stamp.timestamp(), stamp.origin());
  }

  private static Mutation.Restore value(String key, String value, Stamp stamp) {
    return Mutation.Restore.value(bytes(key), bytes(value), stamp, Entry.NEVER);
  }

  private static Mutation.Restore counter(String key, String total, Stamp stamp) {
    return Mutation.Restore.counter(bytes(key), new BigDecimal(total), stamp, Entry.NEVER);
  }

  private Entry restored(Mutation.Restore restore) {
    Outcome outcome = commit(restore);
    assertThat(outcome.held()).isTrue();
    assertThat(outcome.after()).isNotNull().isEqualTo(store.get(space, restore.key()));
    return outcome.after();
  }

  private void assertPutAfter(Stamp before, Entry after) {
    assertThat(after.stamp().version()).isEqualTo(before.version() + 1);
    assertThat(after.stamp().timestamp()).isGreaterThan(before.timestamp());
    assertThat(after.stamp().origin()).isEqualTo(store.identity().origin());
  }

  @Test
  void whereNothingStandsAnEntryKeepsItsStamp() {
    long expiresAt = in(Duration.ofHours(1));
    Outcome outcome =
        commit(Mutation.Restore.value(bytes("a"), bytes("1"), exported(7), expiresAt));
    Entry entry = new Entry(bytes("a"), bytes("1"), inEpoch(1, exported(7)), expiresAt, false);
    assertThat(outcome).isEqualTo(new Outcome(true, null, entry, null));
    assertThat(get("a")).isEqualTo(entry);
    assertThat(entriesOf(feed(store))).containsExactly(entry);
    assertThat(store.count(space)).isEqualTo(1);
    store.clear(space, null);
    assertThat(restored(value("a", "1", exported(7))).stamp())
        .as("nor what a clear has killed")
        .isEqualTo(inEpoch(2, exported(7)));
  }

  @Test
  void whatFollowsIsLater() {
    Stamp ahead = exportedAt(7, in(Duration.ofSeconds(30)));
    Entry entry = restored(value("a", "1", ahead));
    assertThat(put("b", "1").stamp().timestamp()).isGreaterThan(ahead.timestamp());
    assertPutAfter(entry.stamp(), put("a", "2"));
  }

  @Test
  void aLaterStampReplacesWhatStands() {
    Entry live = put("live", "1");
    put("deleted", "1");
    delete("deleted");
    Entry expired = put("expired", "1", in(Duration.ofSeconds(1)));
    clock.advance(Duration.ofSeconds(1));
    Stamp later = exported(3);
    assertThat(commit(value("live", "2", later)).before()).isEqualTo(live);
    assertThat(commit(value("deleted", "2", later)).before()).isNull();
    assertThat(commit(value("expired", "2", later)).expired()).isEqualTo(expired);
    for (String key : List.of("live", "deleted", "expired")) {
      assertThat(get(key).stamp()).isEqualTo(inEpoch(1, later));
    }
  }

  /** An import that overwrites takes effect, and each state has a stamp of its own. */
  @Test
  void whereTheStampIsNotLaterThePutsOwnIsGiven() {
    put("live", "1");
    Entry live = put("live", "2");
    put("deleted", "1");
    delete("deleted");
    put("expired", "1");
    Entry expired = put("expired", "2", in(Duration.ofSeconds(1)));
    clock.advance(Duration.ofSeconds(1));
    Stamp earlier = exported(2);
    Outcome overLive = commit(value("live", "3", earlier));
    assertThat(overLive.before()).isEqualTo(live);
    Outcome overExpired = commit(value("expired", "3", earlier));
    assertThat(overExpired.expired()).isEqualTo(expired);
    commit(value("deleted", "3", earlier));
    for (String key : List.of("live", "deleted", "expired")) {
      assertThat(get(key).value()).isEqualTo(bytes("3"));
      assertPutAfter(new Stamp(1, 2, live.stamp().timestamp(), 1), get(key));
    }
  }

  @Test
  void versionsThatWereCollectedAreNotGivenAgain() {
    Entry first = restored(value("a", "1", exported(1)));
    delete("a");
    store.reap(EVERYTHING);
    assertThat(store.space(NAME).orElseThrow().versionFloor()).isEqualTo(2);
    Entry again = restored(value("a", "1", exported(1)));
    assertPutAfter(new Stamp(1, 2, first.stamp().timestamp(), 1), again);
    assertPutAfter(
        new Stamp(1, 2, first.stamp().timestamp(), 1), restored(value("b", "1", exported(2))));
    assertThat(restored(value("c", "1", exported(3))).stamp()).isEqualTo(inEpoch(1, exported(3)));
  }

  @Test
  void theSameStateAgainChangesNothingButALaterExpiry() {
    long early = in(Duration.ofHours(1));
    Mutation first = Mutation.Restore.value(bytes("a"), bytes("1"), exported(7), early);
    Entry entry = commit(first).after();
    ToldListener listener = new ToldListener();
    store.subscribe(listener);
    assertThat(commit(first)).isEqualTo(new Outcome(true, entry, entry, null));
    commit(Mutation.Restore.value(bytes("a"), bytes("1"), exported(7), early - 1));
    assertThat(listener.changes).isEmpty();
    assertThat(get("a")).isEqualTo(entry);
    commit(Mutation.Restore.value(bytes("a"), bytes("1"), exported(7), early + 1));
    assertThat(get("a")).isEqualTo(entry.withExpiresAt(early + 1));
    assertThat(listener.changes).hasSize(1);
    assertPutAfter(entry.stamp(), restored(value("a", "other", exported(7))));
  }

  @Test
  void aCountersLifeBeginsWithWhatIsRestored() {
    Entry entry = restored(counter("n", "12.5", exported(7)));
    assertThat(entry.stamp()).isEqualTo(inEpoch(1, exported(7)));
    assertThat(Counter.of(entry).total()).isEqualByComparingTo("12.5");
    assertThat(commit(counter("n", "12.5", exported(7))))
        .isEqualTo(new Outcome(true, entry, entry, null));
    Store peer = open(newFixture());
    Space theirs = peer.openSpace(NAME, SpaceOptions.DEFAULT);
    peer.commit(Batch.of(theirs, counter("n", "12.5", exported(7))));
    Mutation one =
        new Mutation.Add(bytes("n"), BigDecimal.ONE, Entry.NEVER, Entry.KEEP, Condition.NONE);
    commit(one);
    peer.commit(Batch.of(theirs, one));
    store.merge(feed(peer), null);
    peer.merge(feed(store), null);
    assertThat(Counter.of(get("n")).total()).as("one life").isEqualByComparingTo("14.5");
    assertThat(peer.get(theirs, bytes("n"))).isEqualTo(get("n"));
    Entry standing = get("n");
    Entry overwritten = restored(counter("n", "3", exported(7)));
    assertPutAfter(standing.stamp(), overwritten);
    assertThat(Counter.of(overwritten).total()).isEqualByComparingTo("3");
  }

  @Test
  void storesThatRestoreTheSameAreEqual() {
    Store peer = open(newFixture());
    Space theirs = peer.openSpace(NAME, SpaceOptions.DEFAULT);
    Entry entry = restored(value("a", "1", exported(7)));
    peer.commit(Batch.of(theirs, value("a", "1", exported(7))));
    MergeResult result = peer.merge(feed(store), null);
    assertThat(result.applied()).isZero();
    assertThat(peer.get(theirs, bytes("a"))).isEqualTo(entry);
  }

  private void assertRefused(Mutation.Restore restore, String word) {
    assertThatThrownBy(
            () -> store.commit(Batch.of(space, Mutation.Put.of(bytes("b"), bytes("1")), restore)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(word);
    assertThat(get("b")).isNull();
    assertThat(get("a")).isNull();
  }

  @Test
  void anEntryOfTheFutureIsRefusedAndLeavesNoTrace() {
    long bound = clock.millis() + Store.CLOCK_SKEW_BOUND.toMillis();
    assertRefused(value("a", "1", exportedAt(1, bound + 1)), "ahead");
    assertThat(HybridClock.millis(put("c", "1").stamp().timestamp())).isEqualTo(clock.millis());
    assertThat(restored(value("a", "1", exportedAt(1, bound))).stamp())
        .isEqualTo(inEpoch(1, exportedAt(1, bound)));
    assertThatThrownBy(() -> commit(value("d", "1", exportedAt(1, bound + 1))))
        .as("measured by the wall clock")
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertNone(Supplier<Mutation> restore, String word) {
    assertThatThrownBy(restore::get)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(word);
  }

  @Test
  void whatNoStoreGivesIsRefused() {
    assertNone(() -> value("a", "1", exported(0)), "version");
    assertNone(() -> value("a", "1", exported(Stamp.HIGHEST + 1)), "version");
    assertNone(() -> value("a", "1", new Stamp(1, 1, 0, 1)), "timestamp");
    assertNone(() -> value("a", "1", new Stamp(1, 1, -1, 1)), "timestamp");
    assertNone(() -> value("a", "1", new Stamp(1, 1, 1, 0)), "origin");
    assertNone(() -> Mutation.Restore.value(bytes("a"), bytes("1"), exported(1), -1), "expiry");
    assertNone(
        () -> Mutation.Restore.value(bytes("a"), bytes(Counter.TAG, 1), exported(1), 1), "counter");
    assertNone(
        () -> new Mutation.Restore(bytes("a"), null, null, exported(1), 1, Condition.NONE),
        "total");
    assertRefused(counter("n", "1e2000", exported(1)), "scale");
    assertThat(restored(value("a", "1", exported(Stamp.HIGHEST))).stamp().version())
        .isEqualTo(Stamp.HIGHEST);
  }

  private boolean isOlderThan(String key, long timestamp) {
    Mutation delete = new Mutation.Delete(bytes(key), Condition.olderThan(timestamp));
    Mutation never = new Mutation.Delete(bytes("there"), Condition.ABSENT);
    Commit commit = store.commit(Batch.of(space, delete, never));
    assertThat(commit.applied()).isFalse();
    return commit.outcomes().get(0).held();
  }

  @Test
  void olderThanHoldsWhereNothingAsLateStands() {
    put("there", "1");
    assertThat(isOlderThan("absent", 1)).isTrue();
    Stamp live = put("a", "1").stamp();
    assertThat(isOlderThan("a", live.timestamp() - 1)).isFalse();
    assertThat(isOlderThan("a", live.timestamp())).isFalse();
    assertThat(isOlderThan("a", live.timestamp() + 1)).isTrue();
    delete("a");
    long deleted = entriesOf(feed(store)).get(1).stamp().timestamp();
    assertThat(isOlderThan("a", deleted)).as("a tombstone is the later word").isFalse();
    assertThat(isOlderThan("a", deleted + 1)).isTrue();
    Entry fleeting = put("e", "1", in(Duration.ofSeconds(1)));
    assertThat(isOlderThan("e", fleeting.stamp().timestamp())).isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(isOlderThan("e", 1)).as("an expired entry is absent").isTrue();
    store.clear(space, null);
    put("there", "1");
    assertThat(isOlderThan("a", 1)).as("what a clear has killed is absent").isTrue();
  }

  @Test
  void anImportOfWhatIsNewerLeavesTheRestAlone() {
    put("a", "0");
    Entry standing = put("a", "1");
    Stamp before = exportedAt(9, in(Duration.ofSeconds(-1)));
    Outcome refused =
        commit(value("a", "2", before).onlyIf(Condition.olderThan(before.timestamp())));
    assertThat(refused).isEqualTo(new Outcome(false, standing, standing, null));
    Stamp after = exportedAt(1, in(Duration.ofSeconds(1)));
    Outcome taken = commit(value("a", "2", after).onlyIf(Condition.olderThan(after.timestamp())));
    assertThat(taken.held()).isTrue();
    assertThat(get("a").value()).isEqualTo(bytes("2"));
    assertPutAfter(new Stamp(1, 2, after.timestamp(), 1), get("a"));
  }
}
