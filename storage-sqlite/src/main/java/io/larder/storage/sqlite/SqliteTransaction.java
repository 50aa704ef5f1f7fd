package io.larder.storage.sqlite;

import io.larder.storage.Change;
import io.larder.storage.jdbc.SqlRows;
import io.larder.storage.jdbc.Statements;
import io.larder.storage.jdbc.WriteTransaction;
import io.larder.storage.kernel.StoredEntry;
import io.larder.storage.kernel.StoredSpace;
import io.larder.storage.kernel.WriteSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One write transaction on the writer's connection. */
final class SqliteTransaction implements WriteTransaction {

  private final SqliteWriter writer;
  private final Statements statements;
  private final SqlRows rows;
  private final WriteSet writes;
  private final long nowMillis;
  private final Map<Long, StoredSpace> owners = new HashMap<>();

  SqliteTransaction(
      SqliteWriter writer, Statements statements, SqlRows rows, WriteSet writes, long nowMillis) {
    this.writer = writer;
    this.statements = statements;
    this.rows = rows;
    this.writes = writes;
    this.nowMillis = nowMillis;
  }

  @Override
  public WriteSet writes() {
    return writes;
  }

  Statements statements() {
    return statements;
  }

  SqlRows rows() {
    return rows;
  }

  long nowMillis() {
    return nowMillis;
  }

  @Override
  public void commit() throws SQLException {
    writer.commit(this);
  }

  @Override
  public void rollback() {
    writer.rollback();
  }

  /** Keeps the names of the spaces that have changed entries; called before the commit ends. */
  void keepOwners() {
    for (StoredEntry row : writes.changedEntries()) {
      owners.computeIfAbsent(row.space(), rows::space);
    }
  }

  /** The changes with positions after the one and through the other. */
  List<Change> changes(long after, long through) {
    List<Change> changes = new ArrayList<>();
    if (after == through) {
      return changes;
    }
    for (StoredEntry row : writes.changedEntries()) {
      StoredSpace owner = owners.get(row.space());
      if (owner != null && row.position() > after && row.position() <= through) {
        changes.add(new Change.OfEntry(owner.name(), row.entry(), row.position()));
      }
    }
    for (StoredSpace space : writes.changedSpaces()) {
      if (space.position() > after && space.position() <= through) {
        changes.add(new Change.OfSpace(space.state(), space.position()));
      }
    }
    changes.sort(Comparator.comparingLong(Change::position));
    return changes;
  }
}
