package io.larder.storage.jdbc;

import io.larder.storage.kernel.Rows;

/** A write transaction on one connection, for what is done in SQL of its own. */
public interface SqlTransaction extends WriteTransaction {

  Statements statements();

  /** Reads rows as they stood when the transaction began. */
  Rows rows();

  /** The time of the transaction, in milliseconds since the Unix epoch. */
  long nowMillis();
}
