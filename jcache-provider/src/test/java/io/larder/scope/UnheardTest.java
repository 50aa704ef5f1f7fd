package io.larder.scope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.scope.Unheard.News;
import io.larder.storage.Bytes;
import io.larder.storage.Commit;
import io.larder.storage.Entry;
import io.larder.storage.HybridClock;
import io.larder.storage.Mutation;
import io.larder.storage.Outcome;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceState;
import io.larder.storage.Stamp;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What others have changed and listeners were not told yet. */
class UnheardTest {

  private static final SpaceName SPACE = new SpaceName("user", "42", "cart");
  private static final Bytes KEY = Bytes.wrap("key".getBytes(UTF_8));
  private static final List<Mutation> MUTATIONS = List.of(Mutation.Put.of(KEY, KEY));

  private final Unheard unheard = new Unheard(3, 1_000);

  private static Entry entry(Bytes key, long version) {
    return new Entry(key, key, new Stamp(1, version, version, 7), Entry.NEVER, false);
  }

  private static Entry entry(long version) {
    return entry(KEY, version);
  }

  private static Entry tombstone(long version) {
    return new Entry(KEY, Bytes.EMPTY, new Stamp(1, version, version, 7), Entry.NEVER, true);
  }

  private static Commit commit(@Nullable Entry before, @Nullable Entry after) {
    return new Commit(true, List.of(new Outcome(true, before, after, null)));
  }

  private void commitOwn(@Nullable Entry before, @Nullable Entry after) {
    unheard.committing(SPACE, MUTATIONS);
    var unused = unheard.committed(SPACE, MUTATIONS, commit(before, after));
  }

  private static SpaceState state(long epoch, long clearedAtMillis) {
    return new SpaceState(SPACE, epoch, 0, HybridClock.at(clearedAtMillis), 7, false);
  }

  private List<String> taken() {
    return unheard.take().stream()
        .map(
            news ->
                news instanceof News.Changed change
                    ? "v" + change.entry().stamp().version()
                    : news.getClass().getSimpleName())
        .toList();
  }

  @Test
  void theLastStateIsToldWithTheFirstOldValue() {
    Supplier<String> old = () -> "old";
    assertThat(unheard.changed(SPACE, entry(2), old)).isTrue();
    assertThat(unheard.changed(SPACE, entry(4), () -> "later")).as("is due already").isFalse();
    assertThat(unheard.changed(SPACE, entry(3), null)).isFalse();

    List<News> news = unheard.take();

    assertThat(news).containsExactly(new News.Changed(SPACE, entry(4), old));
    assertThat(unheard.take()).isEmpty();
  }

  @Test
  void whatWeHaveDoneIsNoNews() {
    commitOwn(null, entry(5));
    unheard.changed(SPACE, entry(5), null);
    unheard.changed(SPACE, entry(Bytes.EMPTY, 1), null);
    assertThat(taken()).containsExactly("v1");
    commitOwn(entry(5), null);
    unheard.changed(SPACE, tombstone(6), null);
    assertThat(taken()).isEmpty();
    unheard.changed(SPACE, entry(7), null);
    assertThat(taken()).containsExactly("v7");
  }

  @Test
  void whatIsOlderThanOursIsNoNews() {
    unheard.changed(SPACE, entry(5), null);
    commitOwn(entry(5), entry(6));
    assertThat(taken()).isEmpty();
  }

  @Test
  void aKeyAtWorkWaitsUntilItsStateIsKnown() {
    unheard.committing(SPACE, MUTATIONS);
    unheard.changed(SPACE, entry(5), null);
    assertThat(taken()).isEmpty();
    assertThat(unheard.committed(SPACE, MUTATIONS, commit(null, entry(5)))).isTrue();
    assertThat(taken()).isEmpty();

    unheard.committing(SPACE, MUTATIONS);
    unheard.changed(SPACE, entry(7), null);
    assertThat(taken()).isEmpty();
    assertThat(unheard.committed(SPACE, MUTATIONS, null)).as("it failed").isTrue();
    assertThat(taken()).containsExactly("v7");
  }

  @Test
  void whatOthersHaveMadeOfAKeyWaitsForWhatWeHaveToTellOfIt() {
    commitOwn(null, entry(5));
    unheard.queued(SPACE, KEY);
    unheard.changed(SPACE, entry(6), null);
    assertThat(taken()).isEmpty();
    assertThat(unheard.told(SPACE, null, entry(5))).isTrue();
    assertThat(taken()).containsExactly("v6");
  }

  @Test
  void aLaterStateIsToldAgainAfterAnEarlierOneOfOurs() {
    commitOwn(null, entry(5));
    unheard.changed(SPACE, entry(6), null);
    assertThat(taken()).containsExactly("v6");
    unheard.queued(SPACE, KEY);
    assertThat(unheard.told(SPACE, null, entry(5))).isTrue();
    assertThat(taken()).containsExactly("v6");

    commitOwn(entry(6), entry(7));
    unheard.queued(SPACE, KEY);
    assertThat(unheard.told(SPACE, entry(6), entry(7))).isFalse();
    assertThat(taken()).isEmpty();
  }

  @Test
  void aClearTakesThePlaceOfWhatItRemoved() {
    unheard.changed(SPACE, entry(5), null);
    assertThat(unheard.changed(state(2, 2_000))).isFalse();
    assertThat(taken()).containsExactly("Cleared");
    assertThat(unheard.changed(state(2, 2_000))).as("told").isFalse();
    assertThat(unheard.changed(state(3, 2_000))).isTrue();
    unheard.cleared(SPACE, 3);
    assertThat(taken()).as("it was our own").isEmpty();
  }

  @Test
  void anOldClearIsNoNews() {
    assertThat(unheard.changed(state(2, 500))).isFalse();
    assertThat(unheard.changed(state(2, 500))).isFalse();
    assertThat(unheard.changed(state(3, 500))).isTrue();
    assertThat(taken()).containsExactly("Cleared");
  }

  @Test
  void tooManyAreMissed() {
    for (int i = 0; i < 4; i++) {
      unheard.changed(SPACE, entry(Bytes.wrap(new byte[] {(byte) i}), 1), null);
    }
    unheard.changed(SPACE, entry(9), null);
    assertThat(taken()).containsExactly("Missed", "v9");
    assertThat(unheard.missed()).isTrue();
    assertThat(taken()).containsExactly("Missed");
  }
}
