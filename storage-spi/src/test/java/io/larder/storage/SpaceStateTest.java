package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Merging the states of a space. */
class SpaceStateTest {

  private static final SpaceName NAME = SpaceName.global("s");

  @Provide
  Arbitrary<SpaceState> states() {
    Arbitrary<Long> few = Arbitraries.longs().between(0, 2);
    Arbitrary<Boolean> destroyed = Arbitraries.of(true, false);
    return Combinators.combine(few, few, few, few, destroyed)
        .as(
            (epoch, floor, clearedAt, origin, gone) ->
                new SpaceState(NAME, 1 + epoch, floor, clearedAt, origin, gone));
  }

  @Property
  void mergingIsCommutativeAssociativeAndIdempotent(
      @ForAll("states") SpaceState a,
      @ForAll("states") SpaceState b,
      @ForAll("states") SpaceState c) {
    assertThat(a.merge(b)).isEqualTo(b.merge(a));
    assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
    assertThat(a.merge(a)).isEqualTo(a);
    assertThat(a.merge(b).merge(b)).isEqualTo(a.merge(b));
  }

  @Property
  void theHigherEpochAndTheHigherFloorStand(
      @ForAll("states") SpaceState a, @ForAll("states") SpaceState b) {
    SpaceState merged = a.merge(b);
    assertThat(merged.epoch()).isEqualTo(Math.max(a.epoch(), b.epoch()));
    assertThat(merged.versionFloor()).isEqualTo(Math.max(a.versionFloor(), b.versionFloor()));
  }

  @Property
  void aClearThatIsKnownBeatsOneThatAnEntryImplied(@ForAll("states") SpaceState before) {
    SpaceState implied = before.raisedTo(before.epoch() + 1);
    SpaceState known = before.cleared(5, 7, false);
    assertThat(implied.merge(known)).isEqualTo(known);
  }
}
