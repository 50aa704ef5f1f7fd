package io.larder.storage.jdbc;

import io.larder.storage.StorageException;

/** There is no space with that number, though it was given out once. */
public final class MissingSpaceException extends StorageException {
  private static final long serialVersionUID = 1L;

  MissingSpaceException(long id) {
    super("The store has no space with the number " + id + ".");
  }
}
