package io.larder.storage.sqlite;

import io.larder.storage.Lease;
import io.larder.storage.LeaseToken;
import io.larder.storage.Leases;
import io.larder.storage.jdbc.GroupCommit;
import io.larder.storage.jdbc.Statements;
import io.larder.storage.jdbc.WriteTask;
import io.larder.storage.kernel.StoredLease;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Leases as rows, on the store's clock.
 *
 * <p>Tokens come from one counter in {@code meta}, raised with the lease, so that a later holder
 * has a greater one in whatever process it is. They are given out only below a mark that was raised
 * in a commit forced to the disk, whatever the durability: a loss of power may take back a lease,
 * whose holder on this machine is gone anyway, but since each opening goes on from the mark (see
 * {@link Opening}), its token never returns.
 */
final class SqliteLeases implements Leases {

  private static final String NEXT_TOKEN =
      """
      UPDATE meta SET token = token + 1 WHERE token < token_reserved RETURNING token
      """;
  private static final String RESERVE =
      """
      UPDATE meta SET token_reserved = token_reserved + ? WHERE token >= token_reserved
      """;
  private static final String UPSERT =
      """
      INSERT INTO lease (name, owner, incarnation, token, expires_at, length)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, incarnation = excluded.incarnation,
        token = excluded.token, expires_at = excluded.expires_at, length = excluded.length
      """;
  private static final String DELETE = "DELETE FROM lease WHERE name = ?";
  private static final String FIND =
      """
      SELECT owner, incarnation, token, expires_at, length FROM lease WHERE name = ?
      """;

  /** What came of trying. */
  private record Attempt(boolean outOfTokens, @Nullable Lease lease) {}

  private final GroupCommit<SqliteTransaction> commits;
  private final ReaderPool readers;
  private final InstantSource clock;
  private final long incarnation;

  SqliteLeases(
      GroupCommit<SqliteTransaction> commits,
      ReaderPool readers,
      InstantSource clock,
      long incarnation) {
    this.commits = commits;
    this.readers = readers;
    this.clock = clock;
    this.incarnation = incarnation;
  }

  @Override
  public Optional<Lease> tryAcquire(String name, String owner, Duration length) {
    long millis = StoredLease.acquiredMillis(name, length);
    Attempt attempt = attempt(name, owner, millis);
    while (attempt.outOfTokens()) {
      reserve();
      attempt = attempt(name, owner, millis);
    }
    return Optional.ofNullable(attempt.lease());
  }

  private Attempt attempt(String name, String owner, long millis) {
    return submit(
        transaction -> {
          if (standing(transaction, name) != null) {
            return new Attempt(false, null);
          }
          long token;
          try (ResultSet row = transaction.statements().of(NEXT_TOKEN).executeQuery()) {
            if (!row.next()) {
              return new Attempt(true, null);
            }
            token = row.getLong(1);
          }
          StoredLease row =
              StoredLease.from(
                  transaction.nowMillis(), name, owner, new LeaseToken(incarnation, token), millis);
          write(transaction, row);
          return new Attempt(false, row.lease());
        });
  }

  private void reserve() {
    var unused =
        commits.submit(
            WriteTask.<SqliteTransaction, Integer>durable(
                transaction -> {
                  PreparedStatement reserve = transaction.statements().of(RESERVE);
                  reserve.setLong(1, Opening.TOKENS);
                  return reserve.executeUpdate();
                }));
  }

  @Override
  public List<Lease> renew(Collection<Lease> held, Duration length) {
    long millis = StoredLease.renewedMillis(held, length);
    if (held.isEmpty()) {
      return List.of();
    }
    return submit(
        transaction -> {
          List<Lease> renewed = new ArrayList<>();
          for (Lease lease : held) {
            StoredLease standing = standing(transaction, lease);
            if (standing != null) {
              StoredLease longer = standing.renewed(transaction.nowMillis(), millis);
              write(transaction, longer);
              renewed.add(longer.lease());
            }
          }
          return renewed;
        });
  }

  @Override
  public boolean release(Lease held) {
    return submit(
        transaction -> {
          if (standing(transaction, held) == null) {
            return false;
          }
          PreparedStatement delete = transaction.statements().of(DELETE);
          delete.setString(1, held.name());
          return delete.executeUpdate() > 0;
        });
  }

  @Override
  public Optional<Lease> find(String name) {
    long now = clock.millis();
    Optional<StoredLease> row =
        readers
            .read(reader -> Optional.ofNullable(row(reader.statements(), name)))
            .filter(found -> !found.hasEnded(now));
    boolean clockWasSetBack = row.filter(found -> !found.bounded(now).equals(found)).isPresent();
    Optional<StoredLease> standing =
        clockWasSetBack
            ? submit(transaction -> Optional.ofNullable(standing(transaction, name)))
            : row;
    return standing.map(StoredLease::lease);
  }

  private <R> R submit(WriteTask.Work<SqliteTransaction, R> work) {
    return commits.submit(WriteTask.of(0, work)).result();
  }

  /** The row of this very hold, or null if it has been lost. */
  private static @Nullable StoredLease standing(SqliteTransaction transaction, Lease held)
      throws SQLException {
    StoredLease standing = standing(transaction, held.name());
    return standing != null && standing.lease().token().equals(held.token()) ? standing : null;
  }

  private static @Nullable StoredLease standing(SqliteTransaction transaction, String name)
      throws SQLException {
    long now = transaction.nowMillis();
    StoredLease row = row(transaction.statements(), name);
    if (row == null || row.hasEnded(now)) {
      return null;
    }
    StoredLease bounded = row.bounded(now);
    if (!bounded.equals(row)) {
      write(transaction, bounded);
    }
    return bounded;
  }

  private static @Nullable StoredLease row(Statements statements, String name) throws SQLException {
    PreparedStatement select = statements.of(FIND);
    select.setString(1, name);
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return null;
      }
      LeaseToken token = new LeaseToken(row.getLong(2), row.getLong(3));
      return new StoredLease(
          new Lease(name, row.getString(1), token, row.getLong(4)), row.getLong(5));
    }
  }

  private static void write(SqliteTransaction transaction, StoredLease row) throws SQLException {
    Lease lease = row.lease();
    PreparedStatement upsert = transaction.statements().of(UPSERT);
    upsert.setString(1, lease.name());
    upsert.setString(2, lease.owner());
    upsert.setLong(3, lease.token().incarnation());
    upsert.setLong(4, lease.token().number());
    upsert.setLong(5, lease.expiresAt());
    upsert.setLong(6, row.lengthMillis());
    upsert.executeUpdate();
  }
}
