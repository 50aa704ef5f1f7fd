package io.larder.jcache;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CompletionListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a cache's {@code loadAll} calls, on threads that go away when there is nothing to load. */
final class BackgroundLoads implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BackgroundLoads.class);

  private static final int THREADS = 2;

  private final String cacheName;
  private final ThreadPoolExecutor executor;

  BackgroundLoads(String cacheName) {
    this.cacheName = cacheName;
    executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "larder-load-" + cacheName);
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  /** Runs the load and tells the listener how it ended; without one, a failure is logged. */
  void run(Runnable load, @Nullable CompletionListener listener) {
    try {
      executor.execute(new Load(load, listener));
    } catch (RejectedExecutionException closedMeanwhile) {
      throw new IllegalStateException("The cache '" + cacheName + "' is closed.", closedMeanwhile);
    }
  }

  private final class Load implements Runnable {
    private final Runnable load;
    private final @Nullable CompletionListener listener;

    Load(Runnable load, @Nullable CompletionListener listener) {
      this.load = load;
      this.listener = listener;
    }

    @Override
    public void run() {
      try {
        load.run();
      } catch (RuntimeException failure) {
        failed(failure);
        return;
      } catch (Error failure) {
        failed(new CacheLoaderException("Loading for '" + cacheName + "' failed.", failure));
        throw failure;
      }
      if (listener != null) {
        listener.onCompletion();
      }
    }

    void failed(RuntimeException failure) {
      if (listener == null) {
        LOG.warn("Loading for the cache '{}' failed.", cacheName, failure);
      } else {
        listener.onException(failure);
      }
    }
  }

  /** Loads that have not begun are not made, and their listeners are told so. */
  @Override
  public void close() {
    for (Runnable waiting : executor.shutdownNow()) {
      ((Load) waiting)
          .failed(new IllegalStateException("The cache '" + cacheName + "' was closed."));
    }
  }
}
