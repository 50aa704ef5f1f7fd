package io.larder.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.Lease;
import io.larder.storage.OutcomeUnknownException;
import io.larder.storage.StorageException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Leases on a connection that is not what it was when it was made. One reader, so it is known. */
class PostgresLeasesTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final PostgresServer server = PostgresServer.shared();
  private final PostgresSchema schema = server.newSchema();
  private final WireProxy proxy = WireProxy.to(server);
  private PostgresConnections connections;

  @BeforeEach
  void open() {
    connections = to(proxy.url());
  }

  private PostgresConnections to(String url) {
    return Connecting.to(
        url,
        schema.settings(
            Map.of(PostgresSettings.READERS, "1", PostgresSettings.CONNECTION_TIMEOUT, "1s")));
  }

  @AfterEach
  void close() {
    connections.close();
    proxy.close();
    schema.close();
  }

  private PostgresLeases leases(Duration patience) {
    return leases(connections, patience);
  }

  private static PostgresLeases leases(PostgresConnections connections, Duration patience) {
    PostgresReads reads = new PostgresReads(connections, new Backoff(patience));
    return new PostgresLeases(connections, reads, null);
  }

  private Lease acquired(PostgresLeases leases, String name) {
    return leases.tryAcquire(name, "me", LONG).orElseThrow();
  }

  private void execute(String sql) {
    server.execute(sql.formatted(schema.name()));
  }

  /** As when a standby is promoted behind a connection that stays. */
  @Test
  void aTokenIsOfTheIncarnationThatDrewIt() {
    PostgresLeases leases = leases(Duration.ofSeconds(30));
    assertThat(acquired(leases, "first").token().incarnation()).isEqualTo(1);
    execute("UPDATE %s.meta SET identity = left(identity, -8) || 'FFFFFFFF'");
    assertThat(acquired(leases, "second").token().incarnation()).isEqualTo(2);
    assertThat(server.query("SELECT max(incarnation) FROM %s.lease".formatted(schema.name())))
        .isEqualTo("2");
  }

  @Test
  void aFormerPrimaryGivesNoLease() {
    PostgresLeases impatient = leases(Duration.ofMillis(300));
    acquired(impatient, "first");
    execute("UPDATE %s.meta SET incarnation = 0");
    assertThatThrownBy(() -> impatient.tryAcquire("second", "me", LONG))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("incarnation 0");
    assertThat(server.query("SELECT count(*) FROM %s.lease".formatted(schema.name())))
        .isEqualTo("1");
  }

  /** The server's last word is that it has ended the session, not that the network has. */
  @Test
  void isTriedAgainIfTheServerHasEndedTheConnectionBefore() {
    try (PostgresConnections direct = to(server.url())) {
      PostgresLeases leases = leases(direct, Duration.ofSeconds(30));
      for (int i = 0; i < 10; i++) {
        acquired(leases, "l" + i);
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%%%s.lease%%'"
                    .formatted(schema.name())
                + " AND pid <> pg_backend_pid()");
      }
    }
  }

  @Test
  void ofALostConnectionItsNameIsTold() throws Exception {
    PostgresLeases leases = leases(Duration.ofSeconds(30));
    assertThat(leases.release(acquired(leases, "nightly"))).isTrue();
    try (Connection holder = server.connect()) {
      holder.setAutoCommit(false);
      Sql.query(holder, "SELECT token FROM %s.lease FOR UPDATE".formatted(schema.name()));
      CompletableFuture<Optional<Lease>> taken =
          CompletableFuture.supplyAsync(() -> leases.tryAcquire("nightly", "me", LONG));
      server.await("SELECT count(*) > 0 FROM pg_locks WHERE NOT granted");
      proxy.cut();
      assertThatThrownBy(taken::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContainingAll("lease 'nightly'", "60,000 ms")
          .hasMessageNotContaining("entries");
      holder.rollback();
    }
  }

  @Test
  void aClosedConnectionHasSentNothing() {
    assertThat(PostgresFailures.hasNotHappened(new SQLException("closed", "08003"))).isTrue();
    assertThat(PostgresFailures.hasNotHappened(new SQLException("lost", "08006"))).isFalse();
    assertThat(PostgresFailures.hasNotHappened(new SQLException("crash", "57P02"))).isFalse();
  }
}
