package io.larder.storage.jdbc;

import io.larder.storage.kernel.Rows;
import java.sql.SQLException;

/** A write transaction on one connection, for what is done in SQL of its own. */
public interface SqlTransaction extends WriteTransaction {

  Statements statements();

  /** Reads rows as they stood when the transaction began. */
  Rows rows();

  /**
   * Locks the space's row for a statement of one's own that writes it, and before it those that the
   * write set has changed so far, if others may write spaces meanwhile.
   */
  default void lockSpace(long space) throws SQLException {}

  /** The time of the transaction, in milliseconds since the Unix epoch. */
  long nowMillis();
}
