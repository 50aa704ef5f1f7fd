package io.larder.jcache;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.cache.integration.CompletionListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a cache's {@code loadAll} calls, on threads that go away when there is nothing to load. */
final class BackgroundLoads implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BackgroundLoads.class);

  private static final int THREADS = 2;

  private final ThreadPoolExecutor executor;

  BackgroundLoads(String cacheName) {
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
    executor.execute(
        () -> {
          try {
            load.run();
          } catch (RuntimeException failure) {
            if (listener == null) {
              LOG.warn("Loading in the background failed.", failure);
            } else {
              listener.onException(failure);
            }
            return;
          }
          if (listener != null) {
            listener.onCompletion();
          }
        });
  }

  /** Loads that have been asked for are still made. */
  @Override
  public void close() {
    executor.shutdown();
  }
}
