package io.larder.storage.postgresql;

import io.larder.storage.StorageException;
import io.larder.storage.jdbc.SqlRecords;
import io.larder.storage.jdbc.SqlTransaction;
import io.larder.storage.jdbc.Statements;
import io.larder.storage.kernel.WriteSet;
import java.sql.SQLException;
import java.util.SortedSet;
import java.util.TreeSet;

/** One write transaction on a lane's connection. */
final class PostgresTransaction implements SqlTransaction {

  private static final String COMMIT = PostgresDialect.POSTGRESQL.commit();
  private static final long MOST_CHANGES = (1L << Life.ORDINAL_BITS) - 1;

  private final PostgresWriter writer;
  private final Statements statements;
  private final Life life;
  private final long number;
  private final PostgresRows rows;
  private final WriteSet writes;
  private final long nowMillis;
  private boolean usedOtherwise;

  PostgresTransaction(
      PostgresWriter writer,
      Statements statements,
      Life life,
      long number,
      PostgresRows rows,
      WriteSet writes,
      long nowMillis) {
    this.writer = writer;
    this.statements = statements;
    this.life = life;
    this.number = number;
    this.rows = rows;
    this.writes = writes;
    this.nowMillis = nowMillis;
  }

  /** The server's number for it, its {@code xid8}. */
  long number() {
    return number;
  }

  Life life() {
    return life;
  }

  @Override
  public WriteSet writes() {
    return writes;
  }

  @Override
  public Statements statements() {
    usedOtherwise = true;
    return statements;
  }

  @Override
  public PostgresRows rows() {
    return rows;
  }

  /** In one order with them: waiting for one, it has none that comes later. */
  @Override
  public void lockSpace(long space) throws SQLException {
    SortedSet<Long> ids = new TreeSet<>();
    writes.changedSpaces().forEach(changed -> ids.add(changed.id()));
    ids.add(space);
    SpaceLocks.lock(statements, ids);
  }

  @Override
  public long nowMillis() {
    return nowMillis;
  }

  /**
   * The commit travels behind the last changes. What is written beside entries and spaces is rare,
   * and goes before it on its own.
   */
  @Override
  public void commit() throws SQLException {
    long changes = writes.position() - life.positionOf(number);
    if (changes > MOST_CHANGES) {
      throw new StorageException(
          "One call, or those that share its transaction, change %,d rows; at most %,d are possible. Nothing was written. Make it in parts."
              .formatted(changes, MOST_CHANGES));
    }
    Pipeline pipeline = new Pipeline();
    PostgresFlush.add(writes, rows, pipeline);
    boolean records = SqlRecords.anyIn(writes);
    if (pipeline.isEmpty() && !records && !usedOtherwise) {
      writer.endUnchanged(this);
      return;
    }
    if (records) {
      pipeline.run(statements);
      new SqlRecords(statements, PostgresDialect.NOW).write(writes, rows.leaseMillis());
      pipeline = new Pipeline();
    }
    pipeline.add(COMMIT);
    writer.commit(this, pipeline);
  }

  @Override
  public void rollback() {
    writer.rollback(this);
  }
}
