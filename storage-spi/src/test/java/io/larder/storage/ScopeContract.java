package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Destroying all that a scope owns. */
abstract class ScopeContract extends ContractCase {

  private static final SpaceName CART = new SpaceName("user", "1", "cart");
  private static final SpaceName ORDERS = new SpaceName("user", "1", "orders");
  private static final List<SpaceName> OTHERS =
      List.of(
          NAME,
          SpaceName.global("user"),
          new SpaceName("user", "10", "cart"),
          new SpaceName("user", "1\u0001", "cart"),
          new SpaceName("users", "1", "cart"));

  ScopeContract(Supplier<StoreFixture> fixtures) {
    super(fixtures);
  }

  private Space fill(SpaceName name) {
    Space filled = store.openSpace(name, SpaceOptions.DEFAULT);
    store.commit(Batch.of(filled, Mutation.Put.of(bytes("k"), bytes("v"))));
    return filled;
  }

  @Test
  void allSpacesOfTheScopeAreDestroyedAndNoOthers() {
    Space cart = fill(CART);
    fill(ORDERS);
    OTHERS.forEach(this::fill);
    assertThat(store.destroyScope("user", "1", null)).isEqualTo(2);
    assertThat(store.get(cart, bytes("k"))).isNull();
    for (SpaceName name : List.of(CART, ORDERS)) {
      SpaceState state = store.space(name).orElseThrow();
      assertThat(state.destroyed()).isTrue();
      assertThat(state.epoch()).isEqualTo(2);
      assertThat(state.origin()).isEqualTo(store.identity().origin());
      assertThat(HybridClock.millis(state.clearedAt())).isEqualTo(clock.millis());
    }
    assertThat(store.spaces(SpaceScan.all(10)))
        .extracting(SpaceState::name)
        .containsExactlyInAnyOrderElementsOf(OTHERS);
    assertThat(store.count()).isEqualTo(OTHERS.size());
    while (store.reap(EVERYTHING).more()) {
      assertThat(store.count()).isEqualTo(OTHERS.size());
    }
    assertThat(entriesOf(feed(store))).hasSize(OTHERS.size());
  }

  @Test
  void onlySpacesThatWereNotDestroyedYetCount() {
    fill(CART);
    fill(ORDERS);
    store.destroy(CART, null);
    SpaceState before = store.space(CART).orElseThrow();
    assertThat(store.destroyScope("user", "1", null)).isEqualTo(1);
    assertThat(store.space(CART)).contains(before);
    assertThat(store.destroyScope("user", "1", null)).isZero();
    assertThat(store.destroyScope("nobody", "1", null)).isZero();
    Space again = fill(CART);
    assertThat(store.destroyScope("user", "1", null)).isEqualTo(1);
    assertThat(store.get(again, bytes("k"))).isNull();
  }

  @Test
  void allButTheSourceAreToldOfEachSpace() {
    fill(CART);
    fill(ORDERS);
    ToldListener source = new ToldListener();
    Subscription mine = store.subscribe(source);
    ToldListener other = new ToldListener();
    store.subscribe(other);
    store.destroyScope("user", "1", mine);
    assertThat(source.changes).isEmpty();
    assertThat(other.changes)
        .hasSize(2)
        .isEqualTo(feed(store))
        .allSatisfy(change -> assertThat(((Change.OfSpace) change).state().destroyed()).isTrue())
        .extracting(Change::space)
        .containsExactlyInAnyOrder(CART, ORDERS);
  }

  @Test
  void aPeerHearsOfIt() {
    fill(CART);
    fill(ORDERS);
    Store peer = open(newFixture());
    peer.merge(feed(store), null);
    assertThat(peer.count()).isEqualTo(2);
    store.destroyScope("user", "1", null);
    peer.merge(feed(store), null);
    assertThat(peer.count()).isZero();
    assertThat(peer.space(ORDERS)).isEqualTo(store.space(ORDERS));
  }

  @Test
  void itsSpacesAreOpenedAnewAndEmpty() {
    Space cart = fill(CART);
    store.destroyScope("user", "1", null);
    assertThat(store.openSpace(CART, SpaceOptions.DEFAULT)).isEqualTo(cart);
    assertThat(store.space(CART).orElseThrow().destroyed()).isFalse();
    assertThat(scanAll(store, cart, KeyRange.ALL, 10)).isEmpty();
  }

  @Test
  void theGlobalScopeAndWhatIsNoScopeAreRefused() {
    Entry entry = put("a", "1");
    assertThatThrownBy(() -> store.destroyScope("", "", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("global");
    assertThatThrownBy(() -> store.destroyScope("user", "", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("user");
    assertThat(get("a")).isEqualTo(entry);
  }

  /** They share transactions: a space that another has just made, or destroyed, is seen. */
  @Test
  void whoeverOpensAndDestroysAtOnceFindsEachSpaceDestroyedOnce() throws Exception {
    List<Integer> counts =
        together(
            4,
            () -> {
              int destroyed = 0;
              for (int i = 0; i < 25; i++) {
                store.openSpace(CART, SpaceOptions.DEFAULT);
                destroyed += store.destroyScope("user", "1", null);
              }
              return destroyed;
            });
    int destroyed = counts.stream().mapToInt(Integer::intValue).sum();
    SpaceState state = store.space(CART).orElseThrow();
    assertThat(state.destroyed()).isTrue();
    assertThat(state.epoch()).as("each but the first opening, too").isEqualTo(2L * destroyed);
  }
}
