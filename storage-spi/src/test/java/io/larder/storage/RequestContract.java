package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Batches that bear a request id are made once, however often they are sent. */
abstract class RequestContract extends ContractCase {

  private static final RequestId ID = new RequestId("client", 1);

  RequestContract(Supplier<StoreFixture> fixtures) {
    super(fixtures);
  }

  private Batch increment(RequestId id) {
    Mutation add =
        new Mutation.Add(bytes("n"), BigDecimal.ONE, Entry.NEVER, Entry.KEEP, Condition.NONE);
    return Batch.of(space, add, Mutation.Put.of(bytes("p"), bytes("v"))).as(id);
  }

  private BigDecimal total() {
    return Counter.of(get("n")).total();
  }

  @Test
  void theSameRequestGetsTheSameAnswer() {
    Commit first = store.commit(increment(ID));
    put("p", "changed since");
    List<Change> feed = feed(store);
    assertThat(store.commit(increment(ID))).isEqualTo(first);
    assertThat(total()).isEqualByComparingTo("1");
    assertThat(feed(store)).isEqualTo(feed);
  }

  @Test
  void otherRequestsAreMade() {
    store.commit(increment(ID));
    store.commit(increment(new RequestId("client", 2)));
    store.commit(increment(new RequestId("another", 1)));
    assertThat(total()).isEqualByComparingTo("3");
  }

  @Test
  void aRejectionIsAnAnswerToo() {
    put("a", "1");
    Batch batch =
        Batch.of(
                space,
                new Mutation.Put(
                    bytes("a"), bytes("2"), Entry.NEVER, Entry.NEVER, Condition.ABSENT))
            .as(ID);
    Commit first = store.commit(batch);
    assertThat(first.applied()).isFalse();
    delete("a");
    assertThat(store.commit(batch)).isEqualTo(first);
    assertThat(get("a")).isNull();
  }

  @Test
  void theAnswerIsKeptForTheWindow() {
    store.commit(increment(ID));
    clock.advance(Store.REQUEST_WINDOW.minusMillis(1));
    store.reap(EVERYTHING);
    store.commit(increment(ID));
    assertThat(total()).isEqualByComparingTo("1");
    clock.advance(Duration.ofMillis(1));
    store.reap(EVERYTHING);
    store.commit(increment(ID));
    assertThat(total()).as("forgotten by now").isEqualByComparingTo("2");
  }

  @Test
  void sentByManyAtOnceItIsMadeOnce() throws Exception {
    List<Commit> answers = together(8, () -> store.commit(increment(ID)));
    assertThat(answers).containsOnly(answers.get(0));
    assertThat(total()).isEqualByComparingTo("1");
  }

  @Test
  void aDurableStoreRemembersAnswers() {
    assumeTrue(store.capabilities().contains(Capability.DURABLE));
    Commit first = store.commit(increment(ID));
    store.close();
    store = open(fixture);
    assertThat(store.commit(increment(ID))).isEqualTo(first);
    assertThat(total()).isEqualByComparingTo("1");
  }
}
