package io.larder.engine;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What factories have made for a cache: it is closed with the cache, if it can be. */
public final class Parts {

  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  private Parts() {}

  /** Closes those that are {@link Closeable}; what they throw is logged. */
  public static void close(String cacheName, @Nullable Object... parts) {
    for (Object part : parts) {
      if (part instanceof Closeable closeable) {
        try {
          closeable.close();
        } catch (IOException | RuntimeException failure) {
          LOG.warn("Closing {} of the cache '{}' failed.", part.getClass(), cacheName, failure);
        }
      }
    }
  }
}
