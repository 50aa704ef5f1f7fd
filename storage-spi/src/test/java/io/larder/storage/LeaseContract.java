package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Leases and the batches that they fence. */
abstract class LeaseContract extends ContractCase {

  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  LeaseContract(Supplier<StoreFixture> fixtures) {
    super(fixtures);
  }

  @BeforeEach
  void requireLeases() {
    assumeTrue(store.capabilities().contains(Capability.LEASES));
  }

  private Lease acquire(String name, String owner) {
    return store.leases().tryAcquire(name, owner, TEN_SECONDS).orElseThrow();
  }

  @Test
  void aLeaseHasOneHolder() {
    Lease lease = acquire("l", "me");
    assertThat(lease.name()).isEqualTo("l");
    assertThat(lease.owner()).isEqualTo("me");
    assertThat(lease.expiresAt()).isEqualTo(in(TEN_SECONDS));
    assertThat(store.leases().tryAcquire("l", "you", TEN_SECONDS)).isEmpty();
    assertThat(store.leases().tryAcquire("l", "me", TEN_SECONDS)).as("not re-entrant").isEmpty();
    assertThat(store.leases().find("l")).contains(lease);
    assertThat(store.leases().find("other")).isEmpty();
    assertThat(store.leases().tryAcquire("other", "you", TEN_SECONDS)).isPresent();
  }

  @Test
  void aReleasedLeaseCanBeTaken() {
    Lease lease = acquire("l", "me");
    assertThat(store.leases().release(lease)).isTrue();
    assertThat(store.leases().release(lease)).isFalse();
    assertThat(store.leases().find("l")).isEmpty();
    Lease next = acquire("l", "you");
    assertThat(store.leases().release(lease)).as("it is another's now").isFalse();
    assertThat(store.leases().find("l")).contains(next);
  }

  @Test
  void aLeaseEndsByTheStoresClock() {
    Lease lease = acquire("l", "me");
    clock.advance(TEN_SECONDS.minusMillis(1));
    assertThat(store.leases().tryAcquire("l", "you", TEN_SECONDS)).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(store.leases().find("l")).isEmpty();
    assertThat(store.leases().renew(List.of(lease), TEN_SECONDS)).isEmpty();
    assertThat(store.leases().release(lease)).isFalse();
    assertThat(store.leases().tryAcquire("l", "you", TEN_SECONDS)).isPresent();
  }

  @Test
  void aClockThatIsSetBackExcludesNobodyForLongerThanALength() {
    Lease crashed = acquire("l", "me");
    clock.advance(Duration.ofHours(-1));
    assertThat(store.leases().tryAcquire("l", "you", TEN_SECONDS)).isEmpty();
    clock.advance(TEN_SECONDS.minusMillis(1));
    assertThat(store.leases().tryAcquire("l", "you", TEN_SECONDS)).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(store.leases().tryAcquire("l", "you", TEN_SECONDS))
        .hasValueSatisfying(next -> assertThat(next.token()).isGreaterThan(crashed.token()));
  }

  @Test
  void whoOnlyLooksSeesALeaseEndAfterTheClockWasSetBack() {
    Lease lease = acquire("l", "me");
    Duration minute = Duration.ofMinutes(1);
    assertThat(store.leases().renew(List.of(lease), minute)).hasSize(1);
    clock.advance(Duration.ofHours(-1));
    assertThat(store.leases().find("l"))
        .hasValueSatisfying(found -> assertThat(found.expiresAt()).isEqualTo(in(minute)));
    clock.advance(minute.minusMillis(1));
    assertThat(store.leases().find("l")).isPresent();
    clock.advance(Duration.ofMillis(1));
    assertThat(store.leases().find("l")).isEmpty();
  }

  @Test
  void aHolderKeepsItsLeaseWhenTheClockIsSetBack() {
    Lease lease = acquire("l", "me");
    Batch batch = Batch.of(space, Mutation.Put.of(bytes("a"), bytes("1"))).fencedBy(lease.fence());
    clock.advance(Duration.ofHours(-1));
    assertThat(store.commit(batch).applied()).isTrue();
    clock.advance(Duration.ofSeconds(5));
    assertThat(store.leases().renew(List.of(lease), TEN_SECONDS))
        .singleElement()
        .satisfies(renewed -> assertThat(renewed.expiresAt()).isEqualTo(in(TEN_SECONDS)));
    assertThat(store.leases().release(lease)).isTrue();
    assertThat(store.leases().find("l")).isEmpty();
  }

  @Test
  void manyLeasesAreRenewedAtOnce() {
    Lease a = acquire("a", "me");
    Lease b = acquire("b", "me");
    Lease lost = acquire("lost", "me");
    store.leases().release(lost);
    acquire("lost", "you");
    clock.advance(Duration.ofSeconds(5));
    List<Lease> renewed = store.leases().renew(List.of(a, lost, b), TEN_SECONDS);
    assertThat(renewed).extracting(Lease::name).containsExactlyInAnyOrder("a", "b");
    assertThat(renewed).extracting(Lease::expiresAt).containsOnly(in(TEN_SECONDS));
    assertThat(renewed).extracting(Lease::token).containsExactlyInAnyOrder(a.token(), b.token());
    clock.advance(Duration.ofSeconds(9));
    assertThat(store.leases().find("a")).isPresent();
    assertThat(store.leases().find("lost")).isEmpty();
    assertThat(store.leases().renew(List.of(), TEN_SECONDS)).isEmpty();
  }

  @Test
  void tokensIncreaseAndNeverRepeat() {
    List<LeaseToken> tokens = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Lease released = acquire("a", "me");
      tokens.add(released.token());
      store.leases().release(released);
      tokens.add(acquire("b" + i, "me").token());
      tokens.add(acquire("expires", "me").token());
      clock.advance(TEN_SECONDS);
    }
    if (store.capabilities().contains(Capability.DURABLE)) {
      store.close();
      store = open(fixture);
      tokens.add(acquire("a", "me").token());
    }
    assertThat(tokens).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void ofRacersOneHolds() throws Exception {
    AtomicInteger names = new AtomicInteger();
    List<Optional<Lease>> taken =
        together(
            8, () -> store.leases().tryAcquire("l", "me" + names.incrementAndGet(), TEN_SECONDS));
    assertThat(taken).filteredOn(Optional::isPresent).hasSize(1);
  }

  @Test
  void anotherOpenerIsExcluded() {
    Store other = open(fixture);
    Lease lease = acquire("l", "me");
    assertThat(other.leases().tryAcquire("l", "you", TEN_SECONDS)).isEmpty();
    assertThat(other.leases().find("l")).contains(lease);
  }

  @Test
  void aLengthIsPositive() {
    assertRefused(Duration.ZERO);
    assertRefused(Duration.ofNanos(-1));
    assertRefused(Duration.ofSeconds(-1));
    assertRefused(Duration.ofSeconds(Long.MIN_VALUE));
    assertThat(store.leases().tryAcquire("l", "me", Duration.ofNanos(1)))
        .hasValueSatisfying(
            lease -> assertThat(lease.expiresAt()).isEqualTo(in(Duration.ofMillis(1))));
  }

  @Test
  void aLengthHasABound() {
    assertRefused(Leases.MAXIMUM_LENGTH.plusNanos(1));
    assertRefused(Duration.ofMillis(Long.MAX_VALUE));
    assertRefused(ChronoUnit.FOREVER.getDuration());
    Lease lease = store.leases().tryAcquire("l", "me", Leases.MAXIMUM_LENGTH).orElseThrow();
    assertThat(lease.expiresAt()).isEqualTo(in(Leases.MAXIMUM_LENGTH));
    assertThat(store.leases().tryAcquire("l", "you", Leases.MAXIMUM_LENGTH)).isEmpty();
    assertThat(store.leases().renew(List.of(lease), Leases.MAXIMUM_LENGTH)).containsExactly(lease);
  }

  /** Neither taken nor renewed for so long, and nothing changes. */
  private void assertRefused(Duration length) {
    assertThatThrownBy(() -> store.leases().tryAcquire("wanted", "me", length))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "'wanted'", length.toString(), Leases.MAXIMUM_LENGTH.toDays() + " days");
    assertThat(store.leases().find("wanted")).isEmpty();
    Lease one = acquire("one", "me");
    Lease other = acquire("other", "me");
    assertThatThrownBy(() -> store.leases().renew(List.of(one, other), length))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'one'", "'other'", length.toString());
    assertThat(store.leases().find("one")).contains(one);
    assertThat(store.leases().release(one)).isTrue();
    assertThat(store.leases().release(other)).isTrue();
  }

  @Test
  void aFencedBatchIsMadeWhileTheLeaseStands() {
    Lease lease = acquire("l", "me");
    Batch batch = Batch.of(space, Mutation.Put.of(bytes("a"), bytes("1"))).fencedBy(lease.fence());
    assertThat(store.commit(batch).applied()).isTrue();
    store.leases().renew(List.of(lease), TEN_SECONDS);
    assertThat(store.commit(batch).applied()).isTrue();
  }

  @Test
  void aFencedBatchOfALostLeaseIsRefused() {
    Lease lease = acquire("l", "me");
    Batch batch = Batch.of(space, Mutation.Put.of(bytes("a"), bytes("1"))).fencedBy(lease.fence());
    clock.advance(TEN_SECONDS);
    assertThatThrownBy(() -> store.commit(batch)).isInstanceOf(StaleFenceException.class);
    Lease next = acquire("l", "you");
    assertThatThrownBy(() -> store.commit(batch))
        .isInstanceOf(StaleFenceException.class)
        .hasMessageContaining("you")
        .hasMessageContaining(next.token().toString());
    store.leases().release(next);
    assertThatThrownBy(() -> store.commit(batch)).isInstanceOf(StaleFenceException.class);
    assertThat(get("a")).isNull();
    assertThat(feed(store)).isEmpty();
  }
}
