package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.larder.storage.RefusedChangeException.Reason;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.assertj.core.api.AbstractObjectAssert;
import org.junit.jupiter.api.Test;

/** Remote rows that would harm the store that merges them. */
abstract class HostileRowsContract extends ContractCase {

  private static final long ORIGIN = 7;

  HostileRowsContract(Supplier<StoreFixture> fixtures) {
    super(fixtures);
  }

  private long stampedIn(Duration time) {
    return HybridClock.at(in(time));
  }

  private long now() {
    return stampedIn(Duration.ZERO);
  }

  private Stamp stamp(long version) {
    return new Stamp(1, version, now(), ORIGIN);
  }

  private static Change row(Stamp stamp) {
    return row(new Entry(bytes("hostile"), bytes("v"), stamp, Entry.NEVER, false));
  }

  private static Change row(Entry entry) {
    return new Change.OfEntry(NAME, entry, 1);
  }

  private static Change row(long epoch, long versionFloor, long clearedAt, long origin) {
    return new Change.OfSpace(
        new SpaceState(NAME, epoch, versionFloor, clearedAt, origin, false), 1);
  }

  private AbstractObjectAssert<?, RefusedChangeException> assertRefused(Change hostile) {
    Entry before = put("mine", "1");
    SpaceState state = store.space(NAME).orElseThrow();
    List<Change> feed = feed(store);
    Change harmless = row(new Entry(bytes("harmless"), bytes("v"), stamp(1), Entry.NEVER, false));
    Cursor reached = new Cursor("life", 5, 5);
    AbstractObjectAssert<?, RefusedChangeException> refusal =
        assertThatThrownBy(
                () -> store.merge(List.of(harmless, hostile), new PeerCursor("peer", reached)))
            .as("%s", hostile)
            .asInstanceOf(type(RefusedChangeException.class));
    assertThat(feed(store)).isEqualTo(feed);
    assertThat(store.space(NAME)).contains(state);
    assertThat(store.cursorOf("peer")).isEqualTo(Cursor.START);
    Entry after = put("mine", "2");
    assertThat(after.stamp().epoch()).isEqualTo(before.stamp().epoch());
    assertThat(after.stamp().version()).isEqualTo(before.stamp().version() + 1);
    assertThat(HybridClock.millis(after.stamp().timestamp())).isEqualTo(clock.millis());
    return refusal;
  }

  @Test
  void numbersThatNoneComesAfterAreRefused() {
    for (long number : new long[] {Long.MIN_VALUE, -1, 0, Stamp.HIGHEST + 1, Long.MAX_VALUE}) {
      assertRefused(row(new Stamp(number, 1, now(), ORIGIN)));
      assertRefused(row(new Stamp(1, number, now(), ORIGIN)));
      assertRefused(row(number, 0, now(), ORIGIN));
    }
    assertRefused(row(new Stamp(Stamp.HIGHEST, 1, now(), ORIGIN)));
    assertRefused(row(Stamp.HIGHEST, 0, now(), ORIGIN));
    for (long number : new long[] {Long.MIN_VALUE, -1, Stamp.HIGHEST + 1, Long.MAX_VALUE}) {
      assertRefused(row(2, number, now(), ORIGIN));
    }
  }

  @Test
  void timesBeforeAllTimeAreRefused() {
    for (long time : new long[] {Long.MIN_VALUE, -1, 0}) {
      assertRefused(row(new Stamp(1, 1, time, ORIGIN)));
    }
    assertRefused(row(2, 0, -1, ORIGIN));
    Entry expired = new Entry(bytes("hostile"), bytes("v"), stamp(1), -1, false);
    assertRefused(row(expired));
    assertRefused(row(expired.withExpiresAt(Long.MIN_VALUE)));
  }

  @Test
  void statesThatNoStoreWritesAreRefused() {
    assertRefused(row(new Stamp(1, 1, now(), 0)));
    assertRefused(row(new Stamp(1, 1, now(), -1)));
    assertRefused(row(2, 0, now(), -1));
    Entry tombstone = new Entry(bytes("hostile"), bytes("v"), stamp(1), Entry.NEVER, true);
    assertRefused(row(tombstone));
    assertRefused(row(new Entry(bytes("hostile"), Bytes.EMPTY, stamp(1), in(Duration.ZERO), true)));
  }

  @Test
  void timesTooFarAheadAreRefused() {
    long late = stampedIn(Store.CLOCK_SKEW_BOUND.plusMillis(1));
    for (long time : new long[] {late, Long.MAX_VALUE}) {
      for (Change hostile : List.of(row(new Stamp(1, 1, time, ORIGIN)), row(2, 0, time, ORIGIN))) {
        assertRefused(hostile)
            .extracting(RefusedChangeException::reason)
            .isEqualTo(Reason.AHEAD_OF_CLOCK);
      }
    }
  }

  /** Else each batch could drag the clock a bound further. */
  @Test
  void theBoundIsMeasuredFromTheWallAndNotFromWhatWasMerged() {
    Stamp ahead = new Stamp(1, 1, stampedIn(Store.CLOCK_SKEW_BOUND), ORIGIN);
    assertThat(store.merge(List.of(row(ahead)), null).applied()).isEqualTo(1);
    assertThat(put("mine", "1").stamp().timestamp()).isGreaterThan(ahead.timestamp());
    long further = stampedIn(Store.CLOCK_SKEW_BOUND.plusMillis(1));
    Change hostile = row(new Stamp(1, 2, further, ORIGIN));
    assertThatThrownBy(() -> store.merge(List.of(hostile), null))
        .isInstanceOf(RefusedChangeException.class);
    clock.advance(Duration.ofMillis(1));
    assertThat(store.merge(List.of(hostile), null).applied()).as("its time has come").isOne();
  }

  @Test
  void theRefusalNamesWhatItRefuses() {
    assertRefused(row(new Stamp(1, Long.MAX_VALUE, now(), ORIGIN)))
        .satisfies(
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Reason.IMPOSSIBLE);
              assertThat(refusal.origin()).isEqualTo(ORIGIN);
              assertThat(refusal)
                  .hasMessageContainingAll(
                      "space contract",
                      "686f7374696c65",
                      "origin 7",
                      "version",
                      "9,223,372,036,854,775,807",
                      "4,611,686,018,427,387,904");
            });
    assertRefused(row(2, 0, stampedIn(Duration.ofMinutes(2)), ORIGIN))
        .satisfies(
            refusal ->
                assertThat(refusal).hasMessageContainingAll("contract", "120,000 ms", "60,000 ms"));
  }

  /** What is written after the highest numbers is still what other stores merge. */
  @Test
  void changesGoOnFromTheHighestVersion() {
    List<Change> highest = List.of(row(stamp(Stamp.HIGHEST)), row(1, Stamp.HIGHEST, 0, 0));
    Store peer = open(newFixture());
    store.merge(highest, null);
    peer.merge(highest, null);
    Entry standing = get("hostile");
    for (String key : List.of("hostile", "new")) {
      Entry put = put(key, "1");
      assertThat(put.stamp().version()).isEqualTo(Stamp.HIGHEST);
      Entry again = put(key, "2");
      assertThat(again.stamp()).isGreaterThan(put.stamp());
      peer.merge(feed(store), null);
      assertThat(peer.get(peer.openSpace(NAME, SpaceOptions.DEFAULT), bytes(key)))
          .isEqualTo(again)
          .isNotEqualTo(standing);
    }
    delete("hostile");
    peer.merge(feed(store), null);
    assertThat(peer.get(peer.openSpace(NAME, SpaceOptions.DEFAULT), bytes("hostile"))).isNull();
  }

  /** However high an epoch is merged, others come after it, here and where they are merged. */
  @Test
  void aSpaceOfTheHighestEpochThatIsMergedIsOpenedAndClearedOn() {
    long highest = stampedIn(Store.CLOCK_SKEW_BOUND);
    SpaceState destroyed = new SpaceState(NAME, highest, 0, now(), ORIGIN, true);
    assertThat(store.merge(List.of(new Change.OfSpace(destroyed, 1)), null).applied()).isOne();
    put("a", "1");
    assertThat(store.space(NAME).orElseThrow().destroyed()).isFalse();
    store.clear(space, null);
    store.destroy(NAME, null);
    store.openSpace(NAME, SpaceOptions.DEFAULT);
    Entry put = put("a", "2");
    assertThat(scanAll()).containsExactly(put);
    assertThat(put.stamp().epoch()).isEqualTo(highest + 4);
    Store peer = open(newFixture());
    peer.merge(feed(store), null);
    assertThat(peer.get(peer.openSpace(NAME, SpaceOptions.DEFAULT), bytes("a"))).isEqualTo(put);
  }

  @Test
  void moreClearsThanTimestampsAreRefusedUntilTheirTimeHasCome() {
    long tooHigh = stampedIn(Store.CLOCK_SKEW_BOUND.plusMillis(1));
    List<Change> hostile =
        List.of(row(new Stamp(tooHigh, 1, now(), ORIGIN)), row(tooHigh, 0, now(), ORIGIN));
    for (Change row : hostile) {
      assertRefused(row)
          .satisfies(
              refusal -> {
                assertThat(refusal.reason()).isEqualTo(Reason.AHEAD_OF_CLOCK);
                assertThat(refusal)
                    .hasMessageContainingAll("contract", "%,d as its epoch".formatted(tooHigh));
              });
    }
    clock.advance(Duration.ofMillis(1));
    assertThat(store.merge(hostile, null).applied()).isEqualTo(2);
  }

  /** A counter whose parts would overflow when it is joined is a value like any other. */
  @Test
  void aCounterThatCountsBeyondReasonIsNone() {
    Entry counter = Counter.create(bytes("n"), stamp(1), BigDecimal.ONE, Entry.NEVER);
    List<Entry> hostile = new ArrayList<>();
    int changes = 1 + 3 * Long.BYTES + Integer.BYTES + Long.BYTES;
    for (int place : new int[] {1, 1 + Long.BYTES, changes}) {
      for (int first : new int[] {0x7F, 0x80}) {
        byte[] bytes = counter.value().toByteArray();
        bytes[place] = (byte) first;
        hostile.add(new Entry(counter.key(), Bytes.wrap(bytes), stamp(1), Entry.NEVER, false));
      }
    }
    assertThat(hostile).allSatisfy(entry -> assertThat(Counter.of(entry)).isNull());
    store.merge(hostile.stream().map(HostileRowsContract::row).toList(), null);
    Entry put = put("n", "1");
    store.merge(hostile.stream().map(HostileRowsContract::row).toList(), null);
    assertThat(get("n")).isEqualTo(put);
  }

  @Test
  void anExpiryBeforeAllTimeIsNotWrittenEither() {
    assertThatThrownBy(() -> put("a", "1", Entry.KEEP))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> put("a", "1", Long.MIN_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Mutation.Touch(bytes("a"), stamp(1), -1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
