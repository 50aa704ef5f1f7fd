package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Listing spaces: their order, of which scopes, pages, and the destroyed ones. */
abstract class SpacesContract extends ContractCase {

  SpacesContract(Supplier<StoreFixture> fixtures) {
    super(fixtures);
  }

  private void open(List<SpaceName> names) {
    names.forEach(name -> store.openSpace(name, SpaceOptions.DEFAULT));
  }

  /** The names of all pages, which are full but for the last. */
  private List<SpaceName> names(SpaceScan first) {
    List<SpaceName> names = new ArrayList<>();
    SpaceScan scan = first;
    while (true) {
      List<SpaceState> page = store.spaces(scan);
      page.forEach(state -> names.add(state.name()));
      assertThat(names).doesNotHaveDuplicates();
      if (page.size() < scan.limit()) {
        return names;
      }
      assertThat(page).hasSize(scan.limit());
      scan = scan.after(names.get(names.size() - 1));
    }
  }

  /** Not by UTF-16: there the smiley, of two surrogates, would come before U+FFFD. */
  @Test
  void namesComeInTheOrderOfTheirCodePoints() {
    List<SpaceName> sorted =
        List.of(
            SpaceName.global(""),
            SpaceName.global("A"),
            SpaceName.global("B"),
            SpaceName.global("a"),
            SpaceName.global("a\u0001"),
            SpaceName.global("a b"),
            SpaceName.global("a.b"),
            SpaceName.global("ab"),
            NAME,
            SpaceName.global("\u00e4"),
            SpaceName.global("\ufffd"),
            SpaceName.global("\ud83d\ude00"),
            SpaceName.global("\ud83d\ude01"),
            new SpaceName("team", "1", "z"),
            new SpaceName("team", "10", "a"),
            new SpaceName("team", "2", "a"),
            new SpaceName("team", "\ufffd", "a"),
            new SpaceName("team", "\ud83d\ude00", "a"),
            new SpaceName("team\u0001", "1", "a"),
            new SpaceName("teams", "1", "a"),
            new SpaceName("\ufffd", "1", "a"),
            new SpaceName("\ud83d\ude00", "1", "a"));
    List<SpaceName> shuffled = new ArrayList<>(sorted);
    Collections.shuffle(shuffled, new Random(7));
    open(shuffled);
    assertThat(sorted).isSorted();
    for (int limit = 1; limit <= sorted.size() + 1; limit++) {
      assertThat(names(SpaceScan.all(limit))).as("limit %s", limit).isEqualTo(sorted);
    }
  }

  @Test
  void onlyTheSpacesOfTheScopeOrTypeAreListed() {
    List<SpaceName> ofOne =
        List.of(new SpaceName("user", "1", "cart"), new SpaceName("user", "1", "orders"));
    List<SpaceName> ofOthers =
        List.of(new SpaceName("user", "1\u0001", "a"), new SpaceName("user", "10", "cart"));
    open(ofOne);
    open(ofOthers);
    open(List.of(new SpaceName("use", "1", "z"), new SpaceName("users", "1", "cart")));
    open(List.of(new SpaceName("user\u0001", "1", "cart"), new SpaceName("a", "1", "cart")));
    List<SpaceName> ofType = new ArrayList<>(ofOne);
    ofType.addAll(ofOthers);
    for (int limit = 1; limit < 6; limit++) {
      assertThat(names(SpaceScan.ofScope("user", "1", limit))).isEqualTo(ofOne);
      assertThat(names(SpaceScan.ofType("user", limit))).isEqualTo(ofType);
      assertThat(names(SpaceScan.ofScope("", "", limit))).containsExactly(NAME);
      assertThat(names(SpaceScan.ofType("", limit))).containsExactly(NAME);
    }
    assertThat(names(SpaceScan.ofScope("user", "2", 5))).isEmpty();
    assertThat(names(SpaceScan.ofType("nobody", 5))).isEmpty();
  }

  @Test
  void destroyedSpacesAreLeftOutUnlessAskedFor() {
    SpaceName first = new SpaceName("user", "1", "a");
    SpaceName second = new SpaceName("user", "1", "b");
    SpaceName third = new SpaceName("user", "1", "c");
    open(List.of(first, second, third));
    store.destroy(second, null);
    SpaceScan scan = SpaceScan.ofScope("user", "1", 2);
    assertThat(names(scan)).containsExactly(first, third);
    assertThat(names(scan.includingDestroyed())).containsExactly(first, second, third);
    assertThat(store.spaces(scan.includingDestroyed().after(first)))
        .containsExactly(store.space(second).orElseThrow(), store.space(third).orElseThrow())
        .extracting(SpaceState::destroyed)
        .containsExactly(true, false);
    open(List.of(second));
    assertThat(names(scan)).containsExactly(first, second, third);
  }

  /** A page tells the end by being short, so what it leaves out must not make it so. */
  @Test
  void manyDestroyedSpacesDoNotEndAScan() {
    List<SpaceName> names =
        IntStream.range(0, 60)
            .mapToObj(i -> new SpaceName("user", "1", "n%02d".formatted(i)))
            .toList();
    open(names);
    names.subList(1, 59).forEach(name -> store.destroy(name, null));
    assertThat(names(SpaceScan.ofScope("user", "1", 1)))
        .containsExactly(names.get(0), names.get(59));
  }

  @Test
  void aPageFollowsANameOfWhichThereIsNoSpace() {
    SpaceName last = new SpaceName("user", "1", "c");
    open(List.of(new SpaceName("user", "1", "a"), last));
    SpaceName gone = new SpaceName("user", "1", "b");
    assertThat(names(SpaceScan.all(5).after(gone))).containsExactly(last);
  }

  @Test
  void aPageOfNothingAndAScopeThatIsNoneAreRefused() {
    assertThatThrownBy(() -> SpaceScan.all(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SpaceScan.ofScope("user", "", 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SpaceScan(null, "1", null, 1, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("type");
    assertThatThrownBy(
            () -> SpaceScan.ofScope("user", "1", 1).after(new SpaceName("user", "2", "a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("user:2/a")
        .hasMessageContaining("user:1");
  }
}
