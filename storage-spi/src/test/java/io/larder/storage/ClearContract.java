package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clearing and destroying spaces. */
abstract class ClearContract extends ContractCase {

  ClearContract(Supplier<StoreFixture> fixtures) {
    super(fixtures);
  }

  private void putMany(int count) {
    store.commit(
        Batch.of(
            space,
            IntStream.range(0, count)
                .mapToObj(i -> Mutation.Put.of(bytes("k" + i), bytes("v")))
                .toList()));
  }

  @Test
  void aClearedSpaceIsEmptyAtOnce() {
    putMany(2000);
    store.clear(space, null);
    assertThat(get("k1")).isNull();
    assertThat(store.getAll(space, List.of(bytes("k1"), bytes("k2")))).isEmpty();
    assertThat(scanAll()).isEmpty();
    assertThat(store.count(space)).isZero();
    assertThat(entriesOf(feed(store))).isEmpty();
    SpaceState state = store.space(NAME).orElseThrow();
    assertThat(state.epoch()).isEqualTo(2);
    assertThat(state.origin()).isEqualTo(store.identity().origin());
    assertThat(HybridClock.millis(state.clearedAt())).isEqualTo(clock.millis());
  }

  @Test
  void whatIsPutAfterAClearStays() {
    putMany(10);
    store.clear(space, null);
    Outcome outcome = commit(Mutation.Put.of(bytes("k1"), bytes("new")));
    assertThat(outcome.before()).isNull();
    assertThat(outcome.expired()).isNull();
    assertThat(scanAll()).containsExactly(outcome.after());
    assertThat(outcome.after().stamp().epoch()).isEqualTo(2);
    assertThat(delete("k2").before()).isNull();
    assertThat(store.count(space)).isEqualTo(1);
    while (store.reap(EVERYTHING).more()) {
      assertThat(store.count(space)).isEqualTo(1);
    }
    assertThat(scanAll()).containsExactly(outcome.after());
  }

  @Test
  void deadRowsAreCollectedInSteps() {
    putMany(25);
    store.clear(space, null);
    Reap ten = new Reap(0, EVERYTHING.expiryGrace(), EVERYTHING.tombstoneAge(), 10);
    assertThat(store.reap(ten)).isEqualTo(new Reaped(0, 0, 10, true));
    assertThat(store.reap(ten)).isEqualTo(new Reaped(0, 0, 10, true));
    assertThat(store.reap(ten)).isEqualTo(new Reaped(0, 0, 5, false));
    assertThat(store.reap(ten)).isEqualTo(new Reaped(0, 0, 0, false));
  }

  @Test
  void collectingDeadRowsLeavesVersionFloorAndFeedAlone() {
    putMany(5);
    store.clear(space, null);
    Cursor cursor = store.changes(Cursor.START, 1, 1).next();
    SpaceState before = store.space(NAME).orElseThrow();
    store.reap(EVERYTHING);
    assertThat(store.space(NAME)).contains(before);
    assertThat(store.changes(cursor, 10, 1000).gap()).isFalse();
  }

  @Test
  void clearsRepeat() {
    for (int i = 0; i < 5; i++) {
      putMany(3);
      store.clear(space, null);
    }
    assertThat(store.space(NAME).orElseThrow().epoch()).isEqualTo(6);
    assertThat(store.count()).isZero();
    assertThat(feed(store)).hasSize(1);
  }

  @Test
  void aDestroyedSpaceIsOpenedAnewAndEmpty() {
    putMany(3);
    store.destroy(NAME, null);
    SpaceState destroyed = store.space(NAME).orElseThrow();
    assertThat(destroyed.destroyed()).isTrue();
    assertThat(get("k1")).isNull();
    Space again = store.openSpace(NAME, SpaceOptions.DEFAULT);
    SpaceState opened = store.space(NAME).orElseThrow();
    assertThat(opened.destroyed()).isFalse();
    assertThat(opened.epoch()).isGreaterThan(destroyed.epoch());
    assertThat(scanAll(store, again, KeyRange.ALL, 10)).isEmpty();
    assertThat(store.count()).isZero();
  }

  @Test
  void openingAnOpenSpaceChangesNothing() {
    putMany(3);
    SpaceState before = store.space(NAME).orElseThrow();
    Space again = store.openSpace(NAME, new SpaceOptions(10));
    assertThat(again.name()).isEqualTo(NAME);
    assertThat(store.space(NAME)).contains(before);
    assertThat(store.count(again)).isEqualTo(3);
    assertThat(store.space(SpaceName.global("never opened"))).isEmpty();
  }

  /** Or the next opener would take away what somebody was told is kept. */
  @Test
  void aWriteIntoADestroyedSpaceOpensItAnew() {
    putMany(3);
    store.destroy(NAME, null);
    SpaceState destroyed = store.space(NAME).orElseThrow();
    assertThat(delete("k1").before()).isNull();
    commit(new Mutation.Put(bytes("k1"), bytes("v"), 1, 1, Condition.stamp(new Stamp(1, 1, 1, 1))));
    assertThat(store.space(NAME)).as("nothing was written").contains(destroyed);
    Entry late = put("late", "by one who still holds it");
    SpaceState opened = store.space(NAME).orElseThrow();
    assertThat(opened.destroyed()).isFalse();
    assertThat(opened.epoch()).isEqualTo(destroyed.epoch() + 1);
    assertThat(late.stamp().epoch()).isEqualTo(opened.epoch());
    assertThat(late.stamp().timestamp()).isGreaterThan(opened.clearedAt());
    assertThat(get("late")).isEqualTo(late);
    assertThat(store.openSpace(NAME, SpaceOptions.DEFAULT)).isEqualTo(space);
    assertThat(scanAll()).containsExactly(late);
    assertThat(store.count(space)).isEqualTo(1);
  }

  @Test
  void destroyingIsByNameAndDoneOnce() {
    store.destroy(SpaceName.global("never opened"), null);
    assertThat(store.space(SpaceName.global("never opened"))).isEmpty();
    putMany(3);
    store.destroy(NAME, null);
    SpaceState destroyed = store.space(NAME).orElseThrow();
    store.destroy(NAME, null);
    assertThat(store.space(NAME)).contains(destroyed);
  }
}
