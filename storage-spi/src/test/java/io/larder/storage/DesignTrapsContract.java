package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The traps of the design, each of which is a way to lose data or to bring it back. Every test here
 * has been seen red without its remedy; see docs/decisions/0002-storage-contract.md.
 */
abstract class DesignTrapsContract extends ContractCase {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private Store peer;
  private Space theirs;

  DesignTrapsContract(Supplier<StoreFixture> fixtures) {
    super(fixtures);
  }

  @BeforeEach
  void openPeer() {
    peer = open(newFixture());
    theirs = peer.openSpace(NAME, SpaceOptions.DEFAULT);
  }

  private void exchange() {
    List<Change> here = feed(store);
    store.merge(feed(peer), null);
    peer.merge(here, null);
  }

  private Entry putThere(String value) {
    return peer.commit(Batch.of(theirs, Mutation.Put.of(bytes("a"), bytes(value))))
        .single()
        .after();
  }

  private void assertBothHold(Entry entry) {
    assertThat(get("a")).isEqualTo(entry);
    assertThat(peer.get(theirs, bytes("a"))).isEqualTo(entry);
  }

  @Test
  void trap1AKeyRecreatedAfterItsTombstoneWasCollectedBeatsAStaleCopy() {
    put("a", "1");
    put("a", "stale");
    exchange();
    clock.advance(SECOND);
    delete("a");
    store.reap(EVERYTHING);
    Entry recreated = put("a", "anew");
    exchange();
    assertBothHold(recreated);
  }

  @Test
  void trap2AnExpiryDoesNotBeatARenewal() {
    Entry entry = put("a", "1", in(SECOND));
    exchange();
    peer.commit(
        Batch.of(theirs, new Mutation.Touch(bytes("a"), entry.stamp(), in(Duration.ofSeconds(9)))));
    clock.advance(Duration.ofSeconds(2));
    assertThat(get("a")).as("expired here").isNull();
    delete("a");
    exchange();
    assertBothHold(entry.withExpiresAt(in(Duration.ofSeconds(7))));
  }

  @Test
  void trap2AnExpiredEntryDoesNotMakeRoomForAnOlderCopy() {
    put("a", "old");
    exchange();
    put("a", "new", in(SECOND));
    clock.advance(Duration.ofSeconds(2));
    store.merge(feed(peer), null);
    assertThat(get("a")).isNull();
    exchange();
    assertThat(get("a")).isNull();
    assertThat(peer.get(theirs, bytes("a"))).isNull();
  }

  @Test
  void trap3ALaterEditThatLosesToTheBusierSideIsLogged() {
    put("a", "1");
    put("a", "2");
    Entry busy = put("a", "3");
    clock.advance(SECOND);
    Entry later = putThere("the later edit");
    exchange();
    assertBothHold(busy);
    Conflict lost = new Conflict(NAME, later, busy.stamp(), clock.millis());
    assertThat(store.conflicts(10)).containsExactly(lost);
    assertThat(peer.conflicts(10)).containsExactly(lost);
  }

  @Test
  void trap4IncrementsOnBothSidesOfAPartitionAddUp() {
    Mutation add =
        new Mutation.Add(bytes("a"), BigDecimal.ONE, Entry.NEVER, Entry.KEEP, Condition.NONE);
    commit(add);
    exchange();
    for (int i = 0; i < 3; i++) {
      commit(add);
      peer.commit(Batch.of(theirs, add));
      peer.commit(Batch.of(theirs, add));
    }
    exchange();
    exchange();
    assertBothHold(get("a"));
    assertThat(Counter.of(get("a")).total()).isEqualByComparingTo("10");
  }

  @Test
  void trap5WhatARemoteClearKilledThoughItWasWrittenLaterIsLogged() {
    put("b", "before the clear");
    clock.advance(SECOND);
    peer.clear(theirs, null);
    clock.advance(SECOND);
    Entry later = put("a", "written after the clear, not knowing of it");
    List<Change> here = feed(store);
    Stamp clear = stampOf(peer.space(NAME).orElseThrow());
    MergeResult clearCame = store.merge(feed(peer), null);
    assertThat(get("a")).isNull();
    Conflict killed = new Conflict(NAME, later, clear, clock.millis());
    assertThat(clearCame.conflicts()).as("where it stood").containsExactly(killed);
    MergeResult entryCame = peer.merge(here, null);
    assertThat(entryCame.conflicts()).as("where it came late").containsExactly(killed);
    assertThat(peer.get(theirs, bytes("a"))).isNull();
  }

  private static Stamp stampOf(SpaceState state) {
    return new Stamp(state.epoch(), 0, state.clearedAt(), state.origin());
  }

  @Test
  void trap5ClearsOnBothSidesEndEqual() {
    put("a", "1");
    exchange();
    store.clear(space, null);
    store.clear(space, null);
    clock.advance(SECOND);
    peer.clear(theirs, null);
    putThere("of a lower epoch");
    Entry ofTheHigher = put("a", "of the higher epoch");
    exchange();
    assertThat(peer.space(NAME)).isEqualTo(store.space(NAME));
    assertThat(store.space(NAME).orElseThrow().epoch()).isEqualTo(3);
    assertBothHold(ofTheHigher);
  }

  @Test
  void aVersionThatReturnsAfterAClearIsNotTheSameState() {
    Entry first = put("a", "1");
    store.clear(space, null);
    Entry again = put("a", "1");
    assertThat(again.stamp().version()).isEqualTo(first.stamp().version());
    assertThat(commitOn(first).held()).isFalse();
    assertThat(get("a")).isEqualTo(again);
  }

  @Test
  void aStateIsNotThereAgainAfterItsTombstoneWasCollected() {
    Entry first = put("a", "1");
    delete("a");
    store.reap(EVERYTHING);
    Entry again = put("a", "1");
    assertThat(again.stamp().version()).isGreaterThan(first.stamp().version());
    assertThat(commitOn(first).held()).isFalse();
  }

  private Outcome commitOn(Entry state) {
    return commit(
        new Mutation.Put(
            bytes("a"),
            bytes("changed"),
            Entry.NEVER,
            Entry.NEVER,
            Condition.stamp(state.stamp())));
  }
}
