package io.larder.storage.postgresql;

import static io.larder.storage.postgresql.OpenStores.add;
import static io.larder.storage.postgresql.OpenStores.bytes;
import static io.larder.storage.postgresql.OpenStores.commit;
import static io.larder.storage.postgresql.OpenStores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.Batch;
import io.larder.storage.Change;
import io.larder.storage.ChangePage;
import io.larder.storage.Condition;
import io.larder.storage.Cursor;
import io.larder.storage.Lease;
import io.larder.storage.Space;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceOptions;
import io.larder.storage.StaleFenceException;
import io.larder.storage.Stamp;
import io.larder.storage.StorageException;
import io.larder.storage.Store;
import io.larder.storage.StoreIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A store that is open while its database moves to a standby, which never received what was
 * acknowledged last.
 */
class FailoverTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  private PostgresServer primary;
  private PostgresServer standby;
  private PostgresSchema schema;
  private Store store;
  private Space orders;

  @BeforeEach
  void open() {
    primary = PostgresServer.create();
    standby = primary.standby("standby");
    schema = primary.newSchema();
    store = openStore("30s");
    orders = OpenStores.space(store);
    commit(store, orders, put("kept", "before", Condition.NONE));
  }

  private Store openStore(String patience) {
    return OpenStores.open(
        primary.urlWith(standby),
        schema,
        PostgresSettings.RETRY_TIMEOUT,
        patience,
        PostgresSettings.CONNECTION_TIMEOUT,
        patience);
  }

  /** From here on nothing reaches the standby. */
  private void cutOff() {
    String written = primary.query("SELECT pg_current_wal_lsn()");
    standby.await("SELECT pg_last_wal_replay_lsn() >= '%s'".formatted(written));
    standby.stopFollowing();
  }

  private void failOver() {
    primary.kill();
    standby.promote();
  }

  @AfterEach
  void close() {
    store.close();
    standby.close();
    primary.close();
  }

  @Test
  void whatTheStandbyNeverHadIsGoneAndAnotherIncarnationBegins() {
    StoreIdentity before = store.identity();
    HeardListener heard = new HeardListener();
    store.subscribe(heard);
    Lease held = store.leases().tryAcquire("kept", "node", LONG).orElseThrow();
    cutOff();
    commit(store, orders, put("lost", "value", Condition.NONE));
    Stamp lost =
        Objects.requireNonNull(commit(store, orders, put("kept", "lost", Condition.NONE)).after())
            .stamp();
    Lease lostLease = store.leases().tryAcquire("lost", "node", LONG).orElseThrow();
    Cursor cursor = store.changes(Cursor.START, 100, 100_000).next();

    failOver();

    assertThat(store.get(orders, bytes("lost"))).isNull();
    assertThat(OpenStores.text(store.get(orders, bytes("kept")))).isEqualTo("before");
    assertThat(heard.gaps).hasPositiveValue();
    StoreIdentity after = store.identity();
    assertThat(after.incarnation().number()).isEqualTo(before.incarnation().number() + 1);
    assertThat(after.incarnation().id()).isNotEqualTo(before.incarnation().id());
    assertThat(after.origin()).isNotEqualTo(before.origin());

    // As many writes as were lost: what looks like it in number is not it.
    commit(store, orders, put("kept", "after", Condition.NONE));
    assertThat(commit(store, orders, put("kept", "no", Condition.stamp(lost))).held()).isFalse();

    ChangePage old = store.changes(cursor, 100, 100_000);
    assertThat(old.gap()).isTrue();
    assertThat(old.next()).isEqualTo(Cursor.START);
    assertThat(store.changes(old.next(), 100, 100_000).changes())
        .filteredOn(Change.OfEntry.class::isInstance)
        .extracting(change -> TextKeys.text(((Change.OfEntry) change).entry().key()))
        .containsExactly("kept");

    assertThat(store.leases().renew(List.of(held, lostLease), LONG))
        .extracting(Lease::token)
        .containsExactly(held.token());
    Batch fenced = Batch.of(orders, add("counter")).fencedBy(lostLease.fence());
    assertThatThrownBy(() -> store.commit(fenced)).isInstanceOf(StaleFenceException.class);
    for (String name : List.of("lost", "new")) {
      Lease next = store.leases().tryAcquire(name, "node", LONG).orElseThrow();
      assertThat(next.token()).isGreaterThan(lostLease.token());
    }
  }

  @Test
  void aSpaceThatTheStandbyNeverHadIsMadeAgain() {
    cutOff();
    Space late = store.openSpace(SpaceName.global("late"), SpaceOptions.DEFAULT);
    commit(store, late, put("lost", "value", Condition.NONE));

    failOver();

    try (Store other = openStore("30s")) {
      Space others = other.openSpace(SpaceName.global("others"), SpaceOptions.DEFAULT);
      commit(other, others, put("theirs", "value", Condition.NONE));
      assertThat(store.get(late, bytes("theirs"))).isNull();
      commit(store, late, put("ours", "value", Condition.NONE));
      assertThat(OpenStores.text(store.get(late, bytes("ours")))).isEqualTo("value");
      assertThat(other.get(others, bytes("ours"))).isNull();
      assertThat(other.openSpace(late.name(), SpaceOptions.DEFAULT).id()).isEqualTo(late.id());
      store.clear(late, null);
      assertThat(store.get(late, bytes("ours"))).isNull();
    }
  }

  /** Nobody has fenced it off: started again, it takes itself for the primary. */
  @Test
  void theFormerPrimaryIsNotTakenAgain() {
    failOver();
    try (Store impatient = openStore("1s")) {
      commit(impatient, orders, put("kept", "after", Condition.NONE));
      primary.start();
      standby.kill();
      try (Store other = OpenStores.open(primary.url(), schema)) {
        assertThat(other.identity().incarnation().number()).isEqualTo(1);
      }
      assertThatThrownBy(() -> impatient.get(orders, bytes("kept")))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("incarnation 1");
      assertThatThrownBy(() -> commit(impatient, orders, add("counter")))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("incarnation 1");
      assertThat(impatient.identity().incarnation().number()).isEqualTo(2);
      primary.kill();
      standby.start();
      assertThat(OpenStores.text(store.get(orders, bytes("kept")))).isEqualTo("after");
    }
  }
}
