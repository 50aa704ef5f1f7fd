package io.larder.storage.jdbc;

import java.sql.SQLException;

/** Carries a driver's exception through the rules of a write set, which know of no database. */
public final class RowsFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final SQLException failure;

  public RowsFailure(SQLException failure) {
    super(failure);
    this.failure = failure;
  }

  public SQLException failure() {
    return failure;
  }
}
