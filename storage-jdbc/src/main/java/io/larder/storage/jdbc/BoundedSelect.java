package io.larder.storage.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A select of entries of which only so many are wanted as have a number of bytes. Whoever reads row
 * by row just stops; a driver that has the whole result in memory before it gives the first row is
 * given no more than that by the database: the rows that begin within the bytes, and one more, so
 * that it can be seen that there are more. Immutable.
 */
final class BoundedSelect {

  /** Of key and value. */
  static final String BYTES = "length(e.value) + length(coalesce(e.full_key, e.key))";

  private final boolean cuts;
  private final String text;

  /**
   * @param columns of {@code e} and others, no two of the same name
   * @param rest what follows them, with an order and a limit; its parameters are not changed
   * @param order the column that it is ordered by
   */
  BoundedSelect(Dialect dialect, String columns, String rest, String order) {
    this.cuts = dialect.buffersResults();
    this.text =
        cuts
            ? """
              SELECT * FROM (
                SELECT r.*, sum(r.bytes) OVER (
                  ORDER BY r.%1$s ROWS BETWEEN UNBOUNDED PRECEDING AND 2 PRECEDING) AS bytes_before
                FROM (SELECT %2$s) r) b
              WHERE b.bytes_before IS NULL OR b.bytes_before <= ?
              ORDER BY b.%1$s"""
                .formatted(order, columns + ", " + BYTES + " AS bytes " + rest)
            : "SELECT " + columns + ' ' + rest;
  }

  String text() {
    return text;
  }

  /**
   * The statement, with its last parameter bound.
   *
   * @param own how many parameters the select itself has
   */
  PreparedStatement of(Statements statements, int own, long bytes) throws SQLException {
    PreparedStatement select = statements.of(text);
    if (cuts) {
      select.setLong(own + 1, bytes);
    }
    return select;
  }
}
