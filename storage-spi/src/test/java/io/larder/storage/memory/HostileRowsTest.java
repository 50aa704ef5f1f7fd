package io.larder.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.Batch;
import io.larder.storage.Bytes;
import io.larder.storage.Change;
import io.larder.storage.Condition;
import io.larder.storage.Counter;
import io.larder.storage.Cursor;
import io.larder.storage.Entry;
import io.larder.storage.HybridClock;
import io.larder.storage.Mutation;
import io.larder.storage.RefusedChangeException;
import io.larder.storage.SettableClock;
import io.larder.storage.Space;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceOptions;
import io.larder.storage.SpaceState;
import io.larder.storage.Stamp;
import io.larder.storage.Store;
import io.larder.storage.StoreLocation;
import io.larder.storage.StoreOptions;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Rows of any numbers: refused whole, or such that whatever follows them can be merged again. */
class HostileRowsTest {

  private static final SpaceName NAME = SpaceName.global("s");
  private static final Bytes KEY = Bytes.copyOf(new byte[] {1});
  private static final SettableClock CLOCK = new SettableClock();
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULT.withClock(CLOCK);

  private static Arbitrary<Long> numbers() {
    return Arbitraries.of(
        Long.MIN_VALUE, -1L, 0L, 1L, 2L, Stamp.HIGHEST - 1, Stamp.HIGHEST, Long.MAX_VALUE);
  }

  private static Arbitrary<Long> likelyNumbers() {
    return Arbitraries.frequencyOf(
        Tuple.of(1, numbers()),
        Tuple.of(5, Arbitraries.of(1L, 2L, Stamp.HIGHEST - 1, Stamp.HIGHEST)));
  }

  private static long bound() {
    return HybridClock.at(CLOCK.millis() + Store.CLOCK_SKEW_BOUND.toMillis());
  }

  private static Arbitrary<Long> epochs() {
    long bound = bound();
    return Arbitraries.frequencyOf(
        Tuple.of(1, numbers()),
        Tuple.of(1, Arbitraries.just(bound << 1)),
        Tuple.of(5, Arbitraries.of(1L, 2L, bound - 1, bound)));
  }

  private static Arbitrary<Long> times() {
    long bound = bound();
    return Arbitraries.frequencyOf(
        Tuple.of(1, Arbitraries.of(Long.MIN_VALUE, -1L, 0L, bound << 1)),
        Tuple.of(5, Arbitraries.of(1L, HybridClock.at(CLOCK.millis()), bound)));
  }

  private static Arbitrary<Stamp> stamps() {
    return Combinators.combine(epochs(), likelyNumbers(), times(), likelyNumbers()).as(Stamp::new);
  }

  /** Values, tombstones, and counters whose birth is another stamp than the entry's. */
  private static Arbitrary<Change> entries() {
    Arbitrary<Boolean> flags = Arbitraries.of(true, false, false);
    return Combinators.combine(stamps(), stamps(), flags, flags)
        .as(
            (stamp, birth, deleted, counts) -> {
              Bytes value =
                  deleted
                      ? Bytes.EMPTY
                      : counts
                          ? Counter.create(KEY, birth, BigDecimal.ONE, Entry.NEVER).value()
                          : KEY;
              return new Change.OfEntry(
                  NAME, new Entry(KEY, value, stamp, Entry.NEVER, deleted), 1);
            });
  }

  private static Arbitrary<Change> spaces() {
    return Combinators.combine(epochs(), likelyNumbers(), times(), likelyNumbers())
        .as(
            (epoch, floor, clearedAt, origin) ->
                new Change.OfSpace(
                    new SpaceState(NAME, epoch, floor, clearedAt, origin, false), 1));
  }

  @Provide
  Arbitrary<List<Change>> batches() {
    return Arbitraries.oneOf(entries(), entries(), spaces()).list().ofMinSize(1).ofMaxSize(3);
  }

  private static Store open() {
    return new MemoryStorageProvider()
        .open(StoreLocation.parse("memory:" + UUID.randomUUID()), OPTIONS);
  }

  private static List<Change> feed(Store store) {
    return store.changes(Cursor.START, 100, 1 << 20).changes();
  }

  private static boolean merges(Store store, List<Change> batch) {
    List<Change> before = feed(store);
    try {
      store.merge(batch, null);
      return true;
    } catch (RefusedChangeException refused) {
      assertThat(feed(store)).isEqualTo(before);
      return false;
    }
  }

  @Property(tries = 3000)
  void whatFollowsMergedRowsIsMergedToo(
      @ForAll("batches") List<Change> first, @ForAll("batches") List<Change> second) {
    try (Store store = open();
        Store peer = open()) {
      merges(store, first);
      merges(peer, second);
      merges(store, second);
      merges(peer, first);
      changeEverything(store);
      changeEverything(peer);
      assertThat(merges(peer, feed(store))).isTrue();
      assertThat(merges(store, feed(peer))).isTrue();
      assertThat(merges(peer, feed(store))).isTrue();
      assertThat(peer.space(NAME)).isEqualTo(store.space(NAME));
      Space here = store.openSpace(NAME, SpaceOptions.DEFAULT);
      Space there = peer.openSpace(NAME, SpaceOptions.DEFAULT);
      assertThat(peer.get(there, KEY)).isEqualTo(store.get(here, KEY));
    }
  }

  private static void changeEverything(Store store) {
    Space space = store.openSpace(NAME, SpaceOptions.DEFAULT);
    Mutation add = new Mutation.Add(KEY, BigDecimal.ONE, Entry.NEVER, Entry.KEEP, Condition.NONE);
    store.commit(Batch.of(space, add));
    Entry standing = store.get(space, KEY);
    Entry put = store.commit(Batch.of(space, Mutation.Put.of(KEY, KEY))).single().after();
    assertThat(put).isNotNull();
    if (standing != null) {
      assertThat(put.stamp()).isGreaterThan(standing.stamp());
    }
    store.commit(Batch.of(space, Mutation.Delete.of(KEY)));
    store.commit(Batch.of(space, add));
    store.clear(space, null);
    store.commit(Batch.of(space, add));
  }
}
