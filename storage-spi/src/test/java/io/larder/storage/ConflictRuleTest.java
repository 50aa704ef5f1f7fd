package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The laws on which it rests that all nodes end equal. */
class ConflictRuleTest {

  private static final int TRIES = 5000;

  @Provide
  Arbitrary<Entry> states() {
    return EntryStates.any();
  }

  @Provide
  Arbitrary<Entry> counters() {
    return EntryStates.counters();
  }

  @Property(tries = TRIES)
  void theOrderOfTwoDoesNotMatter(@ForAll("states") Entry a, @ForAll("states") Entry b) {
    assertThat(ConflictRule.merge(a, b)).isEqualTo(ConflictRule.merge(b, a));
  }

  @Property(tries = 4 * TRIES)
  void theOrderOfThreeDoesNotMatter(
      @ForAll("states") Entry a, @ForAll("states") Entry b, @ForAll("states") Entry c) {
    assertThat(ConflictRule.merge(ConflictRule.merge(a, b), c))
        .isEqualTo(ConflictRule.merge(a, ConflictRule.merge(b, c)));
  }

  @Property(tries = TRIES)
  void countersAssociate(
      @ForAll("counters") Entry a, @ForAll("counters") Entry b, @ForAll("counters") Entry c) {
    assertThat(ConflictRule.merge(ConflictRule.merge(a, b), c))
        .isEqualTo(ConflictRule.merge(a, ConflictRule.merge(b, c)));
  }

  @Property(tries = TRIES)
  void repeatsDoNotMatter(@ForAll("states") Entry a, @ForAll("states") Entry b) {
    assertThat(ConflictRule.merge(a, a)).isEqualTo(a);
    Entry merged = ConflictRule.merge(a, b);
    assertThat(ConflictRule.merge(merged, a)).isEqualTo(merged);
    assertThat(ConflictRule.merge(merged, b)).isEqualTo(merged);
  }

  @Property(tries = TRIES)
  void whatStandsIsOneOfTheTwoUnlessTheyJoin(@ForAll("states") Entry a, @ForAll("states") Entry b) {
    Entry merged = ConflictRule.merge(a, b);
    if (!merged.equals(a) && !merged.equals(b)) {
      assertThat(Counter.of(a)).isNotNull();
      assertThat(Counter.of(b)).isNotNull();
    }
  }

  /** Else a reader who knows the stamp would take a joined counter for the one that it has read. */
  @Property(tries = TRIES)
  void aJoinedCounterBearsTheStampOfASideOnlyWithItsValue(
      @ForAll("counters") Entry a, @ForAll("counters") Entry b) {
    Entry merged = ConflictRule.merge(a, b);
    assumeThat(Counter.of(a).birth()).isEqualTo(Counter.of(b).birth());
    if (!merged.value().equals(a.value())) {
      assertThat(merged.stamp()).isNotEqualTo(a.stamp());
    }
    if (!merged.value().equals(b.value())) {
      assertThat(merged.stamp()).isNotEqualTo(b.stamp());
    }
  }

  @Property(tries = TRIES)
  void noConflictWithOneself(@ForAll("states") Entry a, @ForAll("states") Entry b) {
    assertThat(ConflictRule.isConflict(a, a)).isFalse();
    Entry sameOrigin =
        new Entry(
            b.key(),
            b.value(),
            new Stamp(
                b.stamp().epoch(), b.stamp().version(), b.stamp().timestamp(), a.stamp().origin()),
            b.expiresAt(),
            b.deleted());
    assertThat(ConflictRule.isConflict(a, sameOrigin)).isFalse();
  }
}
