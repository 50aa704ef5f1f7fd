package io.larder.storage.sqlite;

import io.larder.storage.jdbc.SqlRows;
import io.larder.storage.jdbc.SqlTransaction;
import io.larder.storage.jdbc.Statements;
import io.larder.storage.kernel.WriteSet;
import java.sql.SQLException;

/** One write transaction on the writer's connection. */
final class SqliteTransaction implements SqlTransaction {

  private final SqliteWriter writer;
  private final Statements statements;
  private final SqlRows rows;
  private final WriteSet writes;
  private final long nowMillis;

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

  @Override
  public Statements statements() {
    return statements;
  }

  @Override
  public SqlRows rows() {
    return rows;
  }

  @Override
  public long nowMillis() {
    return nowMillis;
  }

  @Override
  public boolean mustBeDurable() {
    return writer.mustBeDurable();
  }

  @Override
  public void commit() throws SQLException {
    writer.commit(this);
  }

  @Override
  public void rollback() {
    writer.rollback();
  }
}
