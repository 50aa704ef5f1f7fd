package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches that ask for it leave a record of each change, or none at all. */
abstract class HistoryContract extends ContractCase {

  private static final SpaceName HISTORY = SpaceName.global("history of contract");

  private Space history;

  HistoryContract(Supplier<StoreFixture> fixtures) {
    super(fixtures);
  }

  @BeforeEach
  final void openHistory() {
    history = store.openSpace(HISTORY, SpaceOptions.DEFAULT);
  }

  private Batch by(@Nullable String actor, Mutation... mutations) {
    return Batch.of(space, mutations).recorded(new Recording(history, actor, Entry.NEVER));
  }

  /** Makes a batch of one, recorded. */
  private Entry commitBy(String actor, Mutation mutation) {
    return store.commit(by(actor, mutation)).single().after();
  }

  private static Mutation putOf(String key, String value) {
    return Mutation.Put.of(bytes(key), bytes(value));
  }

  private static Mutation addOf(String key, int delta) {
    BigDecimal number = BigDecimal.valueOf(delta);
    return new Mutation.Add(bytes(key), number, Entry.NEVER, Entry.KEEP, Condition.NONE);
  }

  private static List<Revision> revisions(Store store, Space history, KeyRange range) {
    return scanAll(store, history, range, 3).stream().map(Revision::of).toList();
  }

  private List<Revision> revisions() {
    return revisions(store, history, KeyRange.ALL);
  }

  /** The latest first. */
  private List<Revision> revisionsOf(String key) {
    return revisions(store, history, Revision.recordsOf(bytes(key)));
  }

  private Revision latestOf(String key) {
    return revisionsOf(key).get(0);
  }

  private static @Nullable BigDecimal total(@Nullable Bytes value) {
    return value == null ? null : Counter.of(value).total();
  }

  /** Recorded when it was made here, though its stamp may be an older one. */
  @Test
  void whatIsRestoredIsRecordedAndARenewedExpiryIsNot() {
    put("a", "0");
    long early = HybridClock.at(clock.millis()) - 1;
    Stamp second = new Stamp(1, 2, early, 7);
    Stamp third = new Stamp(1, 3, early, 7);
    long expiresAt = in(Duration.ofHours(1));
    store.commit(
        by(
            "ann",
            Mutation.Restore.value(bytes("a"), bytes("2"), second, expiresAt),
            Mutation.Restore.value(bytes("a"), bytes("3"), third, expiresAt)));
    commitBy("bob", Mutation.Restore.value(bytes("a"), bytes("3"), third, expiresAt + 1));
    assertThat(revisionsOf("a")).extracting(Revision::version).containsExactly(3L, 2L);
    assertThat(revisionsOf("a")).extracting(Revision::to).containsExactly(bytes("3"), bytes("2"));
    assertThat(revisionsOf("a"))
        .extracting(Revision::changedAt)
        .containsExactly(clock.millis(), clock.millis());
  }

  @Test
  void aPutTellsWhoWhatWhenFromAndTo() {
    Entry created = commitBy("ann", putOf("a", "1"));
    assertThat(revisionsOf("a"))
        .containsExactly(
            new Revision(
                bytes("a"),
                1,
                created.stamp().timestamp(),
                created.stamp().origin(),
                "ann",
                null,
                bytes("1"),
                Entry.NEVER));
    assertThat(latestOf("a").changedAt()).isEqualTo(clock.millis());
    clock.advance(Duration.ofSeconds(1));
    long expiresAt = in(Duration.ofMinutes(1));
    Mutation put = new Mutation.Put(bytes("a"), bytes("2"), Entry.NEVER, expiresAt, Condition.NONE);
    Entry updated = store.commit(by(null, put)).single().after();
    assertThat(latestOf("a"))
        .isEqualTo(
            new Revision(
                bytes("a"),
                2,
                updated.stamp().timestamp(),
                updated.stamp().origin(),
                null,
                bytes("1"),
                bytes("2"),
                expiresAt));
    assertThat(revisions()).hasSize(2);
  }

  @Test
  void aDeleteAndACreationAfterItAreTold() {
    commitBy("ann", putOf("a", "1"));
    store.commit(by("bob", Mutation.Delete.of(bytes("a"))));
    assertThat(latestOf("a").version()).isEqualTo(2);
    assertThat(latestOf("a").actor()).isEqualTo("bob");
    assertThat(latestOf("a").from()).isEqualTo(bytes("1"));
    assertThat(latestOf("a").to()).isNull();
    assertThat(latestOf("a").expiresAt()).isEqualTo(Entry.NEVER);
    commitBy("ann", putOf("a", "2"));
    assertThat(latestOf("a").version()).isEqualTo(3);
    assertThat(latestOf("a").from()).isNull();
    assertThat(revisions()).hasSize(3);
  }

  @Test
  void whatHasExpiredIsNothingToComeFrom() {
    put("a", "1", in(Duration.ofSeconds(1)));
    clock.advance(Duration.ofSeconds(1));
    commitBy("ann", putOf("a", "2"));
    assertThat(latestOf("a").from()).isNull();
    assertThat(latestOf("a").version()).isEqualTo(2);
  }

  @Test
  void anIncrementTellsBothTotals() {
    commitBy("ann", addOf("n", 2));
    Entry sum = commitBy("bob", addOf("n", 5));
    assertThat(revisionsOf("n")).extracting(Revision::actor).containsExactly("bob", "ann");
    assertThat(total(latestOf("n").from())).isEqualByComparingTo("2");
    assertThat(total(latestOf("n").to())).isEqualByComparingTo("7");
    assertThat(latestOf("n").to()).isEqualTo(sum.value());
    assertThat(revisionsOf("n").get(1).from()).isNull();
    assertThat(Counter.of(bytes("no counter"))).isNull();
  }

  @Test
  void whatChangesNothingLeavesNoRecord() {
    Entry a = put("a", "1");
    assertThat(store.commit(by("ann", new Mutation.Touch(bytes("a"), a.stamp(), 1L << 60))))
        .extracting(commit -> commit.single().after())
        .isEqualTo(a.withExpiresAt(1L << 60));
    store.commit(by("ann", Mutation.Delete.of(bytes("b"))));
    store.commit(by("ann", new Mutation.Delete(bytes("b"), Condition.ABSENT)));
    store.commit(by("ann"));
    store.commit(Batch.of(space, putOf("a", "not recorded")));
    assertThat(revisions()).isEmpty();
    assertThat(store.count(history)).isZero();
  }

  @Test
  void aRejectedBatchLeavesNoRecord() {
    commitBy("ann", putOf("a", "1"));
    List<Change> feed = feed(store);
    Mutation onlyNew =
        new Mutation.Put(bytes("a"), bytes("2"), Entry.NEVER, Entry.NEVER, Condition.ABSENT);
    assertThat(store.commit(by("bob", putOf("b", "2"), onlyNew)).applied()).isFalse();
    assertThat(store.commit(by("bob", putOf("b", "2"), addOf("a", 1))).applied()).isFalse();
    Mutation illegal = Mutation.Put.of(bytes("c"), bytes(Counter.TAG));
    assertThatThrownBy(() -> store.commit(by("bob", putOf("b", "2"), illegal)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(revisions()).hasSize(1);
    assertThat(feed(store)).isEqualTo(feed);
  }

  @Test
  void aFencedBatchOfALostLeaseLeavesNoRecord() {
    assumeTrue(store.capabilities().contains(Capability.LEASES));
    Lease lease = store.leases().tryAcquire("l", "me", Duration.ofSeconds(1)).orElseThrow();
    Batch batch = by("ann", putOf("a", "1")).fencedBy(lease.fence());
    assertThat(store.commit(batch).applied()).isTrue();
    clock.advance(Duration.ofSeconds(2));
    assertThatThrownBy(() -> store.commit(batch)).isInstanceOf(StaleFenceException.class);
    assertThat(revisions()).hasSize(1);
  }

  @Test
  void aRequestThatIsRepeatedIsRecordedOnce() {
    Batch batch = by("ann", addOf("n", 1), putOf("p", "v")).as(new RequestId("client", 1));
    Commit first = store.commit(batch);
    assertThat(store.commit(batch)).isEqualTo(first);
    assertThat(revisions()).hasSize(2);
  }

  @Test
  void aKeyThatABatchChangesTwiceHasTwoRecords() {
    store.commit(
        by(
            "ann",
            putOf("a", "1"),
            putOf("b", "1"),
            putOf("a", "2"),
            Mutation.Delete.of(bytes("a"))));
    assertThat(revisionsOf("a"))
        .extracting(Revision::version, Revision::from, Revision::to)
        .containsExactly(
            tuple(3L, bytes("2"), null),
            tuple(2L, bytes("1"), bytes("2")),
            tuple(1L, null, bytes("1")));
    assertThat(revisionsOf("b")).hasSize(1);
  }

  private static org.assertj.core.groups.Tuple tuple(Object... values) {
    return org.assertj.core.groups.Tuple.tuple(values);
  }

  /** Keys that begin with one another, hold zeros or are longer than what is indexed. */
  @Test
  void theRecordsOfOneKeyAreOneRangeFromTheLatestToTheFirst() {
    String prefix = "k".repeat(890);
    List<String> keys = new ArrayList<>(List.of("", "\0", "\0\0", "\0\u00ff", "\0\1", "a", "a\0"));
    keys.addAll(List.of("a\0\1", "ab", "b", prefix + "\0".repeat(9), prefix + "\0".repeat(10)));
    keys.addAll(List.of(prefix + "\0".repeat(300), prefix.repeat(3), prefix.repeat(3) + "x"));
    for (int i = 0; i < 4; i++) {
      clock.advance(Duration.ofMillis(i));
      for (String key : keys) {
        commitBy("ann", putOf(key, key + i));
      }
    }
    for (String key : keys) {
      List<Revision> found = revisionsOf(key);
      assertThat(found).extracting(Revision::key).containsOnly(bytes(key));
      assertThat(found).extracting(Revision::version).containsExactly(4L, 3L, 2L, 1L);
    }
    List<Bytes> inOrder = new ArrayList<>();
    for (Revision revision : revisions()) {
      if (revision.version() == 1 && revision.key().length() < 800) {
        inOrder.add(revision.key());
      }
    }
    assertThat(inOrder).hasSize(10).isSorted();
  }

  @Test
  void aSpaceOfHistoryThatWasDestroyedIsOpenedAnew() {
    commitBy("ann", putOf("a", "1"));
    store.destroy(HISTORY, null);
    commitBy("ann", putOf("a", "2"));
    assertThat(store.space(HISTORY).orElseThrow().destroyed()).isFalse();
    assertThat(revisionsOf("a")).extracting(Revision::version).containsExactly(2L);
    store.clear(history, null);
    assertThat(revisions()).isEmpty();
    store.destroy(NAME, null);
    store.destroy(HISTORY, null);
    commitBy("ann", putOf("a", "3"));
    assertThat(revisionsOf("a")).extracting(Revision::to).containsExactly(bytes("3"));
    assertThat(scanAll()).hasSize(1);
    assertThat(store.count(history)).isOne();
  }

  @Test
  void aBoundDropsTheEarliestRecords() {
    for (int i = 1; i <= 5; i++) {
      commitBy("ann", putOf("a", "" + i));
      commitBy("ann", putOf("b" + i, "" + i));
    }
    assertThat(store.count(history)).isEqualTo(10);
    assertThat(store.evict(history, 4, 100)).isEqualTo(6);
    assertThat(revisionsOf("a")).extracting(Revision::version).containsExactly(5L, 4L);
    assertThat(revisions()).hasSize(4);
    commitBy("ann", putOf("a", "6"));
    assertThat(latestOf("a").from()).isEqualTo(bytes("5"));
    assertThat(store.count(history)).isEqualTo(5);
  }

  @Test
  void recordsExpireAndNothingElseDoes() {
    Duration minute = Duration.ofMinutes(1);
    store.commit(
        Batch.of(space, putOf("a", "1")).recorded(new Recording(history, "ann", in(minute))));
    clock.advance(Duration.ofSeconds(30));
    store.commit(
        Batch.of(space, putOf("a", "2")).recorded(new Recording(history, "ann", in(minute))));
    clock.advance(Duration.ofSeconds(30));
    assertThat(revisionsOf("a")).extracting(Revision::version).containsExactly(2L);
    assertThat(store.reap(EVERYTHING).expired()).isOne();
    assertThat(store.count(history)).isOne();
    assertThat(get("a").value()).isEqualTo(bytes("2"));
  }

  @Test
  void recordsTravelWithTheFeed() {
    commitBy("ann", putOf("a", "1"));
    commitBy("bob", addOf("n", 1));
    commitBy("bob", Mutation.Delete.of(bytes("a")));
    Store peer = open(newFixture());
    peer.merge(feed(store), null);
    Space there = peer.openSpace(HISTORY, SpaceOptions.DEFAULT);
    assertThat(revisions(peer, there, KeyRange.ALL)).isEqualTo(revisions()).hasSize(3);
    assertThat(peer.merge(feed(store), null).applied()).isZero();
    Space here = peer.openSpace(NAME, SpaceOptions.DEFAULT);
    peer.commit(
        Batch.of(here, putOf("n", "over")).recorded(new Recording(there, "eve", Entry.NEVER)));
    store.merge(feed(peer), null);
    assertThat(revisionsOf("n")).extracting(Revision::actor).containsExactly("eve", "bob");
    assertThat(latestOf("n").origin()).isEqualTo(peer.identity().origin());
    assertThat(store.count(history)).isEqualTo(4);
  }

  @Test
  void listenersAreToldOfRecordsAsOfAnyEntry() {
    ToldListener listener = new ToldListener();
    store.subscribe(listener);
    commitBy("ann", putOf("a", "1"));
    assertThat(entriesOf(listener.changes)).hasSize(2).contains(get("a"));
    assertThat(listener.changes).extracting(Change::space).containsExactly(NAME, HISTORY);
  }

  /** Each record comes from what the one before it went to, whoever wrote at the same time. */
  @Test
  void theRecordsOfManyWritersAreOneChain() throws Exception {
    int threads = 6;
    int each = 25;
    AtomicInteger numbers = new AtomicInteger();
    together(
        threads,
        () -> {
          int me = numbers.getAndIncrement();
          for (int i = 0; i < each; i++) {
            List<Mutation> both = new ArrayList<>();
            both.add(i % 5 == 4 ? Mutation.Delete.of(bytes("x")) : putOf("x", me + "." + i));
            both.add(putOf("y", me + "." + i));
            if (me % 2 == 0) {
              Collections.reverse(both);
            }
            store.commit(by("t" + me, both.toArray(Mutation[]::new)));
            store.commit(by("t" + me, addOf("n", 1)));
          }
          return me;
        });
    assertThat(revisionsOf("y")).hasSize(threads * each);
    assertThat(revisionsOf("n")).hasSize(threads * each);
    for (String key : List.of("x", "y", "n")) {
      Entry standing = get(key);
      Bytes value = standing == null ? null : standing.value();
      for (Revision revision : revisionsOf(key)) {
        assertThat(revision.to()).isEqualTo(value);
        value = revision.from();
      }
      assertThat(value).isNull();
    }
    assertThat(store.count(history)).isEqualTo(revisions().size());
  }

  @Test
  void aSpaceDoesNotKeepItsOwnRecords() {
    Recording own = new Recording(space, "ann", Entry.NEVER);
    assertThatThrownBy(() -> Batch.of(space, putOf("a", "1")).recorded(own))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("contract");
  }
}
