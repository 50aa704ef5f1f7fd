package io.larder.engine;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.Entry;
import io.larder.storage.KeyRange;
import io.larder.storage.Scan;
import io.larder.storage.Space;
import io.larder.storage.SpaceOptions;
import io.larder.storage.Store;
import java.util.List;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When entries expire, in memory and in the store. */
class EngineExpiryTest {

  private static final long MINUTE = MINUTES.toMillis(1);

  private final EngineFixture fixture = new EngineFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private static long expiryInStore(StoreSession session) {
    Store store = session.store();
    Space space = store.openSpace(EngineFixture.SPACE, SpaceOptions.DEFAULT);
    List<Entry> entries = store.scan(Scan.of(space, KeyRange.ALL, 10)).entries();
    return entries.isEmpty() ? 0 : entries.get(0).expiresAt();
  }

  @Test
  void anEntryIsGoneAtTheVeryInstant() {
    fixture.expiry = new CreatedExpiryPolicy(new Duration(MINUTES, 1));
    Engine<String, Object> engine = fixture.engine();
    engine.put("k", "v");
    fixture.clock.addAndGet(MINUTE - 1);
    engine.put("k", "updated");
    assertThat(engine.get("k")).isEqualTo("updated");
    fixture.clock.addAndGet(1);
    assertThat(engine.get("k")).isNull();
    assertThat(engine.containsKey("k")).isFalse();
    assertThat(engine.putIfAbsent("k", "again")).isTrue();
    assertThat(engine.get("k")).isEqualTo("again");
  }

  @Test
  void aModificationRenews() {
    fixture.expiry = new ModifiedExpiryPolicy(new Duration(MINUTES, 1));
    Engine<String, Object> engine = fixture.engine();
    engine.put("k", "v");
    fixture.clock.addAndGet(MINUTE - 1);
    engine.put("k", "updated");
    fixture.clock.addAndGet(MINUTE - 1);
    assertThat(engine.get("k")).isEqualTo("updated");
    fixture.clock.addAndGet(1);
    assertThat(engine.get("k")).isNull();
  }

  @Test
  void anAccessRenewsInMemoryAtOnceAndInTheStoreSoon() {
    fixture.expiry = new TouchedExpiryPolicy(new Duration(MINUTES, 1));
    StoreSession here = fixture.session();
    Engine<String, Object> engine = fixture.engine(here);
    Engine<String, Object> elsewhere = fixture.engine();
    engine.put("k", "v");
    long firstExpiry = expiryInStore(here);
    fixture.clock.addAndGet(MINUTE - 1);
    assertThat(engine.get("k")).isEqualTo("v");
    EngineFixture.await(() -> expiryInStore(here) == firstExpiry + MINUTE - 1);
    fixture.clock.addAndGet(1);
    assertThat(engine.get("k")).isEqualTo("v");
    assertThat(elsewhere.get("k")).isEqualTo("v");
  }

  @Test
  void aChangeAfterAnAccessIsDecidedOnTheRenewedEntry() {
    fixture.expiry = new TouchedExpiryPolicy(new Duration(MINUTES, 1));
    Engine<String, Object> engine = fixture.engine();
    engine.put("k", "v");
    fixture.clock.addAndGet(MINUTE - 1);
    assertThat(engine.get("k")).isEqualTo("v");
    fixture.clock.addAndGet(10);
    assertThat(engine.replace("k", "v", "w")).isTrue();
    assertThat(engine.get("k")).isEqualTo("w");
  }

  @Test
  void aShortDurationIsToldToTheStoreAtOnce() {
    fixture.expiry = new TouchedExpiryPolicy(new Duration(MILLISECONDS, 50));
    StoreSession here = fixture.session();
    Engine<String, Object> engine = fixture.engine(here);
    engine.put("k", "v");
    long firstExpiry = expiryInStore(here);
    fixture.clock.addAndGet(40);
    assertThat(engine.get("k")).isEqualTo("v");
    assertThat(expiryInStore(here)).isEqualTo(firstExpiry + 40);
  }

  /** A policy that is nobody's, and has no opinion on anything but creation. */
  private static final class Unknown implements ExpiryPolicy {
    private final Duration creation;

    Unknown(Duration creation) {
      this.creation = creation;
    }

    @Override
    public Duration getExpiryForCreation() {
      return creation;
    }

    @Override
    public Duration getExpiryForAccess() {
      return null;
    }

    @Override
    public Duration getExpiryForUpdate() {
      throw new IllegalStateException("no idea");
    }
  }

  @Test
  void aPolicyThatThrowsLeavesTheExpiryAsItIs() {
    fixture.expiry = new Unknown(new Duration(MINUTES, 1));
    Engine<String, Object> engine = fixture.engine();
    engine.put("k", "v");
    fixture.clock.addAndGet(MINUTE - 1);
    engine.put("k", "updated");
    assertThat(engine.get("k")).isEqualTo("updated");
    fixture.clock.addAndGet(1);
    assertThat(engine.get("k")).isNull();
  }

  @Test
  void everyAccessReachesTheStoreHoweverItWasMade() {
    fixture.expiry = new TouchedExpiryPolicy(new Duration(MINUTES, 1));
    StoreSession here = fixture.session();
    Engine<String, Object> engine = fixture.engine(here);
    engine.put("k", "v");
    long firstExpiry = expiryInStore(here);
    for (int round = 1; round <= 6; round++) {
      fixture.clock.addAndGet(MINUTE / 2);
      switch (round % 3) {
        case 0 -> engine.get("k");
        case 1 -> engine.invoke("k", (entry, arguments) -> entry.getValue());
        default -> engine.replace("k", "another", "w");
      }
      long moved = firstExpiry + round * (MINUTE / 2);
      EngineFixture.await(() -> expiryInStore(here) == moved);
    }
    assertThat(engine.get("k")).isEqualTo("v");
  }

  @Test
  void whatAnAccessKeepsAliveIsIteratedAndRemoved() {
    fixture.expiry = new TouchedExpiryPolicy(new Duration(MINUTES, 1));
    Engine<String, Object> engine = fixture.engine();
    engine.put("k", "v");
    fixture.clock.addAndGet(MINUTE - 1);
    engine.get("k");
    fixture.clock.addAndGet(1);
    assertThat(engine.keys(null, 10).keys()).containsExactly("k");
    fixture.clock.addAndGet(MINUTE - 2);
    engine.get("k");
    fixture.clock.addAndGet(1);
    engine.removeAll();
    assertThat(engine.get("k")).isNull();
  }

  @Test
  void anEntryThatTheStoreHasLostIsNotKeptAliveByReadingIt() {
    fixture.expiry = new TouchedExpiryPolicy(new Duration(MINUTES, 1));
    fixture.maximumEntries = 1;
    StoreSession here = fixture.session();
    Engine<String, Object> engine = fixture.engine(here);
    Engine<String, Object> elsewhere = fixture.engine();
    engine.put("k", "v");
    engine.put("l", "w");
    assertThat(elsewhere.get("k")).isEqualTo("v");
    Space space = here.store().openSpace(EngineFixture.SPACE, SpaceOptions.DEFAULT);
    assertThat(here.store().evict(space, 1, 10)).isEqualTo(1);
    assertThat(engine.get("k")).isNull();
    EngineFixture.await(() -> elsewhere.get("k") == null);
    assertThat(engine.remove("k")).isFalse();
    assertThat(elsewhere.get("l")).isEqualTo("w");
  }

  @Test
  void whatWouldExpireAtOnceIsNotAdded() {
    fixture.expiry = new CreatedExpiryPolicy(Duration.ZERO);
    StoreSession here = fixture.session();
    Engine<String, Object> engine = fixture.engine(here);
    engine.put("k", "v");
    assertThat(engine.putIfAbsent("k", "v")).isFalse();
    assertThat(engine.get("k")).isNull();
    Space space = here.store().openSpace(EngineFixture.SPACE, SpaceOptions.DEFAULT);
    assertThat(here.store().count(space)).isZero();
  }
}
