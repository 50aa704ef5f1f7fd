package io.larder.benchmarks.contender;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.function.Consumer;

/** A database of the benchmarks' server, for one measurement. */
public final class PostgresDatabase implements AutoCloseable {

  /** So many that a transaction numbers no more rows than the product's own may. */
  private static final int MOST_ROWS = 1_000_000;

  private static final String SAMPLE =
      """
      CREATE TEMPORARY TABLE sample AS
      SELECT row_number() OVER (ORDER BY key) - 1 AS number, p.prefix, e.*
      FROM larder.entry e, (%s) p
      """;

  /**
   * Rows like those that Larder has written, under the keys that follow, at positions of the
   * transaction that writes them.
   */
  private static final String MULTIPLY =
      """
      INSERT INTO larder.entry
      SELECT s.space, s.prefix || convert_to('key-' || n, 'UTF8'), s.full_key, s.epoch, s.version,
        s.timestamp, s.origin, s.expires_at, s.deleted,
        ((pg_current_xact_id()::text::bigint + m.base) << 20) + n - ?, s.value
      FROM larder.meta m, generate_series(?, ?) n, sample s WHERE s.number = n % ?
      """;

  private static final String COUNT =
      """
      INSERT INTO larder.entry_count (space, epoch, delta)
      SELECT id, epoch, ? FROM larder.space
      """;

  /** What Larder writes before the text of a key. */
  static final String PREFIX =
      """
      SELECT substring(key FOR position('key-'::bytea IN key) - 1) AS prefix
      FROM larder.entry LIMIT 1
      """;

  private final String name;

  private PostgresDatabase(String name) {
    this.name = name;
  }

  /** A new one without tables. */
  public static PostgresDatabase create() {
    PostgresDatabase made = new PostgresDatabase(newName());
    administrate("CREATE DATABASE %s ENCODING 'UTF8' TEMPLATE template0".formatted(made.name));
    return made;
  }

  /**
   * A copy of the one that is filled. Filling takes seconds and copying does not, so it is filled
   * once for all measurements, by the first one.
   *
   * @param fill puts entries
   */
  public static PostgresDatabase filled(Consumer<Contender> fill) {
    String filled = "filled";
    if (!exists(filled)) {
      PostgresDatabase made = create();
      try (Contender larder = Contenders.open(Contenders.LARDER, made, 1)) {
        fill.accept(larder);
      }
      made.settle();
      administrate("ALTER DATABASE %s RENAME TO %s".formatted(made.name, filled));
    }
    PostgresDatabase copy = new PostgresDatabase(newName());
    administrate("CREATE DATABASE %s TEMPLATE %s STRATEGY FILE_COPY".formatted(copy.name, filled));
    return copy;
  }

  /** The one that another process has made; it is for that process to close it. */
  public static PostgresDatabase named(String name) {
    return new PostgresDatabase(name);
  }

  public String name() {
    return name;
  }

  private static String newName() {
    return "benchmark_" + UUID.randomUUID().toString().replace("-", "");
  }

  private static boolean exists(String database) {
    try (Connection connection = PostgresServer.connect("postgres");
        PreparedStatement select =
            connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
      select.setString(1, database);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void administrate(String sql) {
    run("postgres", sql);
  }

  private static void run(String database, String sql) {
    try (Connection connection = PostgresServer.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** For JDBC and for Larder's setting {@code larder.store}. */
  public String url() {
    return PostgresServer.url(name);
  }

  /**
   * Multiplies, through SQL, the entries {@code key-0} to {@code key-(from - 1)}, which Larder has
   * put, until there are so many.
   */
  public void multiply(int from, int to) {
    try (Connection connection = PostgresServer.connect(name)) {
      try (Statement sample = connection.createStatement()) {
        sample.execute(SAMPLE.formatted(PREFIX));
        sample.execute("ANALYZE sample");
      }
      connection.setAutoCommit(false);
      for (int first = from; first < to; first += MOST_ROWS) {
        int last = Math.min(first + MOST_ROWS, to) - 1;
        try (PreparedStatement rows = connection.prepareStatement(MULTIPLY);
            PreparedStatement count = connection.prepareStatement(COUNT)) {
          rows.setInt(1, first);
          rows.setInt(2, first);
          rows.setInt(3, last);
          rows.setInt(4, from);
          rows.executeUpdate();
          count.setLong(1, last - first + 1L);
          count.executeUpdate();
        }
        connection.commit();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    settle();
  }

  /** Does what the server would do some time after many writes. */
  private void settle() {
    run(name, "VACUUM (FREEZE, ANALYZE)");
    run(name, "CHECKPOINT");
  }

  @Override
  public void close() {
    administrate("DROP DATABASE %s WITH (FORCE)".formatted(name));
  }
}
