package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Opening, sharing, closing and opening again. */
abstract class LifecycleContract extends ContractCase {

  LifecycleContract(Supplier<StoreFixture> fixtures) {
    super(fixtures);
  }

  @Test
  void aClosedStoreSaysSo() {
    List<Runnable> calls = new ArrayList<>();
    Leases leases = store.leases();
    calls.add(() -> store.get(space, bytes("a")));
    calls.add(() -> store.getAll(space, List.of(bytes("a"))));
    calls.add(() -> store.scan(Scan.of(space, KeyRange.ALL, 1)));
    calls.add(() -> store.commit(Batch.of(space, List.of())));
    calls.add(() -> put("a", "1"));
    calls.add(() -> store.clear(space, null));
    calls.add(() -> store.destroy(NAME, null));
    calls.add(() -> store.destroyScope("user", "1", null));
    calls.add(() -> store.changes(Cursor.START, 1, 1));
    calls.add(() -> store.merge(List.of(), null));
    calls.add(() -> store.cursorOf("peer"));
    calls.add(() -> store.conflicts(1));
    calls.add(store::leases);
    calls.add(() -> leases.find("l"));
    calls.add(() -> leases.tryAcquire("l", "me", Duration.ofSeconds(1)));
    calls.add(() -> store.reap(EVERYTHING));
    calls.add(() -> store.evict(space, 1, 1));
    calls.add(() -> store.count(space));
    calls.add(store::count);
    calls.add(() -> store.space(NAME));
    calls.add(() -> store.spaces(SpaceScan.all(1)));
    calls.add(() -> store.openSpace(NAME, SpaceOptions.DEFAULT));
    calls.add(() -> store.subscribe(new ToldListener()));
    String location = store.identity().location();
    store.close();
    store.close();
    assertThat(calls)
        .allSatisfy(
            call ->
                assertThatThrownBy(call::run)
                    .isInstanceOf(StoreClosedException.class)
                    .hasMessageContaining(location));
  }

  @Test
  void anOpenerClosesOnlyItsOwn() {
    Store other = open(fixture);
    Space theirs = other.openSpace(NAME, SpaceOptions.DEFAULT);
    Entry entry = put("a", "1");
    store.close();
    assertThat(other.get(theirs, bytes("a"))).isEqualTo(entry);
    other.close();
    assertThatThrownBy(() -> other.get(theirs, bytes("a")))
        .isInstanceOf(StoreClosedException.class);
  }

  @Test
  void openersOfOnePlaceShareOneStore() {
    Store other = open(fixture);
    assertThat(other.identity()).isEqualTo(store.identity());
    Space theirs = other.openSpace(NAME, SpaceOptions.DEFAULT);
    other.commit(Batch.of(theirs, Mutation.Put.of(bytes("a"), bytes("1"))));
    Entry entry = get("a");
    assertThat(entry).isNotNull();
    assertThat(entry.stamp().origin()).isEqualTo(store.identity().origin());
    Outcome refused =
        other
            .commit(
                Batch.of(
                    theirs,
                    new Mutation.Put(
                        bytes("a"), bytes("2"), Entry.NEVER, Entry.NEVER, Condition.ABSENT)))
            .single();
    assertThat(refused.before()).isEqualTo(entry);
  }

  @Test
  void anotherPlaceIsAnotherStore() {
    Store other = open(newFixture());
    assertThat(other.identity().origin()).isNotEqualTo(store.identity().origin());
    assertThat(other.identity().incarnation().id())
        .isNotEqualTo(store.identity().incarnation().id());
    put("a", "1");
    assertThat(other.count()).isZero();
  }

  @Test
  void contradictoryOptionsAreRefused() {
    StoreOptions otherClock = options.withClock(new SettableClock());
    assertThatThrownBy(() -> closing(fixture.open(otherClock)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("clock");
    StoreOptions otherDurability = options.withDurability(Durability.FSYNC);
    assertThatThrownBy(() -> closing(fixture.open(otherDurability)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("durability");
    assertThat(put("a", "1")).as("the first opener is none the worse").isEqualTo(get("a"));
  }

  @Test
  void aDurableStoreKeepsEverything() {
    assumeTrue(store.capabilities().contains(Capability.DURABLE));
    Entry entry = put("a", "1", in(Duration.ofHours(1)));
    put("b", "1");
    delete("b");
    Space cleared = store.openSpace(SpaceName.global("cleared"), SpaceOptions.DEFAULT);
    store.commit(Batch.of(cleared, Mutation.Put.of(bytes("c"), bytes("1"))));
    store.clear(cleared, null);
    store.merge(List.of(), new PeerCursor("peer", new Cursor("life", 7, 3)));
    List<Change> feed = feed(store);
    StoreIdentity identity = store.identity();
    store.close();
    store = open(fixture);
    space = store.openSpace(NAME, SpaceOptions.DEFAULT);
    assertThat(store.identity()).isEqualTo(identity);
    assertThat(get("a")).isEqualTo(entry);
    assertThat(get("b")).isNull();
    assertThat(store.get(cleared, bytes("c"))).isNull();
    assertThat(store.count()).isEqualTo(1);
    assertThat(feed(store)).isEqualTo(feed);
    assertThat(store.cursorOf("peer")).isEqualTo(new Cursor("life", 7, 3));
    assertThat(store.space(SpaceName.global("cleared")).orElseThrow().epoch()).isEqualTo(2);
    Entry next = put("b", "2");
    assertThat(next.stamp().version()).isEqualTo(3);
    assertThat(next.stamp().timestamp()).isGreaterThan(entry.stamp().timestamp());
  }

  @Test
  void aStoreThatIsNotDurableBeginsAnewAfterItsLastOpener() {
    assumeTrue(!store.capabilities().contains(Capability.DURABLE));
    put("a", "1");
    StoreIdentity identity = store.identity();
    store.close();
    store = open(fixture);
    assertThat(store.count()).isZero();
    assertThat(store.identity()).isNotEqualTo(identity);
  }

  @Test
  void theWallClockMayGoBackBetweenOpenings() {
    assumeTrue(store.capabilities().contains(Capability.DURABLE));
    Entry entry = put("a", "1");
    store.close();
    clock.advance(Duration.ofDays(-1));
    store = open(fixture);
    space = store.openSpace(NAME, SpaceOptions.DEFAULT);
    assertThat(put("b", "1").stamp().timestamp()).isGreaterThan(entry.stamp().timestamp());
  }
}
