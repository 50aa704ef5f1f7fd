package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batches, versions, stamps and reading back. */
abstract class ReadWriteContract extends ContractCase {

  ReadWriteContract(Supplier<StoreFixture> fixtures) {
    super(fixtures);
  }

  @Test
  void whatWasPutIsThere() {
    Entry put = put("a", "1");
    assertThat(get("a")).isEqualTo(put);
    assertThat(put.key()).isEqualTo(bytes("a"));
    assertThat(put.value()).isEqualTo(bytes("1"));
    assertThat(put.deleted()).isFalse();
    assertThat(put.expiresAt()).isEqualTo(Entry.NEVER);
    assertThat(get("b")).isNull();
  }

  @Test
  void aStampNamesTheWriterAndTheTime() {
    Stamp stamp = put("a", "1").stamp();
    assertThat(stamp.origin()).isEqualTo(store.identity().origin()).isPositive();
    assertThat(stamp.epoch()).isEqualTo(1);
    assertThat(stamp.version()).isEqualTo(1);
    assertThat(HybridClock.millis(stamp.timestamp())).isEqualTo(clock.millis());
  }

  @Test
  void eachChangeOfAKeyRaisesItsVersionByOne() {
    assertThat(put("a", "1").stamp().version()).isEqualTo(1);
    assertThat(put("a", "1").stamp().version()).isEqualTo(2);
    delete("a");
    assertThat(put("a", "1").stamp().version()).isEqualTo(4);
    assertThat(put("b", "1").stamp().version()).isEqualTo(1);
  }

  @Test
  void timestampsIncreaseThoughTheWallClockStands() {
    List<Stamp> stamps = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      stamps.add(put("k" + i % 3, "v").stamp());
    }
    assertThat(stamps).extracting(Stamp::timestamp).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void anOutcomeTellsBeforeAndAfter() {
    Entry first = put("a", "1");
    Outcome second = commit(Mutation.Put.of(bytes("a"), bytes("2")));
    assertThat(second.before()).isEqualTo(first);
    assertThat(second.after()).isEqualTo(get("a"));
    assertThat(second.expired()).isNull();
    Outcome deleted = delete("a");
    assertThat(deleted.held()).isTrue();
    assertThat(deleted.before()).isEqualTo(second.after());
    assertThat(deleted.after()).isNull();
    assertThat(get("a")).isNull();
  }

  @Test
  void deletingWhatIsNotThereDoesNothing() {
    Outcome outcome = delete("a");
    assertThat(outcome).isEqualTo(new Outcome(true, null, null, null));
    assertThat(entriesOf(feed(store))).isEmpty();
    put("a", "1");
    delete("a");
    List<Change> before = feed(store);
    delete("a");
    assertThat(feed(store)).isEqualTo(before);
  }

  @Test
  void laterMutationsOfABatchSeeEarlierOnes() {
    Commit commit =
        store.commit(
            Batch.of(
                space,
                Mutation.Put.of(bytes("a"), bytes("1")),
                Mutation.Put.of(bytes("a"), bytes("2")),
                Mutation.Delete.of(bytes("a")),
                new Mutation.Put(
                    bytes("a"), bytes("3"), Entry.NEVER, Entry.NEVER, Condition.ABSENT)));
    assertThat(commit.applied()).isTrue();
    List<Outcome> outcomes = commit.outcomes();
    assertThat(outcomes.get(0).before()).isNull();
    assertThat(outcomes.get(1).before()).isEqualTo(outcomes.get(0).after());
    assertThat(outcomes.get(2).before()).isEqualTo(outcomes.get(1).after());
    assertThat(outcomes.get(3).before()).isNull();
    Entry standing = get("a");
    assertThat(standing).isNotNull().isEqualTo(outcomes.get(3).after());
    assertThat(standing.stamp().version()).isEqualTo(4);
    assertThat(feed(store)).hasSize(1);
  }

  @Test
  void anEmptyBatchIsMade() {
    Commit commit = store.commit(Batch.of(space, List.of()));
    assertThat(commit).isEqualTo(new Commit(true, List.of()));
  }

  @Test
  void thousandsOfKeysAreReadAtOnce() {
    List<Mutation> puts = new ArrayList<>();
    for (int i = 0; i < 3000; i += 2) {
      puts.add(Mutation.Put.of(bytes("k" + i), bytes("v" + i)));
    }
    store.commit(Batch.of(space, puts));
    List<Bytes> keys = IntStream.range(0, 3000).mapToObj(i -> bytes("k" + i)).toList();
    Map<Bytes, Entry> found = store.getAll(space, keys);
    assertThat(found).hasSize(1500);
    assertThat(found.get(bytes("k2998"))).isEqualTo(get("k2998"));
    assertThat(found).doesNotContainKey(bytes("k2999"));
    assertThat(store.getAll(space, List.of())).isEmpty();
  }

  @Test
  void keysReadAtOnceMayRepeat() {
    Entry entry = put("a", "1");
    put("gone", "1", in(Duration.ofSeconds(1)));
    put("deleted", "1");
    delete("deleted");
    clock.advance(Duration.ofSeconds(1));
    assertThat(
            store.getAll(space, List.of(bytes("a"), bytes("a"), bytes("gone"), bytes("deleted"))))
        .containsExactly(Map.entry(bytes("a"), entry));
  }

  @Test
  void keysAndValuesOfAnyBytes() {
    List<Bytes> keys = new ArrayList<>();
    for (int size : new int[] {0, 1, 1023, 1024, 1025, 5000, 100_000}) {
      byte[] bytes = new byte[size];
      Arrays.fill(bytes, (byte) 0xFF);
      keys.add(Bytes.wrap(bytes));
    }
    byte[] sibling = new byte[5000];
    Arrays.fill(sibling, (byte) 0xFF);
    sibling[4999] = 0;
    keys.add(Bytes.wrap(sibling));
    byte[] shared = new byte[1025];
    Arrays.fill(shared, (byte) 7);
    keys.add(Bytes.copyOf(shared));
    shared[1024] = 8;
    keys.add(Bytes.copyOf(shared));
    for (Bytes key : keys) {
      commit(Mutation.Put.of(key, key));
    }
    for (Bytes key : keys) {
      Entry entry = store.get(space, key);
      assertThat(entry).isNotNull();
      assertThat(entry.key()).isEqualTo(key);
      assertThat(entry.value()).isEqualTo(key);
    }
    assertThat(store.getAll(space, keys)).containsOnlyKeys(keys);
    assertThat(scanAll()).extracting(Entry::key).containsExactlyInAnyOrderElementsOf(keys);
    for (Bytes key : keys) {
      assertThat(commit(Mutation.Delete.of(key)).before()).isNotNull();
      assertThat(store.get(space, key)).isNull();
    }
  }

  /** What means something to some database, its driver or a statement's text. */
  private static final List<String> MEANINGFUL =
      List.of(
          "\0",
          "a\0b",
          "\uD83D\uDE00",
          "'",
          "''",
          "\"",
          "`",
          "%",
          "a%",
          "_",
          "a_b",
          "?",
          "$1",
          ":a",
          "{entry}",
          "\\",
          "\\x00",
          "--",
          "/*",
          "NULL",
          "'; DROP TABLE entry; --",
          "$$; DELETE FROM entry; $$");

  @Test
  void textsThatMeanSomethingElsewhereAreStoredAsTheyAre() {
    for (String text : MEANINGFUL) {
      put(text, text);
    }
    put("aXb", "a_b is no pattern");
    for (String text : MEANINGFUL) {
      Entry entry = get(text);
      assertThat(entry).as(text).isNotNull();
      assertThat(entry.value()).isEqualTo(bytes(text));
    }
    assertThat(store.getAll(space, MEANINGFUL.stream().map(ContractCase::bytes).toList()))
        .hasSameSizeAs(MEANINGFUL);
    assertThat(scanAll(store, space, KeyRange.prefix(bytes("%")), 100))
        .extracting(Entry::key)
        .containsExactly(bytes("%"));
    assertThat(scanAll(store, space, KeyRange.prefix(bytes("a_")), 100))
        .extracting(Entry::key)
        .containsExactly(bytes("a_b"));
    assertThat(delete("%").before()).isNotNull();
    assertThat(store.count(space)).isEqualTo(MEANINGFUL.size());
  }

  @Test
  void namesThatMeanSomethingElsewhereAreKeptAsTheyAre() {
    List<SpaceName> names =
        MEANINGFUL.stream()
            .filter(text -> text.indexOf('\0') < 0)
            .map(text -> new SpaceName(text, text, text))
            .toList();
    for (SpaceName name : names) {
      Space named = store.openSpace(name, SpaceOptions.DEFAULT);
      store.commit(Batch.of(named, Mutation.Put.of(bytes("a"), bytes(name.namespace()))));
    }
    for (SpaceName name : names) {
      assertThat(store.space(name)).as("%s", name).map(SpaceState::name).contains(name);
      Entry entry = store.get(store.openSpace(name, SpaceOptions.DEFAULT), bytes("a"));
      assertThat(entry).as("%s", name).isNotNull();
      assertThat(entry.value()).isEqualTo(bytes(name.namespace()));
    }
  }

  @Test
  void aLargeValueComesBackWhole() {
    byte[] large = new byte[5 << 20];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i * 31 + (i >>> 8));
    }
    commit(Mutation.Put.of(bytes("large"), Bytes.copyOf(large)));
    Entry entry = get("large");
    assertThat(entry).isNotNull();
    assertThat(entry.value().toByteArray()).isEqualTo(large);
  }

  @Test
  void spacesAreApart() {
    Space scoped = store.openSpace(new SpaceName("user", "42", "contract"), SpaceOptions.DEFAULT);
    Space other = store.openSpace(SpaceName.global("Contract"), SpaceOptions.DEFAULT);
    Entry entry = put("a", "1");
    assertThat(store.get(scoped, bytes("a"))).isNull();
    assertThat(store.get(other, bytes("a"))).isNull();
    store.commit(Batch.of(scoped, Mutation.Put.of(bytes("a"), bytes("2"))));
    assertThat(get("a")).isEqualTo(entry);
    assertThat(store.openSpace(NAME, SpaceOptions.DEFAULT)).isEqualTo(space);
    assertThat(List.of(space.id(), scoped.id(), other.id())).doesNotHaveDuplicates();
  }

  @Test
  void theCountFollows() {
    Space other = store.openSpace(SpaceName.global("other"), SpaceOptions.DEFAULT);
    store.commit(Batch.of(other, Mutation.Put.of(bytes("x"), bytes("1"))));
    put("a", "1");
    put("a", "2");
    put("b", "1", in(Duration.ofSeconds(1)));
    put("c", "1");
    delete("c");
    clock.advance(Duration.ofSeconds(1));
    assertThat(store.count(space)).as("expired rows count until collected").isEqualTo(2);
    assertThat(store.count()).isEqualTo(3);
    store.reap(EVERYTHING);
    assertThat(store.count(space)).isEqualTo(1);
    put("c", "3");
    assertThat(store.count(space)).isEqualTo(2);
    store.clear(space, null);
    assertThat(store.count(space)).isZero();
    assertThat(store.count()).isEqualTo(1);
  }

  @Test
  void whatAnswersGiveIsWhatIsRead() {
    Entry created = put("a", "1", in(Duration.ofSeconds(9)));
    assertThat(scanAll()).containsExactly(created);
    assertThat(store.getAll(space, List.of(bytes("a")))).containsValue(created);
    assertThat(entriesOf(feed(store))).containsExactly(created);
  }

  @Test
  void mutationsThatCannotBeMadeAreRefusedWhole() {
    Mutation counter = Mutation.Put.of(bytes("b"), bytes(Counter.TAG, 1, 2, 3));
    assertThatThrownBy(
            () -> store.commit(Batch.of(space, Mutation.Put.of(bytes("a"), bytes("1")), counter)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("counter");
    assertThat(get("a")).isNull();
    assertThat(store.count()).isZero();
  }
}
