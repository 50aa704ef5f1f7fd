package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Evicting from a space that is over its bound. */
abstract class EvictionContract extends ContractCase {

  EvictionContract(Supplier<StoreFixture> fixtures) {
    super(fixtures);
  }

  @Test
  void theLeastRecentlyWrittenGoFirst() {
    put("a", "1");
    put("b", "1");
    put("c", "1");
    put("a", "2");
    assertThat(store.evict(space, 2, 10)).isEqualTo(1);
    assertThat(scanAll()).extracting(Entry::key).containsExactly(bytes("a"), bytes("c"));
    put("d", "1");
    put("c", "2");
    assertThat(store.evict(space, 1, 10)).isEqualTo(2);
    assertThat(scanAll()).extracting(Entry::key).containsExactly(bytes("c"));
    assertThat(store.count(space)).isEqualTo(1);
  }

  @Test
  void noMoreThanTheLimitAtOnce() {
    for (int i = 0; i < 10; i++) {
      put("k" + i, "v");
    }
    assertThat(store.evict(space, 2, 5)).isEqualTo(5);
    assertThat(store.evict(space, 2, 5)).isEqualTo(3);
    assertThat(store.evict(space, 2, 5)).isZero();
    assertThat(store.count(space)).isEqualTo(2);
  }

  @Test
  void otherSpacesTombstonesAndDeadRowsAreNotCounted() {
    Space other = store.openSpace(SpaceName.global("other"), SpaceOptions.DEFAULT);
    store.commit(Batch.of(other, Mutation.Put.of(bytes("o"), bytes("1"))));
    put("dead", "1");
    store.clear(space, null);
    put("deleted", "1");
    delete("deleted");
    put("a", "1");
    put("b", "1");
    assertThat(store.evict(space, 2, 10)).isZero();
    assertThat(store.evict(space, 1, 10)).isEqualTo(1);
    assertThat(scanAll()).extracting(Entry::key).containsExactly(bytes("b"));
    assertThat(store.count(other)).isEqualTo(1);
  }

  @Test
  void listenersAreTold() {
    ToldListener listener = new ToldListener();
    store.subscribe(listener);
    Entry a = put("a", "1");
    Entry expired = put("b", "1", in(Duration.ofSeconds(1)));
    put("c", "1");
    clock.advance(Duration.ofSeconds(1));
    store.evict(space, 1, 10);
    assertThat(listener.evicted).containsExactly(a);
    assertThat(listener.expired).containsExactly(expired);
    assertThat(listener.spaces).containsOnly(space);
  }

  @Test
  void anEvictedKeyGoesOnWithHigherVersions() {
    put("a", "1");
    Entry evicted = put("a", "2");
    put("b", "1");
    store.evict(space, 1, 10);
    Entry again = put("a", "3");
    assertThat(again.stamp().version()).isEqualTo(evicted.stamp().version() + 1);
  }

  @Test
  void aReaderOfTheFeedWhoHadNotSeenThemHearsOfTheEviction() {
    put("a", "1");
    Cursor cursor = store.changes(Cursor.START, 10, 1000).next();
    put("b", "1");
    Entry last = put("c", "1");
    assertThat(store.evict(space, 1, 10)).isEqualTo(2);
    ChangePage page = store.changes(cursor, 10, 1000);
    assertThat(page.gap()).isFalse();
    assertThat(page.changes()).hasSize(2);
    assertThat(entriesOf(page.changes())).containsExactly(last);
    assertThat(page.changes().get(1)).isInstanceOf(Change.OfSpace.class);
  }

  /** The bounded space is rewritten several times over while another is read. */
  @Test
  void aBootstrapComesToItsEndThoughEachPageIsFollowedByEvictions() {
    Space large = store.openSpace(SpaceName.global("large"), SpaceOptions.DEFAULT);
    for (int i = 0; i < 40; i++) {
      store.commit(Batch.of(large, Mutation.Put.of(bytes("k" + i), bytes("v"))));
    }
    Store peer = open(newFixture());
    Cursor cursor = Cursor.START;
    int pages = 0;
    for (boolean more = true; more && pages < 100; pages++) {
      ChangePage page = store.changes(cursor, 4, 1 << 20);
      assertThat(page.gap()).as("page %d", pages).isFalse();
      peer.merge(page.changes(), new PeerCursor("store", page.next()));
      cursor = page.next();
      more = page.more();
      put("a" + pages % 7, "page " + pages);
      put("b" + pages, "page " + pages);
      store.evict(space, 3, 10);
    }
    assertThat(pages).isLessThan(100);
    peer.merge(feed(store, cursor), null);
    for (SpaceName name : List.of(NAME, large.name())) {
      Space here = store.openSpace(name, SpaceOptions.DEFAULT);
      Space there = peer.openSpace(name, SpaceOptions.DEFAULT);
      List<Entry> standing = scanAll(store, here, KeyRange.ALL, 100);
      assertThat(scanAll(peer, there, KeyRange.ALL, 100)).containsAll(standing);
      assertThat(peer.space(name).map(SpaceState::versionFloor))
          .isEqualTo(store.space(name).map(SpaceState::versionFloor));
    }
  }

  /** What was deleted is told, or the reader is told of a gap: evictions do not hide that. */
  @Test
  void aTombstoneThatWasCollectedAmongEvictionsIsAGap() {
    put("a", "1");
    put("b", "1");
    Cursor cursor = store.changes(Cursor.START, 10, 1000).next();
    delete("a");
    put("c", "1");
    store.reap(EVERYTHING);
    store.evict(space, 1, 10);
    assertThat(store.changes(cursor, 10, 1000).gap()).isTrue();
  }

  /** Other processes hold copies: what is deleted after its eviction leaves no tombstone. */
  @Test
  void eachEvictionIsInTheFeed() {
    put("a", "1");
    put("b", "1");
    put("c", "1");
    for (int keep = 2; keep > 0; keep--) {
      Cursor cursor = store.changes(Cursor.START, 10, 1000).next();
      assertThat(store.evict(space, keep, 10)).isEqualTo(1);
      List<Change> changes = store.changes(cursor, 10, 1000).changes();
      assertThat(changes).hasSize(1);
      SpaceState state = ((Change.OfSpace) changes.get(0)).state();
      assertThat(state).isEqualTo(store.space(NAME).orElseThrow());
      assertThat(state.versionFloor()).isEqualTo(1);
      assertThat(state.epoch()).isEqualTo(1);
      Cursor after = store.changes(Cursor.START, 10, 1000).next();
      assertThat(store.evict(space, keep, 10)).isZero();
      assertThat(store.changes(after, 10, 1000).changes()).isEmpty();
    }
  }

  @Test
  void listenersHereAreToldOfTheEntriesAndNotOfTheSpace() {
    put("a", "1");
    put("b", "1", in(Duration.ofSeconds(1)));
    put("c", "1");
    delete("c");
    ToldListener listener = new ToldListener();
    store.subscribe(listener);
    clock.advance(Duration.ofSeconds(1));
    store.reap(EVERYTHING);
    store.evict(space, 0, 10);
    assertThat(listener.expired).hasSize(1);
    assertThat(listener.evicted).hasSize(1);
    assertThat(listener.changes).isEmpty();
  }
}
