package io.larder.storage.jdbc;

import java.sql.SQLException;

/** Carries a driver's exception through the rules of a write set, which know of no database. */
final class RowsFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final SQLException failure;

  RowsFailure(SQLException failure) {
    super(failure);
    this.failure = failure;
  }

  SQLException failure() {
    return failure;
  }
}
