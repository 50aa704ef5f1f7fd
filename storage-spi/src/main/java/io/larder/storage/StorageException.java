package io.larder.storage;

import org.jspecify.annotations.Nullable;

/**
 * A store could not do what it was asked to do. The message names the store, what happened and what
 * to do; nothing of the failed call has been written unless a subclass says otherwise.
 */
public class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StorageException(String message) {
    super(message);
  }

  public StorageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
