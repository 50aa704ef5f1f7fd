package io.larder.storage;

/** A listener's registration with a store. Closing it twice does nothing. */
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
