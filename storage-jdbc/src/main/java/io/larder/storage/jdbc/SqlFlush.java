package io.larder.storage.jdbc;

import io.larder.storage.kernel.StoredEntry;
import io.larder.storage.kernel.StoredSpace;
import io.larder.storage.kernel.WriteSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Writes what a write set has changed, in its transaction: rows by space and key, several of a kind
 * as one batch.
 */
public final class SqlFlush {

  /**
   * Statements that write one row.
   *
   * @param upsertEntry writes all columns of a row of {@code entry}, in the order of the table
   * @param updateEntry writes the columns of a row that is there from {@code epoch} on, in the
   *     order of the table; then come its {@code space} and {@code key}
   * @param upsertSpace writes a space's eleven columns, id first, and sets {@code swept_to} to no
   *     bytes where it raises the epoch
   * @param countSpace writes how many entries a space has; then comes its id
   */
  public record Sql(
      String upsertEntry, String updateEntry, String upsertSpace, String countSpace) {}

  private static final String DELETE_ENTRY = "DELETE FROM {entry} WHERE space = ? AND key = ?";
  private final Sql sql;
  private final Statements statements;
  private final SqlRecords records;

  public SqlFlush(Sql sql, Statements statements) {
    this.sql = sql;
    this.statements = statements;
    this.records = new SqlRecords(statements, "?");
  }

  /**
   * Writes everything but the positions, which each store keeps in its own way.
   *
   * @param counted a space whose row need not tell how many entries it has, or 0: the row of an
   *     entry does
   * @param nowMillis the time of the transaction
   */
  public void write(WriteSet writes, long counted, long nowMillis) throws SQLException {
    writeSpaces(writes, counted);
    deleteEntries(writes.collectedEntries());
    writeEntries(writes);
    records.write(writes, nowMillis);
  }

  private void writeSpaces(WriteSet writes, long counted) throws SQLException {
    List<StoredSpace> restated = new ArrayList<>();
    List<StoredSpace> onlyCounted = new ArrayList<>();
    for (StoredSpace space : writes.changedSpaces()) {
      if (!writes.isOnlyCounted(space)) {
        restated.add(space);
      } else if (space.id() != counted) {
        onlyCounted.add(space);
      }
    }
    StatementBatch.run(statements, sql.upsertSpace(), restated, SpaceRow::bind);
    StatementBatch.run(statements, sql.countSpace(), onlyCounted, SpaceRow::bindCount);
  }

  private void deleteEntries(Collection<StoredEntry> entries) throws SQLException {
    StatementBatch.run(
        statements,
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
    StatementBatch.run(
        statements,
        sql.upsertEntry(),
        created,
        (upsert, row) -> EntryRow.bind(upsert, row, writes.entries(row.space())));
    for (int rows :
        StatementBatch.run(
            statements,
            sql.updateEntry(),
            standing,
            (update, row) -> EntryRow.bindChange(update, row, writes.entries(row.space())))) {
      if (rows != 1) {
        throw new SQLException("A row that was read in this transaction is not there any more.");
      }
    }
  }
}
