package io.larder.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Conditions, decided by the store, for one key and for whole batches. */
abstract class ConditionContract extends ContractCase {

  ConditionContract(Supplier<StoreFixture> fixtures) {
    super(fixtures);
  }

  private Outcome putIf(String key, String value, Condition condition) {
    return commit(new Mutation.Put(bytes(key), bytes(value), Entry.NEVER, Entry.NEVER, condition));
  }

  @Test
  void absentHoldsWhereNothingLiveStands() {
    assertThat(putIf("a", "1", Condition.ABSENT).held()).isTrue();
    Entry standing = get("a");
    Outcome refused = putIf("a", "2", Condition.ABSENT);
    assertThat(refused.held()).isFalse();
    assertThat(refused.before()).isEqualTo(standing);
    assertThat(get("a")).isEqualTo(standing);
    delete("a");
    assertThat(putIf("a", "3", Condition.ABSENT).held()).as("a tombstone is absent").isTrue();
    put("e", "1", in(Duration.ofSeconds(1)));
    assertThat(putIf("e", "2", Condition.ABSENT).held()).isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(putIf("e", "2", Condition.ABSENT).held()).as("an expired entry is absent").isTrue();
  }

  @Test
  void exactStampHoldsForThatStateOnly() {
    Entry first = put("a", "1");
    Outcome second = putIf("a", "2", Condition.stamp(first.stamp()));
    assertThat(second.held()).isTrue();
    Outcome refused = putIf("a", "3", Condition.stamp(first.stamp()));
    assertThat(refused.held()).isFalse();
    assertThat(refused.before()).isEqualTo(second.after());
    Stamp standing = first.stamp();
    Outcome other = putIf("b", "1", Condition.stamp(standing));
    assertThat(other.held()).isFalse();
    assertThat(other.before()).as("nothing stood in the way").isNull();
  }

  @Test
  void anExpiredStateHoldsNoCondition() {
    Entry entry = put("a", "1", in(Duration.ofSeconds(1)));
    clock.advance(Duration.ofSeconds(1));
    Outcome refused = putIf("a", "2", Condition.stamp(entry.stamp()));
    assertThat(refused.held()).isFalse();
    assertThat(refused.before()).isNull();
  }

  @Test
  void aTouchedStateIsTheSameState() {
    Entry entry = put("a", "1");
    commit(new Mutation.Touch(bytes("a"), entry.stamp(), in(Duration.ofSeconds(5))));
    assertThat(putIf("a", "2", Condition.stamp(entry.stamp())).held()).isTrue();
  }

  @Test
  void deletesHaveConditionsToo() {
    Entry entry = put("a", "1");
    put("a", "2");
    assertThat(commit(new Mutation.Delete(bytes("a"), Condition.stamp(entry.stamp()))).held())
        .isFalse();
    Entry standing = get("a");
    assertThat(standing).isNotNull();
    assertThat(commit(new Mutation.Delete(bytes("a"), Condition.stamp(standing.stamp()))).held())
        .isTrue();
    assertThat(commit(new Mutation.Delete(bytes("a"), Condition.ABSENT)).held()).isTrue();
    put("b", "1");
    assertThat(commit(new Mutation.Delete(bytes("b"), Condition.ABSENT)).held()).isFalse();
  }

  @Test
  void aVersionThatReturnsAfterAClearIsAnotherState() {
    Entry first = put("a", "1");
    store.clear(space, null);
    Entry again = put("a", "1");
    assertThat(again.stamp().version()).isEqualTo(first.stamp().version());
    assertThat(putIf("a", "2", Condition.stamp(first.stamp())).held()).isFalse();
    assertThat(get("a")).isEqualTo(again);
  }

  @Test
  void oneFailedConditionRejectsTheWholeBatch() {
    Entry standing = put("b", "1");
    List<Change> before = feed(store);
    Commit commit =
        store.commit(
            Batch.of(
                space,
                Mutation.Put.of(bytes("a"), bytes("1")),
                new Mutation.Put(
                    bytes("b"), bytes("2"), Entry.NEVER, Entry.NEVER, Condition.ABSENT),
                Mutation.Delete.of(bytes("b"))));
    assertThat(commit.applied()).isFalse();
    assertThat(commit.outcomes()).extracting(Outcome::held).containsExactly(true, false, true);
    assertThat(commit.outcomes().get(1).before()).isEqualTo(standing);
    assertThat(get("a")).isNull();
    assertThat(get("b")).isEqualTo(standing);
    assertThat(feed(store)).isEqualTo(before);
    assertThat(store.count()).isEqualTo(1);
  }

  @Test
  void ofRacingPutsIfAbsentOneWins() throws Exception {
    for (int round = 0; round < 20; round++) {
      String key = "race" + round;
      AtomicInteger names = new AtomicInteger();
      List<Outcome> outcomes =
          together(8, () -> putIf(key, "by " + names.incrementAndGet(), Condition.ABSENT));
      assertThat(outcomes).filteredOn(Outcome::held).hasSize(1);
      Entry standing = get(key);
      assertThat(outcomes)
          .filteredOn(outcome -> !outcome.held())
          .extracting(Outcome::before)
          .containsOnly(standing);
    }
  }

  @Test
  void incrementsOnTheExactStampLoseNothing() throws Exception {
    int threads = 8;
    int each = 100;
    put("n", "0");
    together(
        threads,
        () -> {
          for (int done = 0; done < each; ) {
            Entry standing = get("n");
            assertThat(standing).isNotNull();
            int next = Integer.parseInt(new String(standing.value().toByteArray(), UTF_8)) + 1;
            if (putIf("n", "" + next, Condition.stamp(standing.stamp())).held()) {
              done++;
            }
          }
          return null;
        });
    Entry end = get("n");
    assertThat(end).isNotNull();
    assertThat(end.value()).isEqualTo(bytes("" + threads * each));
    assertThat(end.stamp().version()).isEqualTo(threads * each + 1);
  }
}
