package io.larder.storage.postgresql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Watches for how long the oldest running transaction of the whole server, which may be in another
 * database, has held up the change feed that peers read. One that does so for a minute is warned
 * of, once until it has ended. It is watched by one thread; any may ask.
 */
final class HorizonWatch {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  // Of other users' sessions not everybody may see more than that they are there.
  private static final String HOLDERS =
      """
      SELECT format('session %s of user %s in database %s, application "%s", since %s',
        pid, usename, datname, application_name, xact_start)
      FROM pg_stat_activity WHERE backend_xid = CAST(CAST(? AS text) AS xid)
      UNION ALL
      SELECT format('prepared transaction "%s" of user %s in database %s, since %s',
        gid, owner, database, prepared)
      FROM pg_prepared_xacts WHERE transaction = CAST(CAST(? AS text) AS xid)
      """;

  private static final long XID_BITS = 0xffff_ffffL;

  private final String location;
  private final LongSupplier nanoTime;
  private final Consumer<String> warnings;
  private long oldest = -1;
  private long sinceNanos;
  private boolean warned;
  private volatile long ageNanos;

  HorizonWatch(String location, LongSupplier nanoTime, Consumer<String> warnings) {
    this.location = location;
    this.nanoTime = nanoTime;
    this.warnings = warnings;
  }

  /** For how long the present oldest transaction has been seen; zero if none is running. */
  Duration age() {
    return Duration.ofNanos(ageNanos);
  }

  /**
   * @param connection to find out with who it is; without auto-commit
   */
  void see(Snapshot snapshot, Connection connection) throws SQLException {
    long now = nanoTime.getAsLong();
    long found = snapshot.running().isEmpty() ? -1 : snapshot.xmin();
    if (found != oldest) {
      oldest = found;
      sinceNanos = now;
      warned = false;
    }
    ageNanos = found < 0 ? 0 : now - sinceNanos;
    if (ageNanos >= PATIENCE.toNanos() && !warned) {
      warned = true;
      warnings.accept(warning(holders(connection)));
    }
  }

  private String warning(String holders) {
    return ("The transaction %d has been running for at least %d s on the server of %s: %s. Until it"
            + " ends, the change feed that peers read stands still, and rows stay that could be"
            + " collected; caches are told of changes as ever. End it, or find out why it stays open.")
        .formatted(oldest, Duration.ofNanos(ageNanos).toSeconds(), location, holders);
  }

  private String holders(Connection connection) throws SQLException {
    StringJoiner holders = new StringJoiner("; ");
    holders.setEmptyValue("of a session that this user may not look at (grant pg_read_all_stats)");
    try (PreparedStatement select = connection.prepareStatement(HOLDERS)) {
      String xid = Long.toString(oldest & XID_BITS);
      select.setString(1, xid);
      select.setString(2, xid);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          holders.add(row.getString(1));
        }
      }
    }
    connection.commit();
    return holders.toString();
  }
}
