package io.larder.storage.postgresql;

import io.larder.storage.Lease;
import io.larder.storage.LeaseToken;
import io.larder.storage.Leases;
import io.larder.storage.jdbc.Statements;
import io.larder.storage.kernel.StoredLease;
import io.larder.storage.postgresql.PostgresFailures.Kind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Leases as rows, each step one round trip and one transaction, on the server's clock.
 *
 * <p>Whoever wants a lease makes sure that its row is there, then takes it if nobody holds it: only
 * a row that is locked makes the token be drawn when nobody can come in between, so that a later
 * holder has a greater one in whatever process it is. The database says in the same round trip that
 * it is in the incarnation that the token will bear: else it is not the one that was connected to,
 * and another connection is tried. Who gives a hold back leaves the row, ended; it is collected
 * later. Thread-safe.
 */
final class PostgresLeases implements Leases {

  private static final String NOW = PostgresDialect.NOW;

  // Twice in a statement it is the same instant only if it is asked for once.
  private static final String AT = " FROM (SELECT " + NOW + " AS now) t ";
  private static final String STANDS = " l.expires_at > t.now AND l.length > 0 ";

  private static final String BOUND =
      "UPDATE {lease} l SET expires_at = t.now + l.length"
          + AT
          + "WHERE l.name = ? AND l.length > 0 AND l.expires_at - l.length > t.now";
  private static final String FORCED = "SELECT " + PostgresDialect.FORCED + "; ";
  private static final String TRY_ACQUIRE =
      FORCED
          + "SELECT {expect}("
          + ServerFacts.INCARNATION
          + ", ?); INSERT INTO {lease} (name, owner, incarnation, token, expires_at, length)"
          + " VALUES (?, '', 0, 0, 0, 0) ON CONFLICT (name) DO NOTHING; "
          + BOUND
          + "; UPDATE {lease} l SET owner = ?, incarnation = ?, token = nextval('{lease_token}'),"
          + " expires_at = t.now + ?, length = ?"
          + AT
          + "WHERE l.name = ? AND NOT ("
          + STANDS
          + ") RETURNING l.token, l.expires_at";
  private static final String RENEW =
      FORCED
          + "UPDATE {lease} l SET expires_at = t.now + ?, length = ?"
          + AT
          + ", unnest(?::text[], ?::bigint[], ?::bigint[]) h (name, incarnation, token)"
          + " WHERE l.name = h.name AND l.incarnation = h.incarnation AND l.token = h.token AND"
          + STANDS
          + "RETURNING l.name, l.owner, l.incarnation, l.token, l.expires_at";
  private static final String RELEASE =
      FORCED
          + "UPDATE {lease} l SET expires_at = t.now, length = 0"
          + AT
          + "WHERE l.name = ? AND l.incarnation = ? AND l.token = ? AND"
          + STANDS
          + "RETURNING 1";
  private static final String FIND =
      BOUND
          + "; SELECT l.name, l.owner, l.incarnation, l.token, l.expires_at FROM {lease} l, (SELECT "
          + NOW
          + " AS now) t WHERE l.name = ? AND"
          + STANDS;

  private final PostgresConnections connections;
  private final PostgresReads connected;
  private final @Nullable InstantSource clock;

  /**
   * @param clock what leases are measured by, or null for the server's
   */
  PostgresLeases(
      PostgresConnections connections, PostgresReads connected, @Nullable InstantSource clock) {
    this.connections = connections;
    this.connected = connected;
    this.clock = clock;
  }

  /** Binds a parameter of {@link #NOW}. */
  static void bindNow(PreparedStatement statement, int parameter, @Nullable Long millis)
      throws SQLException {
    if (millis == null) {
      statement.setNull(parameter, Types.BIGINT);
    } else {
      statement.setLong(parameter, millis);
    }
  }

  private void bindNow(PreparedStatement statement, int parameter) throws SQLException {
    bindNow(statement, parameter, clock == null ? null : clock.millis());
  }

  /** Not tried again if its connection was lost on the way: the lease may have been taken then. */
  @Override
  public Optional<Lease> tryAcquire(String name, String owner, Duration length) {
    long millis = StoredLease.acquiredMillis(name, length);
    try {
      return connected.once(
          reader -> Optional.ofNullable(tryAcquire(reader.statements(), name, owner, millis)));
    } catch (SQLException e) {
      if (PostgresFailures.kind(e) == Kind.CONNECTION_LOST && !PostgresFailures.hasNotHappened(e)) {
        throw connections.failures().leaseUnknown(name, millis, e);
      }
      if (PostgresFailures.kind(e) == Kind.COLLIDED) {
        throw connections.failures().leaseCollided(name, e);
      }
      throw connections.failures().of(e);
    }
  }

  private @Nullable Lease tryAcquire(Statements statements, String name, String owner, long millis)
      throws SQLException {
    long incarnation = connections.life().identity().incarnation().number();
    PreparedStatement acquire = statements.of(TRY_ACQUIRE);
    acquire.setLong(1, incarnation);
    acquire.setString(2, name);
    bindNow(acquire, 3);
    acquire.setString(4, name);
    acquire.setString(5, owner);
    acquire.setLong(6, incarnation);
    acquire.setLong(7, millis);
    acquire.setLong(8, millis);
    bindNow(acquire, 9);
    acquire.setString(10, name);
    try (ResultSet row = last(acquire)) {
      return row.next()
          ? new Lease(name, owner, new LeaseToken(incarnation, row.getLong(1)), row.getLong(2))
          : null;
    }
  }

  /** What the last of several statements finds. */
  private static ResultSet last(PreparedStatement statements) throws SQLException {
    boolean hasRows = statements.execute();
    ResultSet last = statements.getResultSet();
    while (hasRows || statements.getUpdateCount() != -1) {
      last = hasRows ? statements.getResultSet() : last;
      hasRows = statements.getMoreResults(Statement.KEEP_CURRENT_RESULT);
    }
    if (last == null) {
      throw new SQLException("A result is missing.");
    }
    return last;
  }

  @Override
  public List<Lease> renew(Collection<Lease> held, Duration length) {
    long millis = StoredLease.renewedMillis(held, length);
    if (held.isEmpty()) {
      return List.of();
    }
    return connected.read(
        reader -> {
          PreparedStatement renew = reader.statements().of(RENEW);
          renew.setLong(1, millis);
          renew.setLong(2, millis);
          bindNow(renew, 3);
          renew.setObject(4, held.stream().map(Lease::name).toArray(String[]::new));
          renew.setObject(5, held.stream().mapToLong(l -> l.token().incarnation()).toArray());
          renew.setObject(6, held.stream().mapToLong(l -> l.token().number()).toArray());
          List<Lease> renewed = new ArrayList<>();
          try (ResultSet row = last(renew)) {
            while (row.next()) {
              renewed.add(lease(row));
            }
          }
          return renewed;
        });
  }

  private static Lease lease(ResultSet row) throws SQLException {
    LeaseToken token = new LeaseToken(row.getLong(3), row.getLong(4));
    return new Lease(row.getString(1), row.getString(2), token, row.getLong(5));
  }

  /** A release that was made before its connection was lost is told as such all the same. */
  @Override
  public boolean release(Lease held) {
    boolean[] again = {false};
    return connected.read(
        reader -> {
          PreparedStatement release = reader.statements().of(RELEASE);
          bindNow(release, 1);
          release.setString(2, held.name());
          release.setLong(3, held.token().incarnation());
          release.setLong(4, held.token().number());
          boolean repeated = again[0];
          again[0] = true;
          try (ResultSet row = last(release)) {
            return row.next() || repeated;
          }
        });
  }

  @Override
  public Optional<Lease> find(String name) {
    return connected.read(
        reader -> {
          PreparedStatement find = reader.statements().of(FIND);
          bindNow(find, 1);
          find.setString(2, name);
          bindNow(find, 3);
          find.setString(4, name);
          try (ResultSet row = last(find)) {
            return row.next() ? Optional.of(lease(row)) : Optional.empty();
          }
        });
  }
}
