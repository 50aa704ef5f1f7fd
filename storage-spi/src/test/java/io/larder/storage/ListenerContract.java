package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is told of what, and when. */
abstract class ListenerContract extends ContractCase {

  private final ToldListener listener = new ToldListener();
  private Subscription subscription;

  ListenerContract(Supplier<StoreFixture> fixtures) {
    super(fixtures);
  }

  @BeforeEach
  void subscribe() {
    subscription = store.subscribe(listener);
  }

  private static Batch put(Space space, String key) {
    return Batch.of(space, Mutation.Put.of(bytes(key), bytes("v")));
  }

  @Test
  void allButTheSourceAreToldBeforeTheCallReturns() {
    ToldListener source = new ToldListener();
    Subscription mine = store.subscribe(source);
    Entry after = store.commit(put(space, "a").from(mine)).single().after();
    assertThat(entriesOf(listener.changes)).containsExactly(after);
    assertThat(listener.changes).isEqualTo(feed(store));
    assertThat(source.changes).isEmpty();
    store.commit(put(space, "b"));
    assertThat(listener.changes).hasSize(2);
    assertThat(source.changes).hasSize(1);
  }

  @Test
  void otherOpenersAreToldAtOnce() {
    Store other = open(fixture);
    ToldListener there = new ToldListener();
    Subscription theirs = other.subscribe(there);
    store.commit(put(space, "a"));
    assertThat(there.changes).hasSize(1);
    other.commit(put(other.openSpace(NAME, SpaceOptions.DEFAULT), "b").from(theirs));
    assertThat(listener.changes).hasSize(2);
    assertThat(there.changes).hasSize(1);
    other.close();
    store.commit(put(space, "c"));
    assertThat(there.changes).as("closed with its opener").hasSize(1);
  }

  @Test
  void clearsAreTold() {
    store.clear(space, subscription);
    store.destroy(NAME, subscription);
    assertThat(listener.changes).isEmpty();
    store.clear(space, null);
    assertThat(listener.changes).hasSize(1).isEqualTo(feed(store));
    store.destroy(NAME, null);
    assertThat(((Change.OfSpace) listener.changes.get(1)).state().destroyed()).isTrue();
  }

  @Test
  void deletesAndTouchesAreTold() {
    Entry entry = put("a", "1");
    commit(new Mutation.Touch(bytes("a"), entry.stamp(), in(Duration.ofSeconds(5))));
    delete("a");
    assertThat(entriesOf(listener.changes)).hasSize(3);
    assertThat(entriesOf(listener.changes).get(1).stamp()).isEqualTo(entry.stamp());
    assertThat(entriesOf(listener.changes).get(2).deleted()).isTrue();
  }

  @Test
  void whatChangesNothingIsNotTold() {
    delete("a");
    Entry entry = put("a", "1");
    listener.changes.clear();
    commit(new Mutation.Touch(bytes("a"), entry.stamp(), entry.expiresAt()));
    commit(new Mutation.Put(bytes("a"), bytes("2"), 1, 1, Condition.ABSENT));
    store.merge(feed(store), null);
    assertThat(listener.changes).isEmpty();
  }

  @Test
  void mergedRowsAreTold() {
    Store peer = open(newFixture());
    peer.commit(put(peer.openSpace(NAME, SpaceOptions.DEFAULT), "a"));
    store.merge(feed(peer), null);
    assertThat(entriesOf(listener.changes)).containsExactly(get("a"));
  }

  @Test
  void collectedExpiriesAreToldOnce() {
    Entry entry = put("a", "1", in(Duration.ofSeconds(1)));
    put("replaced", "1", in(Duration.ofSeconds(1)));
    put("cleared", "1", in(Duration.ofSeconds(1)));
    clock.advance(Duration.ofSeconds(1));
    put("replaced", "2");
    assertThat(listener.expired).as("told to who replaced it").isEmpty();
    store.reap(EVERYTHING);
    store.reap(EVERYTHING);
    assertThat(listener.expired).hasSize(2).contains(entry);
    assertThat(listener.spaces).containsOnly(space);
  }

  @Test
  void deadRowsDoNotExpire() {
    put("a", "1", in(Duration.ofSeconds(1)));
    store.clear(space, null);
    clock.advance(Duration.ofSeconds(1));
    store.reap(EVERYTHING);
    assertThat(listener.expired).isEmpty();
  }

  @Test
  void aClosedSubscriptionIsNotTold() {
    subscription.close();
    subscription.close();
    put("a", "1");
    assertThat(listener.changes).isEmpty();
  }

  @Test
  void aListenerThatThrowsHarmsNobody() {
    store.subscribe(
        new StoreListener() {
          @Override
          public void changed(List<Change> changes) {
            throw new AssertionError("a listener's fault, planted by a test");
          }

          @Override
          public void gap() {}

          @Override
          public void expired(Space space, List<Entry> entries) {
            throw new IllegalStateException("a listener's fault, planted by a test");
          }

          @Override
          public void evicted(Space space, List<Entry> entries) {}
        });
    ToldListener last = new ToldListener();
    store.subscribe(last);
    put("a", "1", in(Duration.ofSeconds(1)));
    clock.advance(Duration.ofSeconds(1));
    store.reap(EVERYTHING);
    assertThat(last.changes).hasSize(1);
    assertThat(last.expired).hasSize(1);
    assertThat(put("b", "1")).isEqualTo(get("b"));
  }
}
