package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Expiry, touching and collection. */
abstract class ExpiryContract extends ContractCase {

  private static final Duration SECOND = Duration.ofSeconds(1);

  ExpiryContract(Supplier<StoreFixture> fixtures) {
    super(fixtures);
  }

  private Outcome putWith(String key, long ifCreated, long ifUpdated) {
    return commit(new Mutation.Put(bytes(key), bytes("v"), ifCreated, ifUpdated, Condition.NONE));
  }

  private static long expiryAfter(Outcome outcome) {
    assertThat(outcome.after()).isNotNull();
    return outcome.after().expiresAt();
  }

  @Test
  void anEntryIsGoneAtTheVeryInstant() {
    put("a", "1", in(SECOND));
    clock.advance(Duration.ofMillis(999));
    assertThat(get("a")).isNotNull();
    clock.advance(Duration.ofMillis(1));
    assertThat(get("a")).isNull();
    assertThat(store.getAll(space, List.of(bytes("a")))).isEmpty();
    assertThat(scanAll()).isEmpty();
  }

  @Test
  void theStoreSaysWhatTimeItIs() {
    assertThat(store.nowMillis()).isEqualTo(clock.millis());
    clock.advance(SECOND);
    assertThat(store.nowMillis()).isEqualTo(clock.millis());
  }

  @Test
  void aBlindPutKnowsWhetherItCreatesOrUpdates() {
    long created = in(SECOND);
    long updated = in(Duration.ofSeconds(5));
    assertThat(expiryAfter(putWith("a", created, updated))).isEqualTo(created);
    assertThat(expiryAfter(putWith("a", created, updated))).isEqualTo(updated);
    assertThat(expiryAfter(putWith("a", created, Entry.KEEP))).isEqualTo(updated);
    assertThat(expiryAfter(putWith("a", created, Entry.NEVER))).isEqualTo(Entry.NEVER);
    delete("a");
    assertThat(expiryAfter(putWith("a", created, updated))).isEqualTo(created);
    clock.advance(SECOND);
    long again = in(SECOND);
    assertThat(expiryAfter(putWith("a", again, updated)))
        .as("over an expired one")
        .isEqualTo(again);
  }

  @Test
  void whoReplacesAnExpiredEntryIsToldOfIt() {
    Entry entry = put("a", "1", in(SECOND));
    clock.advance(SECOND);
    Outcome outcome = commit(Mutation.Put.of(bytes("a"), bytes("2")));
    assertThat(outcome.before()).isNull();
    assertThat(outcome.expired()).isEqualTo(entry);
    assertThat(outcome.after().stamp().version()).isEqualTo(2);
    assertThat(commit(Mutation.Put.of(bytes("a"), bytes("3"))).expired()).isNull();
  }

  @Test
  void deletingAnExpiredEntryDoesNothing() {
    put("a", "1", in(SECOND));
    clock.advance(SECOND);
    List<Change> before = feed(store);
    assertThat(delete("a")).isEqualTo(new Outcome(true, null, null, null));
    assertThat(feed(store)).isEqualTo(before);
  }

  @Test
  void anEntryPutWithAPastExpiryIsNotSeen() {
    put("a", "1", clock.millis());
    assertThat(get("a")).isNull();
  }

  @Test
  void aTouchMovesTheExpiryAndNothingElse() {
    Entry entry = put("a", "1", in(SECOND));
    Outcome outcome =
        commit(new Mutation.Touch(bytes("a"), entry.stamp(), in(Duration.ofSeconds(3))));
    assertThat(outcome.held()).isTrue();
    clock.advance(Duration.ofSeconds(2));
    assertThat(get("a")).isEqualTo(entry.withExpiresAt(in(SECOND)));
    assertThat(entriesOf(feed(store))).containsExactly(get("a"));
  }

  @Test
  void aTouchIsToldInTheFeed() {
    Entry entry = put("a", "1");
    Cursor cursor = store.changes(Cursor.START, 10, 1000).next();
    assertThat(store.changes(cursor, 10, 1000).changes()).isEmpty();
    commit(new Mutation.Touch(bytes("a"), entry.stamp(), in(SECOND)));
    assertThat(entriesOf(store.changes(cursor, 10, 1000).changes())).containsExactly(get("a"));
  }

  @Test
  void aTouchOfAnotherStateDoesNothingAndRejectsNothing() {
    Entry old = put("a", "1");
    Entry standing = put("a", "2");
    List<Change> before = feed(store);
    Commit commit =
        store.commit(
            Batch.of(
                space,
                new Mutation.Touch(bytes("a"), old.stamp(), clock.millis()),
                new Mutation.Touch(bytes("b"), old.stamp(), in(SECOND)),
                Mutation.Delete.of(bytes("c"))));
    assertThat(commit.applied()).isTrue();
    assertThat(get("a")).isEqualTo(standing);
    assertThat(get("b")).isNull();
    assertThat(feed(store)).isEqualTo(before);
  }

  @Test
  void aTouchThatComesLateStillReachesTheEntry() {
    Entry entry = put("a", "1", in(SECOND));
    clock.advance(SECOND);
    commit(new Mutation.Touch(bytes("a"), entry.stamp(), in(SECOND)));
    assertThat(get("a")).isEqualTo(entry.withExpiresAt(in(SECOND)));
  }

  @Test
  void aTouchDoesNotReachADeletedOrClearedEntry() {
    Entry deleted = put("a", "1");
    Entry cleared = put("b", "1");
    delete("a");
    commit(new Mutation.Touch(bytes("a"), deleted.stamp(), Entry.NEVER));
    assertThat(get("a")).isNull();
    store.clear(space, null);
    commit(new Mutation.Touch(bytes("b"), cleared.stamp(), Entry.NEVER));
    assertThat(get("b")).isNull();
  }

  @Test
  void expiredEntriesAreCollectedAfterTheirGrace() {
    put("a", "1", in(SECOND));
    Reap grace = new Reap(Long.MAX_VALUE, Duration.ofSeconds(2), Duration.ofDays(1), 10);
    clock.advance(Duration.ofMillis(2999));
    assertThat(store.reap(grace).expired()).isZero();
    assertThat(store.count()).isEqualTo(1);
    clock.advance(Duration.ofMillis(1));
    assertThat(store.reap(grace)).isEqualTo(new Reaped(1, 0, 0, false));
    assertThat(store.count()).isZero();
    assertThat(store.reap(grace)).isEqualTo(new Reaped(0, 0, 0, false));
  }

  @Test
  void tombstonesAreCollectedAtTheirAge() {
    put("a", "1");
    delete("a");
    Reap age = new Reap(Long.MAX_VALUE, Duration.ZERO, Duration.ofSeconds(60), 10);
    clock.advance(Duration.ofMillis(59_999));
    assertThat(store.reap(age).tombstones()).isZero();
    clock.advance(Duration.ofMillis(1));
    assertThat(store.reap(age)).isEqualTo(new Reaped(0, 1, 0, false));
    assertThat(entriesOf(feed(store))).isEmpty();
  }

  @Test
  void whatAPeerHasNotSeenStays() {
    put("seen", "1", in(SECOND));
    long seen = feed(store).get(0).position();
    put("unseen", "1", in(SECOND));
    put("deleted", "1");
    delete("deleted");
    clock.advance(SECOND);
    Reap reap = new Reap(seen, Duration.ZERO, Duration.ZERO, 10);
    assertThat(store.reap(reap)).isEqualTo(new Reaped(1, 0, 0, false));
    assertThat(entriesOf(feed(store)))
        .extracting(Entry::key)
        .containsExactly(bytes("unseen"), bytes("deleted"));
  }

  @Test
  void aCollectedKeyGoesOnWithHigherVersions() {
    put("a", "1");
    put("a", "2");
    delete("a");
    put("b", "1", in(SECOND));
    clock.advance(SECOND);
    store.reap(EVERYTHING);
    assertThat(store.space(NAME).orElseThrow().versionFloor()).isEqualTo(3);
    assertThat(put("a", "3").stamp().version()).isEqualTo(4);
    assertThat(put("fresh", "1").stamp().version()).isEqualTo(4);
  }

  @Test
  void collectionGoesInSteps() {
    for (int i = 0; i < 25; i++) {
      put("k" + i, "v", in(SECOND));
    }
    clock.advance(SECOND);
    Reap ten = new Reap(Long.MAX_VALUE, Duration.ZERO, Duration.ZERO, 10);
    assertThat(store.reap(ten)).isEqualTo(new Reaped(10, 0, 0, true));
    assertThat(store.reap(ten)).isEqualTo(new Reaped(10, 0, 0, true));
    assertThat(store.reap(ten)).isEqualTo(new Reaped(5, 0, 0, false));
  }

  @Test
  void aRenewedEntryIsNotCollected() {
    Entry entry = put("a", "1", in(SECOND));
    commit(new Mutation.Touch(bytes("a"), entry.stamp(), in(Duration.ofSeconds(5))));
    Entry eternal = put("b", "1", in(SECOND));
    commit(new Mutation.Touch(bytes("b"), eternal.stamp(), Entry.NEVER));
    clock.advance(Duration.ofSeconds(2));
    assertThat(store.reap(EVERYTHING).expired()).isZero();
    assertThat(scanAll()).hasSize(2);
  }
}
