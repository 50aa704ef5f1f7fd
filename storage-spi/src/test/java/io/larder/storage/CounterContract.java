package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Counters: entries that join. */
abstract class CounterContract extends ContractCase {

  CounterContract(Supplier<StoreFixture> fixtures) {
    super(fixtures);
  }

  private static Mutation.Add adding(String key, String delta) {
    return new Mutation.Add(
        bytes(key), new BigDecimal(delta), Entry.NEVER, Entry.KEEP, Condition.NONE);
  }

  private Outcome add(String key, String delta) {
    return commit(adding(key, delta));
  }

  private static BigDecimal total(@Nullable Entry entry) {
    assertThat(entry).isNotNull();
    Counter counter = Counter.of(entry);
    assertThat(counter).isNotNull();
    return counter.total();
  }

  private Store peer() {
    return open(newFixture());
  }

  @Test
  void addingCreatesAndAdds() {
    Outcome first = add("n", "2.5");
    assertThat(first.before()).isNull();
    assertThat(total(first.after())).isEqualByComparingTo("2.5");
    Outcome second = add("n", "-4");
    assertThat(second.before()).isEqualTo(first.after());
    assertThat(total(second.after())).isEqualByComparingTo("-1.5");
    assertThat(second.after().stamp().version()).isEqualTo(2);
    assertThat(get("n")).isEqualTo(second.after());
  }

  @Test
  void addingTwiceInOneBatch() {
    store.commit(Batch.of(space, adding("n", "1"), adding("n", "2"), adding("m", "5")));
    assertThat(total(get("n"))).isEqualByComparingTo("3");
    assertThat(total(get("m"))).isEqualByComparingTo("5");
  }

  @Test
  void manyThreadsCountExactly() throws Exception {
    together(
        8,
        () -> {
          for (int i = 0; i < 50; i++) {
            add("n", "0.1");
          }
          return null;
        });
    assertThat(total(get("n"))).isEqualByComparingTo("40");
    assertThat(get("n").stamp().version()).isEqualTo(400);
  }

  @Test
  void aCounterExpiresLikeAnyEntry() {
    long soon = in(Duration.ofSeconds(1));
    commit(new Mutation.Add(bytes("n"), BigDecimal.ONE, soon, Entry.NEVER, Condition.NONE));
    Outcome kept = add("n", "1");
    assertThat(kept.after().expiresAt()).isEqualTo(soon);
    clock.advance(Duration.ofSeconds(1));
    Outcome again = add("n", "7");
    assertThat(again.before()).isNull();
    assertThat(again.expired()).isEqualTo(kept.after());
    assertThat(total(again.after())).as("it begins again").isEqualByComparingTo("7");
  }

  @Test
  void addingToAValueIsRefused() {
    Entry entry = put("a", "text");
    Commit commit =
        store.commit(Batch.of(space, Mutation.Put.of(bytes("b"), bytes("1")), adding("a", "1")));
    assertThat(commit.applied()).isFalse();
    assertThat(commit.outcomes().get(1)).isEqualTo(new Outcome(false, entry, entry, null));
    assertThat(get("a")).isEqualTo(entry);
    assertThat(get("b")).isNull();
  }

  @Test
  void conditionsHoldForAddingToo() {
    Outcome first = add("n", "1");
    Mutation absent =
        new Mutation.Add(bytes("n"), BigDecimal.ONE, Entry.NEVER, Entry.KEEP, Condition.ABSENT);
    assertThat(commit(absent).held()).isFalse();
    Condition exact = Condition.stamp(first.after().stamp());
    Mutation onStamp = new Mutation.Add(bytes("n"), BigDecimal.ONE, Entry.NEVER, Entry.KEEP, exact);
    assertThat(commit(onStamp).held()).isTrue();
    assertThat(commit(onStamp).held()).isFalse();
  }

  @Test
  void aPutEndsACounterAndADeleteBeginsAnother() {
    add("n", "5");
    put("n", "text");
    assertThat(Counter.of(get("n"))).isNull();
    delete("n");
    assertThat(total(add("n", "1").after())).isEqualByComparingTo("1");
    assertThat(get("n").stamp().version()).isEqualTo(4);
  }

  @Test
  void aPutElsewhereReplacesTheWholeCounter() {
    add("n", "5");
    Store peer = peer();
    peer.merge(feed(store), null);
    clock.advance(Duration.ofSeconds(1));
    Space theirs = peer.openSpace(NAME, SpaceOptions.DEFAULT);
    peer.commit(Batch.of(theirs, Mutation.Put.of(bytes("n"), bytes("text"))));
    add("n", "1");
    add("n", "1");
    Entry counted = get("n");
    MergeResult result = store.merge(feed(peer), null);
    assertThat(get("n").value()).isEqualTo(bytes("text"));
    assertThat(result.conflicts()).extracting(Conflict::loser).containsExactly(counted);
    peer.merge(feed(store), null);
    assertThat(peer.get(theirs, bytes("n"))).isEqualTo(get("n"));
  }

  @Test
  void aJoinedStateBearsAStampThatNeitherSideBore() {
    add("n", "1");
    Store peer = peer();
    Space theirs = peer.openSpace(NAME, SpaceOptions.DEFAULT);
    raiseVersionFloor();
    peer.merge(feed(store), null);
    add("n", "1");
    clock.advance(Duration.ofSeconds(1));
    peer.commit(Batch.of(theirs, adding("n", "1")));
    peer.commit(Batch.of(theirs, adding("n", "1")));
    Entry here = get("n");
    Entry there = peer.get(theirs, bytes("n"));
    peer.merge(feed(store), null);
    Entry joined = peer.get(theirs, bytes("n"));
    assertThat(total(joined)).isEqualByComparingTo("4");
    assertThat(joined.stamp()).isNotIn(here.stamp(), there.stamp());
    assertThat(joined.stamp().version())
        .isGreaterThan(Math.max(here.stamp().version(), there.stamp().version()));
    Mutation onOldStamp =
        new Mutation.Put(bytes("n"), bytes("x"), 1, 1, Condition.stamp(there.stamp()));
    assertThat(peer.commit(Batch.of(theirs, onOldStamp)).applied()).isFalse();
  }

  /** What has been collected lifts the next versions past the count of changes. */
  private void raiseVersionFloor() {
    for (int i = 0; i < 50; i++) {
      put("other", "1");
    }
    delete("other");
    store.reap(EVERYTHING);
    assertThat(store.space(NAME).orElseThrow().versionFloor()).isEqualTo(51);
  }
}
