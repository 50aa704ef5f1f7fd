package io.larder.storage.jdbc;

import io.larder.storage.Change;
import io.larder.storage.ChangePage;
import io.larder.storage.Cursor;
import io.larder.storage.Entry;
import io.larder.storage.kernel.StoredEntry;
import io.larder.storage.kernel.StoredSpace;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Reads the change feed: entries of the present epoch and changed spaces, in the order of their
 * positions, from one state of the store, up to the last position that the dialect shows: no row
 * below it appears any more. A reader that has seen everything is moved there, so that what is
 * collected later is no gap for it. Not thread-safe.
 */
public final class SqlFeed {

  // CROSS JOIN: SQLite then reads the entries by their position, and looks up their spaces.
  private static final String ENTRY_COLUMNS =
      EntryRow.COLUMNS + ", s.scope_type, s.scope_id, s.namespace";
  private static final String ENTRIES =
      """
      FROM {entry} e CROSS JOIN {space} s
      WHERE e.seq > ? AND e.seq <= ? AND s.id = e.space AND s.epoch = e.epoch
      ORDER BY e.seq LIMIT ?
      """;
  private static final String SPACES =
      "SELECT "
          + SpaceRow.COLUMNS
          + " FROM {space} s WHERE s.seq > ? AND s.seq <= ? ORDER BY s.seq LIMIT ?";
  private static final int SPACE_BYTES = 64;

  private final Dialect dialect;
  private final Statements statements;

  public SqlFeed(Dialect dialect, Statements statements) {
    this.dialect = dialect;
    this.statements = statements;
  }

  /**
   * See {@link io.larder.storage.Store#changes}.
   *
   * @param incarnation the id of the store's own
   */
  public ChangePage changes(Cursor cursor, String incarnation, int limit, int maxBytes)
      throws SQLException {
    if (limit < 1) {
      throw new IllegalArgumentException("The feed's limit is at least 1, not " + limit + ".");
    }
    statements.run(dialect.beginRead());
    ChangePage page = read(cursor, incarnation, limit, maxBytes);
    statements.run(dialect.commit());
    return page;
  }

  private ChangePage read(Cursor cursor, String incarnation, int limit, int maxBytes)
      throws SQLException {
    long last;
    long collected;
    try (ResultSet row = statements.of(dialect.positions()).executeQuery()) {
      row.next();
      last = row.getLong(1);
      collected = row.getLong(2);
    }
    boolean starts = cursor.incarnation().isEmpty();
    long since = starts ? Math.max(cursor.since(), collected) : cursor.since();
    boolean ours = starts || cursor.incarnation().equals(incarnation);
    boolean missed = collected > cursor.position() && collected > since;
    if (!ours || missed || cursor.position() > last) {
      return new ChangePage(List.of(), Cursor.START, false, true);
    }
    List<Change> changes = new ArrayList<>();
    boolean more = fill(changes, cursor.position(), last, limit, maxBytes);
    long reached = more ? changes.get(changes.size() - 1).position() : last;
    return new ChangePage(changes, new Cursor(incarnation, reached, since), more, false);
  }

  private boolean fill(List<Change> changes, long after, long last, int limit, int maxBytes)
      throws SQLException {
    Queue<Change> spaces = spaces(after, last, limit);
    PreparedStatement select =
        new BoundedSelect(dialect, ENTRY_COLUMNS, ENTRIES, "seq").of(statements, 3, maxBytes);
    select.setLong(1, after);
    select.setLong(2, last);
    select.setLong(3, limit + 1L);
    long bytes = 0;
    try (ResultSet row = select.executeQuery()) {
      Change entry = next(row);
      while (entry != null || !spaces.isEmpty()) {
        Change space = spaces.peek();
        boolean entryIsNext =
            entry != null && (space == null || entry.position() < space.position());
        Change change = entryIsNext || space == null ? entry : space;
        if (change == null) {
          break;
        }
        bytes += size(change);
        if (changes.size() == limit || (bytes > maxBytes && !changes.isEmpty())) {
          return true;
        }
        changes.add(change);
        if (entryIsNext) {
          entry = next(row);
        } else {
          spaces.remove();
        }
      }
    }
    return false;
  }

  private static @Nullable Change next(ResultSet row) throws SQLException {
    if (!row.next()) {
      return null;
    }
    StoredEntry stored = EntryRow.read(row);
    return new Change.OfEntry(
        SpaceRow.name(row, EntryRow.COLUMN_COUNT + 1), stored.entry(), stored.position());
  }

  private Queue<Change> spaces(long after, long last, int limit) throws SQLException {
    PreparedStatement select = statements.of(SPACES);
    select.setLong(1, after);
    select.setLong(2, last);
    select.setLong(3, limit + 1L);
    Queue<Change> spaces = new ArrayDeque<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        StoredSpace space = SpaceRow.read(row);
        spaces.add(new Change.OfSpace(space.state(), space.position()));
      }
    }
    return spaces;
  }

  private static long size(Change change) {
    if (change instanceof Change.OfEntry ofEntry) {
      Entry entry = ofEntry.entry();
      return (long) entry.key().length() + entry.value().length();
    }
    return SPACE_BYTES;
  }
}
