package io.larder.storage.jdbc;

import io.larder.storage.Bytes;
import io.larder.storage.Commit;
import io.larder.storage.Conflict;
import io.larder.storage.PeerCursor;
import io.larder.storage.RequestId;
import io.larder.storage.Store;
import io.larder.storage.kernel.CommitCodec;
import io.larder.storage.kernel.WriteSet;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what a write set brings beside its entries and spaces, in its transaction. */
public final class SqlRecords {

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
  private static final String UPSERT_CURSOR =
      """
      INSERT INTO {cursor} (peer, incarnation, position, since) VALUES (?, ?, ?, ?)
      ON CONFLICT (peer) DO UPDATE SET incarnation = excluded.incarnation,
        position = excluded.position, since = excluded.since
      """;

  private final Statements statements;
  private final String insertAnswer;

  /**
   * @param now see {@link Dialect#now}
   */
  public SqlRecords(Statements statements, String now) {
    this.statements = statements;
    this.insertAnswer =
        "INSERT INTO {request} (client, number, answer, answered_at) VALUES (?, ?, ?, " + now + ")";
  }

  /** Whether there is anything to write. */
  public static boolean anyIn(WriteSet writes) {
    return !(writes.conflicts().isEmpty()
        && writes.answers().isEmpty()
        && writes.cursors().isEmpty());
  }

  /**
   * Writes conflicts, answers and cursors, after the spaces.
   *
   * @param nowMillis the time of answers, or null for the server's
   */
  public void write(WriteSet writes, @Nullable Long nowMillis) throws SQLException {
    writeConflicts(writes.conflicts());
    writeAnswers(writes.answers(), nowMillis);
    writeCursors(writes.cursors());
  }

  private void writeConflicts(Collection<Conflict> conflicts) throws SQLException {
    StatementBatch.run(statements, INSERT_CONFLICT, conflicts, SqlRecords::bindConflict);
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

  private void writeAnswers(Map<RequestId, Commit> answers, @Nullable Long nowMillis)
      throws SQLException {
    StatementBatch.run(
        statements,
        insertAnswer,
        answers.entrySet(),
        (insert, answer) -> {
          Bytes encoded = CommitCodec.encode(answer.getValue());
          insert.setString(1, answer.getKey().client());
          insert.setLong(2, answer.getKey().number());
          insert.setBytes(3, encoded.unsafeArray());
          insert.setObject(4, nowMillis, Types.BIGINT);
        });
  }

  private void writeCursors(Collection<PeerCursor> cursors) throws SQLException {
    StatementBatch.run(
        statements,
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
