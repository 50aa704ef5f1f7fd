package io.larder.storage;

/** One place where a store can be, for one test: nothing is there when the fixture is made. */
public interface StoreFixture extends AutoCloseable {

  /**
   * Opens the store at that place. It can be opened again while it is open, as another opener does,
   * and after it was closed.
   */
  Store open(StoreOptions options);

  /** Takes away whatever the place needed; all openers have closed by then. */
  @Override
  default void close() {}
}
