package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The change feed: one row a key, in order, and never a silent gap. */
abstract class FeedContract extends ContractCase {

  FeedContract(Supplier<StoreFixture> fixtures) {
    super(fixtures);
  }

  private static List<Bytes> keys(List<Change> changes) {
    return entriesOf(changes).stream().map(Entry::key).toList();
  }

  private Cursor end() {
    Cursor cursor = Cursor.START;
    while (true) {
      ChangePage page = store.changes(cursor, 100, 1 << 20);
      cursor = page.next();
      if (!page.more()) {
        return cursor;
      }
    }
  }

  @Test
  void theFeedHoldsTheLastStateOfEachKeyInTheOrderOfChange() {
    put("a", "1");
    put("b", "1");
    put("c", "1");
    put("a", "2");
    delete("b");
    List<Change> feed = feed(store);
    assertThat(keys(feed)).containsExactly(bytes("c"), bytes("a"), bytes("b"));
    assertThat(feed).extracting(Change::position).isSorted().doesNotHaveDuplicates();
    assertThat(feed).extracting(Change::space).containsOnly(NAME);
    Entry tombstone = entriesOf(feed).get(2);
    assertThat(tombstone.deleted()).isTrue();
    assertThat(tombstone.value()).isEqualTo(Bytes.EMPTY);
    assertThat(tombstone.expiresAt()).isEqualTo(Entry.NEVER);
    assertThat(tombstone.stamp().version()).isEqualTo(2);
  }

  @Test
  void pagesAreCutByRows() {
    for (int i = 0; i < 10; i++) {
      put("k" + i, "v");
    }
    ChangePage first = store.changes(Cursor.START, 4, 1 << 20);
    assertThat(keys(first.changes())).hasSize(4);
    assertThat(first.more()).isTrue();
    ChangePage second = store.changes(first.next(), 4, 1 << 20);
    ChangePage third = store.changes(second.next(), 4, 1 << 20);
    assertThat(third.changes()).hasSize(2);
    assertThat(third.more()).isFalse();
    List<Change> all = new ArrayList<>(first.changes());
    all.addAll(second.changes());
    all.addAll(third.changes());
    assertThat(all).isEqualTo(feed(store)).hasSize(10);
    assertThat(store.changes(third.next(), 4, 1 << 20).changes()).isEmpty();
  }

  @Test
  void aPageThatHoldsAllHasNoMore() {
    put("a", "1");
    put("b", "1");
    assertThat(store.changes(Cursor.START, 2, 1 << 20).more()).isFalse();
  }

  @Test
  void pagesAreCutByBytesButHoldOneRow() {
    String large = "x".repeat(1000);
    for (int i = 0; i < 4; i++) {
      put("k" + i, large);
    }
    assertThat(store.changes(Cursor.START, 100, 1).changes()).hasSize(1);
    ChangePage two = store.changes(Cursor.START, 100, 2500);
    assertThat(two.changes()).hasSize(2);
    assertThat(two.more()).isTrue();
    assertThat(keys(store.changes(two.next(), 100, 1 << 20).changes()))
        .containsExactly(bytes("k2"), bytes("k3"));
  }

  @Test
  void theCursorGoesOnWhereItStopped() {
    put("a", "1");
    Cursor cursor = end();
    assertThat(store.changes(cursor, 10, 1000).changes()).isEmpty();
    put("b", "1");
    put("a", "2");
    ChangePage page = store.changes(cursor, 10, 1000);
    assertThat(keys(page.changes())).containsExactly(bytes("b"), bytes("a"));
    assertThat(page.next().incarnation()).isEqualTo(store.identity().incarnation().id());
  }

  @Test
  void spacesThatChangeAreRowsToo() {
    put("a", "1");
    assertThat(feed(store)).as("a space as it was made is no change").hasSize(1);
    store.clear(space, null);
    put("b", "1");
    List<Change> feed = feed(store);
    assertThat(feed).hasSize(2);
    assertThat(feed.get(0)).isInstanceOf(Change.OfSpace.class);
    assertThat(((Change.OfSpace) feed.get(0)).state()).isEqualTo(store.space(NAME).orElseThrow());
    store.destroy(NAME, null);
    assertThat(feed(store)).hasSize(1);
    assertThat(((Change.OfSpace) feed(store).get(0)).state().destroyed()).isTrue();
  }

  @Test
  void aRejectedBatchUsesNoPosition() {
    put("a", "1");
    Cursor cursor = end();
    commit(new Mutation.Put(bytes("a"), bytes("2"), Entry.NEVER, Entry.NEVER, Condition.ABSENT));
    assertThat(store.changes(cursor, 10, 1000).changes()).isEmpty();
  }

  @Test
  void positionsAreNotUsedAgain() {
    put("a", "1");
    delete("a");
    long last = feed(store).get(0).position();
    store.reap(EVERYTHING);
    put("a", "2");
    assertThat(feed(store)).allSatisfy(row -> assertThat(row.position()).isGreaterThan(last));
  }

  @Test
  void aReaderWhoMissedACollectedRowIsToldOfAGap() {
    put("a", "1");
    Cursor cursor = end();
    delete("a");
    store.reap(EVERYTHING);
    ChangePage page = store.changes(cursor, 10, 1000);
    assertThat(page.gap()).isTrue();
    assertThat(page.changes()).isEmpty();
    assertThat(feed(store)).as("from the start there is none").isNotNull();
  }

  @Test
  void aReaderWhoSawTheRowBeforeIsTold() {
    put("a", "1");
    delete("a");
    Cursor cursor = end();
    store.reap(EVERYTHING);
    put("b", "1");
    ChangePage page = store.changes(cursor, 10, 1000);
    assertThat(page.gap()).isFalse();
    assertThat(keys(page.changes())).containsExactly(bytes("b"));
  }

  @Test
  void whatWasCollectedBeforeAReaderBeganIsNoGap() {
    for (int i = 0; i < 6; i++) {
      put("k" + i, "v");
    }
    put("gone", "1");
    delete("gone");
    store.reap(EVERYTHING);
    List<Change> read = new ArrayList<>();
    Cursor cursor = Cursor.START;
    for (ChangePage page = store.changes(cursor, 2, 1 << 20); ; ) {
      assertThat(page.gap()).isFalse();
      read.addAll(page.changes());
      if (!page.more()) {
        break;
      }
      page = store.changes(page.next(), 2, 1 << 20);
    }
    assertThat(keys(read)).hasSize(6);
  }

  @Test
  void aCollectionDuringABootstrapIsAGapForWhatWasAhead() {
    for (int i = 0; i < 6; i++) {
      put("k" + i, "v");
    }
    ChangePage first = store.changes(Cursor.START, 2, 1 << 20);
    assertThat(keys(first.changes())).containsExactly(bytes("k0"), bytes("k1"));
    delete("k0");
    store.reap(EVERYTHING);
    assertThat(store.changes(first.next(), 2, 1 << 20).gap())
        .as("k0 is held by the reader, and nothing ahead tells that it is gone")
        .isTrue();
    assertThat(keys(feed(store))).hasSize(5).doesNotContain(bytes("k0"));
  }

  @Test
  void collectedExpiredEntriesAreAGapToo() {
    put("a", "1");
    Cursor cursor = end();
    put("a", "2", in(Duration.ofSeconds(1)));
    clock.advance(Duration.ofSeconds(1));
    store.reap(EVERYTHING);
    assertThat(store.changes(cursor, 10, 1000).gap()).isTrue();
  }

  @Test
  void aCursorOfAnotherIncarnationIsAGap() {
    put("a", "1");
    assertThat(store.changes(new Cursor("another life", 0, 0), 10, 1000).gap()).isTrue();
    assertThat(store.changes(new Cursor("another life", 99, 99), 10, 1000).gap()).isTrue();
  }

  @Test
  void writersNeverHideRowsFromAReader() throws Exception {
    int threads = 4;
    int each = 100;
    List<Bytes> seen = new ArrayList<>();
    List<Thread> writers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int writer = t;
      writers.add(
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  put("w" + writer + "-" + i, "v");
                }
              }));
    }
    writers.forEach(Thread::start);
    Cursor cursor = Cursor.START;
    while (true) {
      boolean ended = writers.stream().noneMatch(Thread::isAlive);
      ChangePage page = store.changes(cursor, 7, 1 << 20);
      seen.addAll(keys(page.changes()));
      cursor = page.next();
      if (ended && !page.more()) {
        break;
      }
    }
    assertThat(seen).hasSize(threads * each).doesNotHaveDuplicates();
  }
}
