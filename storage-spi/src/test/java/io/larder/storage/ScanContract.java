package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Scans: order, ranges, prefixes and pages. */
abstract class ScanContract extends ContractCase {

  ScanContract(Supplier<StoreFixture> fixtures) {
    super(fixtures);
  }

  private void putKeys(List<Bytes> keys) {
    store.commit(
        Batch.of(space, keys.stream().map(key -> Mutation.Put.of(key, bytes("v"))).toList()));
  }

  private List<Bytes> keys(KeyRange range, int limit) {
    return scanAll(store, space, range, limit).stream().map(Entry::key).toList();
  }

  @Test
  void keysComeInUnsignedOrder() {
    List<Bytes> sorted =
        List.of(
            Bytes.EMPTY,
            bytes(0),
            bytes(0, 0),
            bytes(0, 255),
            bytes(1),
            bytes(127),
            bytes(127, 255),
            bytes(128),
            bytes(255),
            bytes(255, 0),
            bytes(255, 255));
    List<Bytes> shuffled = new ArrayList<>(sorted);
    Collections.shuffle(shuffled, new Random(7));
    putKeys(shuffled);
    for (int limit = 1; limit <= sorted.size() + 1; limit++) {
      assertThat(keys(KeyRange.ALL, limit)).as("limit %s", limit).isEqualTo(sorted);
    }
  }

  @Test
  void theFirstKeysOfRangesAreFound() {
    Bytes last = Bytes.wrap(new byte[2_000]); // long, and the same as another up to its end
    Bytes longer = Bytes.wrap(Arrays.copyOf(new byte[2_000], 2_001));
    putKeys(List.of(bytes("a.1"), bytes("a.2"), bytes("b"), bytes("c.1"), longer));
    store.commit(Batch.of(space, Mutation.Delete.of(bytes("c.1"))));
    KeyRange a = KeyRange.prefix(bytes("a."));
    KeyRange b = KeyRange.prefix(bytes("b."));
    KeyRange c = KeyRange.prefix(bytes("c."));
    KeyRange onlyLast = new KeyRange(last, longer);
    KeyRange both = new KeyRange(last, bytes("a"));
    KeyRange open = new KeyRange(bytes("b"), null);

    assertThat(store.firstKeys(space, List.of(a, b, c, onlyLast, both, open)))
        .containsOnly(
            Map.entry(a, bytes("a.1")), Map.entry(both, longer), Map.entry(open, bytes("b")));
    assertThat(store.firstKeys(space, List.of(b, c))).isEmpty();
    assertThat(store.firstKeys(space, List.of())).isEmpty();
    store.clear(space, null);
    assertThat(store.firstKeys(space, List.of(a, both, open))).isEmpty();
  }

  @Test
  void aRangeHasItsFirstKeyAndNotItsLast() {
    putKeys(List.of(bytes("a"), bytes("b"), bytes("c"), bytes("d")));
    assertThat(keys(new KeyRange(bytes("b"), bytes("d")), 1))
        .containsExactly(bytes("b"), bytes("c"));
    assertThat(keys(new KeyRange(bytes("b"), bytes("b")), 5)).isEmpty();
    assertThat(keys(new KeyRange(bytes("d"), bytes("a")), 5)).isEmpty();
    assertThat(keys(new KeyRange(bytes("bb"), null), 5)).containsExactly(bytes("c"), bytes("d"));
    assertThat(keys(new KeyRange(bytes("x"), null), 5)).isEmpty();
  }

  @Test
  void prefixesThatEndInTheHighestByte() {
    putKeys(List.of(bytes(1), bytes(1, 254), bytes(1, 255), bytes(1, 255, 0), bytes(1, 255, 255)));
    putKeys(List.of(bytes(2), bytes(255), bytes(255, 255, 9)));
    assertThat(keys(KeyRange.prefix(bytes(1, 255)), 2))
        .containsExactly(bytes(1, 255), bytes(1, 255, 0), bytes(1, 255, 255));
    assertThat(keys(KeyRange.prefix(bytes(255)), 1))
        .containsExactly(bytes(255), bytes(255, 255, 9));
    assertThat(keys(KeyRange.prefix(bytes(255, 255)), 1)).containsExactly(bytes(255, 255, 9));
    assertThat(keys(KeyRange.prefix(Bytes.EMPTY), 3)).hasSize(8);
  }

  @Test
  void onlyLiveEntriesOfTheSpaceAreSeen() {
    put("a", "1");
    put("b", "1");
    put("c", "1", in(Duration.ofSeconds(1)));
    delete("b");
    Space other = store.openSpace(SpaceName.global("other"), SpaceOptions.DEFAULT);
    store.commit(Batch.of(other, Mutation.Put.of(bytes("o"), bytes("1"))));
    clock.advance(Duration.ofSeconds(1));
    assertThat(scanAll()).extracting(Entry::key).containsExactly(bytes("a"));
    store.clear(space, null);
    assertThat(scanAll()).isEmpty();
  }

  @Test
  void manyRowsThatAreNotLiveDoNotEndAScan() {
    List<Bytes> keys = IntStream.range(0, 4000).mapToObj(i -> bytes("%05d".formatted(i))).toList();
    putKeys(keys);
    store.commit(Batch.of(space, keys.subList(5, 3995).stream().map(Mutation.Delete::of).toList()));
    assertThat(keys(KeyRange.ALL, 3)).hasSize(10).isSorted();
  }

  @Test
  void whatStandsAllAlongIsSeenOnceThoughOthersChange() {
    List<Bytes> standing =
        IntStream.range(0, 50).mapToObj(i -> bytes("k%03d".formatted(i))).toList();
    putKeys(standing);
    List<Bytes> seen = new ArrayList<>();
    Scan scan = Scan.of(space, KeyRange.ALL, 7);
    int round = 0;
    for (ScanPage page = store.scan(scan); ; page = store.scan(scan)) {
      page.entries().forEach(entry -> seen.add(entry.key()));
      put("a" + round, "new");
      put("k%03dx".formatted(round * 5), "new");
      put("k%03d".formatted(round * 3 % 50), "changed");
      delete("a" + (round - 1));
      round++;
      if (page.next() == null) {
        break;
      }
      scan = scan.after(page.next());
    }
    assertThat(seen).doesNotHaveDuplicates().containsAll(standing);
  }

  @Test
  void longKeysAreEachSeenOnceInWhateverPages() {
    List<Bytes> keys = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      byte[] key = new byte[1024 + i % 4 * 500];
      Arrays.fill(key, (byte) 'k');
      key[i < 6 ? 10 : 1000 + i] = (byte) i;
      keys.add(Bytes.wrap(key));
    }
    byte[] edge = new byte[1024];
    Arrays.fill(edge, (byte) 'k');
    keys.add(Bytes.wrap(edge));
    putKeys(keys);
    put("after", "1");
    put("z", "1");
    for (int limit = 1; limit < 6; limit++) {
      List<Bytes> seen = keys(KeyRange.prefix(bytes("kkkkk")), limit);
      assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(keys);
      assertThat(seen.subList(0, 6)).as("they differ early, so they are in order").isSorted();
    }
    Bytes longest = keys.get(7);
    assertThat(keys(KeyRange.prefix(longest), 2)).contains(longest);
    assertThat(keys(new KeyRange(bytes("l"), null), 2)).containsExactly(bytes("z"));
  }

  @Test
  void aPageOfNothingIsRefused() {
    assertThatThrownBy(() -> Scan.of(space, KeyRange.ALL, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
