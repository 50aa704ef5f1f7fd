package io.larder.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Merging the feed of another store. */
abstract class MergeContract extends ContractCase {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private Store peer;
  private Space theirs;

  MergeContract(Supplier<StoreFixture> fixtures) {
    super(fixtures);
  }

  @BeforeEach
  void openPeer() {
    peer = open(newFixture());
    theirs = peer.openSpace(NAME, SpaceOptions.DEFAULT);
  }

  private Entry putThere(String key, String value) {
    return putThere(key, value, Entry.NEVER);
  }

  private Entry putThere(String key, String value, long expiresAt) {
    clock.advance(Duration.ofMillis(1));
    Mutation put = new Mutation.Put(bytes(key), bytes(value), expiresAt, expiresAt, Condition.NONE);
    Entry after = peer.commit(Batch.of(theirs, put)).single().after();
    assertThat(after).isNotNull();
    return after;
  }

  private MergeResult pull() {
    return store.merge(feed(peer), null);
  }

  private MergeResult push() {
    return peer.merge(feed(store), null);
  }

  private static Change row(Entry entry) {
    return new Change.OfEntry(NAME, entry, 1);
  }

  @Test
  void rowsComeWithTheirStampsAndUnderNewPositions() {
    put("mine", "1");
    Entry entry = putThere("a", "1", in(SECOND));
    long last = feed(store).get(0).position();
    assertThat(pull()).isEqualTo(new MergeResult(1, 0, List.of()));
    assertThat(get("a")).isEqualTo(entry);
    assertThat(store.count()).isEqualTo(2);
    Change told = feed(store).get(1);
    assertThat(told.position()).isGreaterThan(last);
    assertThat(((Change.OfEntry) told).entry()).isEqualTo(entry);
  }

  @Test
  void repeatsAreIgnored() {
    putThere("a", "1");
    putThere("b", "1");
    peer.clear(theirs, null);
    putThere("a", "2");
    pull();
    List<Change> before = feed(store);
    assertThat(pull()).isEqualTo(new MergeResult(0, 2, List.of()));
    assertThat(feed(store)).isEqualTo(before);
  }

  @Test
  void anOlderCopyChangesNothing() {
    Entry old = putThere("a", "1");
    Entry newer = putThere("a", "2");
    pull();
    assertThat(store.merge(List.of(row(old)), null).applied()).isZero();
    assertThat(get("a")).isEqualTo(newer);
  }

  @Test
  void tombstonesTravel() {
    putThere("a", "1");
    pull();
    peer.commit(Batch.of(theirs, Mutation.Delete.of(bytes("a"))));
    assertThat(pull().applied()).isEqualTo(1);
    assertThat(get("a")).isNull();
    assertThat(store.count()).isZero();
  }

  @Test
  void localChangesGoOnAboveWhatWasMerged() {
    putThere("a", "1");
    Entry there = putThere("a", "2");
    clock.advance(SECOND.negated());
    pull();
    Entry here = put("a", "3");
    assertThat(here.stamp().version()).isEqualTo(3);
    assertThat(here.stamp().timestamp()).isGreaterThan(there.stamp().timestamp());
    push();
    assertThat(peer.get(theirs, bytes("a"))).isEqualTo(here);
  }

  @Test
  void theClockNeverFallsBehindAMergedTimestamp() {
    clock.advance(Duration.ofSeconds(50));
    Entry ahead = putThere("a", "1");
    clock.advance(Duration.ofSeconds(-50));
    pull();
    assertThat(put("other", "1").stamp().timestamp()).isGreaterThan(ahead.stamp().timestamp());
  }

  @Test
  void spacesThatWereNeverOpenedComeToBe() {
    Space fresh = peer.openSpace(new SpaceName("team", "7", "new"), SpaceOptions.DEFAULT);
    peer.commit(Batch.of(fresh, Mutation.Put.of(bytes("a"), bytes("1"))));
    pull();
    Space here = store.openSpace(fresh.name(), SpaceOptions.DEFAULT);
    assertThat(store.get(here, bytes("a"))).isEqualTo(peer.get(fresh, bytes("a")));
  }

  @Test
  void theCursorMovesWithTheRows() {
    assertThat(store.cursorOf("peer")).isEqualTo(Cursor.START);
    putThere("a", "1");
    ChangePage page = peer.changes(Cursor.START, 10, 1000);
    store.merge(page.changes(), new PeerCursor("peer", page.next()));
    assertThat(store.cursorOf("peer")).isEqualTo(page.next());
    assertThat(store.cursorOf("another")).isEqualTo(Cursor.START);
    store.merge(List.of(), new PeerCursor("peer", new Cursor("life", 99, 98)));
    assertThat(store.cursorOf("peer")).isEqualTo(new Cursor("life", 99, 98));
    store.merge(page.changes(), null);
    assertThat(store.cursorOf("peer")).isEqualTo(new Cursor("life", 99, 98));
  }

  @Test
  void concurrentChangesEndEqualAndTheLoserIsLoggedOnBothSides() {
    Entry mine = put("a", "mine");
    Entry yours = putThere("a", "yours");
    List<Change> here = feed(store);
    MergeResult pulled = pull();
    MergeResult pushed = peer.merge(here, null);
    assertThat(get("a")).isEqualTo(yours).isEqualTo(peer.get(theirs, bytes("a")));
    Conflict expected = new Conflict(NAME, mine, yours.stamp(), clock.millis());
    assertThat(pulled.conflicts()).containsExactly(expected);
    assertThat(pushed.conflicts()).containsExactly(expected);
    assertThat(store.conflicts(10)).containsExactly(expected);
    assertThat(store.merge(List.of(row(mine)), null).conflicts()).as("told once").isEmpty();
    assertThat(store.conflicts(10)).hasSize(1);
  }

  @Test
  void changesThatFollowEachOtherAreNoConflict() {
    put("a", "1");
    push();
    putThere("a", "2");
    assertThat(pull().conflicts()).isEmpty();
    put("a", "3");
    assertThat(push().conflicts()).isEmpty();
    assertThat(store.conflicts(10)).isEmpty();
  }

  @Test
  void theLogKeepsTheNewest() {
    List<Change> rows = new ArrayList<>();
    int all = Store.CONFLICTS_KEPT + 20;
    List<Mutation> puts = new ArrayList<>();
    for (int i = 0; i < all; i++) {
      puts.add(Mutation.Put.of(bytes("k%05d".formatted(i)), bytes("mine")));
    }
    store.commit(Batch.of(space, puts));
    clock.advance(SECOND);
    peer.commit(
        Batch.of(
            theirs, puts.stream().map(put -> Mutation.Put.of(put.key(), bytes("yours"))).toList()));
    rows.addAll(feed(peer));
    assertThat(store.merge(rows, null).conflicts()).hasSize(all);
    List<Conflict> newest = store.conflicts(all);
    assertThat(newest).hasSize(Store.CONFLICTS_KEPT);
    assertThat(newest.get(0).loser().key()).isEqualTo(bytes("k%05d".formatted(all - 1)));
    assertThat(store.conflicts(3)).isEqualTo(newest.subList(0, 3));
  }

  @Test
  void theLogIsBoundedByBytesToo() {
    int large = (int) (Store.CONFLICT_BYTES_KEPT / 4);
    for (int i = 0; i < 6; i++) {
      loseAgainstTheOtherSide("k" + i, large);
    }
    assertThat(store.conflicts(10)).extracting(this::lostKey).containsExactly("k5", "k4", "k3");
    loseAgainstTheOtherSide("huge", (int) Store.CONFLICT_BYTES_KEPT + 1);
    assertThat(store.conflicts(10)).extracting(this::lostKey).containsExactly("huge");
    assertThat(store.conflicts(1).get(0).loser().value().length())
        .as("the newest is kept whole")
        .isGreaterThan((int) Store.CONFLICT_BYTES_KEPT);
    loseAgainstTheOtherSide("small", 1);
    assertThat(store.conflicts(10)).extracting(this::lostKey).containsExactly("small");
  }

  private String lostKey(Conflict conflict) {
    return new String(conflict.loser().key().toByteArray(), UTF_8);
  }

  private void loseAgainstTheOtherSide(String key, int valueBytes) {
    commit(Mutation.Put.of(bytes(key), Bytes.wrap(new byte[valueBytes])));
    Entry yours = putThere(key, "yours");
    assertThat(store.merge(List.of(row(yours)), null).conflicts()).hasSize(1);
  }

  @Test
  void aClearKillsHereWhatItKilledThere() {
    putThere("a", "1");
    pull();
    clock.advance(SECOND);
    peer.clear(theirs, null);
    assertThat(pull().conflicts()).isEmpty();
    assertThat(get("a")).isNull();
    assertThat(store.count()).isZero();
    assertThat(store.space(NAME)).isEqualTo(peer.space(NAME));
  }

  @Test
  void aDestructionTravels() {
    putThere("a", "1");
    pull();
    peer.destroy(theirs.name(), null);
    pull();
    assertThat(store.space(NAME).orElseThrow().destroyed()).isTrue();
    store.openSpace(NAME, SpaceOptions.DEFAULT);
    push();
    assertThat(peer.space(NAME).orElseThrow().destroyed()).isFalse();
    assertThat(peer.space(NAME)).isEqualTo(store.space(NAME));
  }

  @Test
  void anEntryMayComeBeforeTheClearThatItFollows() {
    put("old", "1");
    clock.advance(SECOND);
    peer.clear(theirs, null);
    Entry entry = putThere("a", "1");
    Entry unseen = put("late", "written after the clear, not knowing of it");
    store.merge(List.of(row(entry)), null);
    assertThat(scanAll()).containsExactly(entry);
    assertThat(store.count()).isEqualTo(1);
    store.reap(EVERYTHING);
    MergeResult clear = store.merge(feed(peer), null);
    assertThat(clear.conflicts()).extracting(Conflict::loser).containsExactly(unseen);
    assertThat(store.space(NAME)).isEqualTo(peer.space(NAME));
    assertThat(store.reap(EVERYTHING).dead()).isEqualTo(2);
  }

  @Test
  void deadRowsAreNotMerged() {
    Entry old = put("old", "1");
    store.clear(space, null);
    assertThat(store.merge(List.of(row(old)), null)).isEqualTo(new MergeResult(0, 1, List.of()));
    assertThat(get("old")).isNull();
    assertThat(entriesOf(feed(store))).isEmpty();
  }

  @Test
  void whatAnotherClearKilledIsNotLoggedAgain() {
    clock.advance(SECOND);
    peer.clear(theirs, null);
    peer.clear(theirs, null);
    clock.advance(SECOND);
    put("known to have been cleared", "1");
    clock.advance(SECOND);
    store.clear(space, null);
    assertThat(pull().conflicts()).isEmpty();
  }

  private List<Mutation> manyPuts(long expiresAt) {
    List<Mutation> puts = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      puts.add(
          new Mutation.Put(
              bytes("k%03d".formatted(i)), bytes("v"), expiresAt, expiresAt, Condition.NONE));
    }
    return puts;
  }

  @Test
  void whatAnotherClearKilledDoesNotHideWhatThisOneKills() {
    clock.advance(SECOND);
    peer.clear(theirs, null);
    peer.clear(theirs, null);
    clock.advance(SECOND);
    store.commit(Batch.of(space, manyPuts(Entry.NEVER)));
    store.clear(space, null);
    Entry survivor = put("z", "not knowing of the clear");
    assertThat(pull().conflicts()).extracting(Conflict::loser).containsExactly(survivor);
  }

  @Test
  void whatHasExpiredDoesNotHideWhatAClearKills() {
    clock.advance(SECOND);
    peer.clear(theirs, null);
    clock.advance(SECOND);
    store.commit(Batch.of(space, manyPuts(in(SECOND))));
    Entry survivor = put("z", "not knowing of the clear");
    clock.advance(SECOND);
    assertThat(pull().conflicts()).extracting(Conflict::loser).containsExactly(survivor);
  }

  @Test
  void laterExpiryOfTheSameStateWins() {
    Entry entry = putThere("a", "1", in(Duration.ofSeconds(5)));
    pull();
    store.merge(List.of(row(entry.withExpiresAt(in(Duration.ofSeconds(9))))), null);
    Entry renewed = get("a");
    assertThat(renewed).isNotNull();
    assertThat(renewed.expiresAt()).isEqualTo(in(Duration.ofSeconds(9)));
    assertThat(pull().applied()).as("the earlier expiry").isZero();
    assertThat(get("a")).isEqualTo(renewed);
  }
}
