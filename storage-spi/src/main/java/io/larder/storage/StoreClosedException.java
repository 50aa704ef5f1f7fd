package io.larder.storage;

/** The store, or this opener's share of it, has been closed. */
public final class StoreClosedException extends StorageException {
  private static final long serialVersionUID = 1L;

  public StoreClosedException(String location) {
    super("The store " + location + " is closed.");
  }
}
