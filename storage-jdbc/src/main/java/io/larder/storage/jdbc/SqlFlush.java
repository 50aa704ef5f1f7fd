package io.larder.storage.jdbc;

import io.larder.storage.Bytes;
import io.larder.storage.Commit;
import io.larder.storage.Conflict;
import io.larder.storage.PeerCursor;
import io.larder.storage.RequestId;
import io.larder.storage.Store;
import io.larder.storage.kernel.CommitCodec;
import io.larder.storage.kernel.StoredEntry;
import io.larder.storage.kernel.StoredSpace;
import io.larder.storage.kernel.WriteSet;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Writes what a write set has changed, in its transaction: rows by space and key, several of a kind
 * as one batch.
 */
public final class SqlFlush {

  private static final String DELETE_ENTRY = "DELETE FROM {entry} WHERE space = ? AND key = ?";
  private static final String INSERT_CONFLICT =
      """
      INSERT INTO {conflict} (id, space, key, epoch, version, timestamp, origin, expires_at, deleted,
        value, winner_epoch, winner_version, winner_timestamp, winner_origin, recorded_at)
      SELECT (SELECT coalesce(max(id), 0) + 1 FROM {conflict}), s.id,
        ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
      FROM {space} s
      WHERE\s"""
          + SpaceRow.BY_NAME;
  private static final String TRIM_CONFLICTS =
      "DELETE FROM {conflict} WHERE id <= (SELECT max(id) FROM {conflict}) - "
          + Store.CONFLICTS_KEPT;
  private static final String TRIM_CONFLICT_BYTES =
      """
      DELETE FROM {conflict} WHERE id < (SELECT max(id) FROM {conflict}) AND id <= (
        SELECT max(id) FROM (
          SELECT id, sum(length(key) + length(value)) OVER (ORDER BY id DESC) AS bytes
          FROM {conflict}) sums
        WHERE bytes > %d)
      """
          .formatted(Store.CONFLICT_BYTES_KEPT);
  private static final String INSERT_ANSWER =
      "INSERT INTO {request} (client, number, answer, answered_at) VALUES (?, ?, ?, ?)";
  private static final String UPSERT_CURSOR =
      """
      INSERT INTO {cursor} (peer, incarnation, position, since) VALUES (?, ?, ?, ?)
      ON CONFLICT (peer) DO UPDATE SET incarnation = excluded.incarnation,
        position = excluded.position, since = excluded.since
      """;

  private final Dialect dialect;
  private final Statements statements;

  public SqlFlush(Dialect dialect, Statements statements) {
    this.dialect = dialect;
    this.statements = statements;
  }

  /**
   * Writes everything but the positions, which each store keeps in its own way.
   *
   * @param nowMillis the time of the transaction
   */
  public void write(WriteSet writes, long nowMillis) throws SQLException {
    writeSpaces(writes.changedSpaces());
    deleteEntries(writes.collectedEntries());
    writeEntries(writes);
    writeConflicts(writes.conflicts());
    writeAnswers(writes.answers(), nowMillis);
    writeCursors(writes.cursors());
  }

  private interface Binding<E> {
    void bind(PreparedStatement statement, E element) throws SQLException;
  }

  /**
   * A lone row is executed at once: a batch of one costs the driver more.
   *
   * @return how many rows each element has changed
   */
  private <E> int[] each(String sql, Collection<E> elements, Binding<E> binding)
      throws SQLException {
    if (elements.isEmpty()) {
      return new int[0];
    }
    PreparedStatement statement = statements.of(sql);
    Iterator<E> iterator = elements.iterator();
    if (elements.size() == 1) {
      binding.bind(statement, iterator.next());
      return new int[] {statement.executeUpdate()};
    }
    try {
      while (iterator.hasNext()) {
        binding.bind(statement, iterator.next());
        statement.addBatch();
      }
      return statement.executeBatch();
    } finally {
      statement.clearBatch();
    }
  }

  private void writeSpaces(Collection<StoredSpace> spaces) throws SQLException {
    each(dialect.upsertSpace(), spaces, SpaceRow::bind);
  }

  private void deleteEntries(Collection<StoredEntry> entries) throws SQLException {
    each(
        DELETE_ENTRY,
        entries,
        (delete, row) -> {
          delete.setLong(1, row.space());
          delete.setBytes(2, StoredKey.of(row.entry().key()).bytes());
        });
  }

  /** A row that is there is updated: an upsert would first look for the place of another one. */
  private void writeEntries(WriteSet writes) throws SQLException {
    List<StoredEntry> created = new ArrayList<>();
    List<StoredEntry> standing = new ArrayList<>();
    for (StoredEntry row : writes.changedEntries()) {
      (writes.isCreated(row) ? created : standing).add(row);
    }
    each(dialect.upsertEntry(), created, EntryRow::bind);
    for (int rows : each(dialect.updateEntry(), standing, EntryRow::bindChange)) {
      if (rows != 1) {
        throw new SQLException("A row that was read in this transaction is not there any more.");
      }
    }
  }

  private void writeConflicts(Collection<Conflict> conflicts) throws SQLException {
    each(INSERT_CONFLICT, conflicts, SqlFlush::bindConflict);
    if (!conflicts.isEmpty()) {
      statements.of(TRIM_CONFLICTS).executeUpdate();
      statements.of(TRIM_CONFLICT_BYTES).executeUpdate();
    }
  }

  private static void bindConflict(PreparedStatement insert, Conflict conflict)
      throws SQLException {
    insert.setBytes(1, conflict.loser().key().unsafeArray());
    EntryRow.bindStamp(insert, 2, conflict.loser().stamp());
    insert.setLong(6, conflict.loser().expiresAt());
    insert.setLong(7, conflict.loser().deleted() ? 1 : 0);
    insert.setBytes(8, conflict.loser().value().unsafeArray());
    EntryRow.bindStamp(insert, 9, conflict.winner());
    insert.setLong(13, conflict.recordedAt());
    SpaceRow.bindName(insert, 14, conflict.space());
  }

  private void writeAnswers(Map<RequestId, Commit> answers, long nowMillis) throws SQLException {
    each(
        INSERT_ANSWER,
        answers.entrySet(),
        (insert, answer) -> {
          Bytes encoded = CommitCodec.encode(answer.getValue());
          insert.setString(1, answer.getKey().client());
          insert.setLong(2, answer.getKey().number());
          insert.setBytes(3, encoded.unsafeArray());
          insert.setLong(4, nowMillis);
        });
  }

  private void writeCursors(Collection<PeerCursor> cursors) throws SQLException {
    each(
        UPSERT_CURSOR,
        cursors,
        (upsert, reached) -> {
          upsert.setString(1, reached.peer());
          upsert.setString(2, reached.cursor().incarnation());
          upsert.setLong(3, reached.cursor().position());
          upsert.setLong(4, reached.cursor().since());
        });
  }
}
