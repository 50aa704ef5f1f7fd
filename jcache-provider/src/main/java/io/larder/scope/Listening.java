package io.larder.scope;

/** That a listener is told of changes. */
public interface Listening extends AutoCloseable {

  /** Ends it; an event that is on its way may still be told. Closing twice does nothing. */
  @Override
  void close();
}
