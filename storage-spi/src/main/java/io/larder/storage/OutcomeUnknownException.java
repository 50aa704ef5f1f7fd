package io.larder.storage;

/**
 * The connection to the store was lost while it committed, and it could not be found out whether
 * the change was made. It is never retried by Larder: doing it again could apply it twice.
 */
public final class OutcomeUnknownException extends StorageException {
  private static final long serialVersionUID = 1L;

  public OutcomeUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}
