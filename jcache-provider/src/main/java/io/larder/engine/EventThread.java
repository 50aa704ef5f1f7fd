package io.larder.engine;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread on which one cache's asynchronous listeners, or those of scopes, are told, in order.
 * It ends while there is nothing to tell.
 *
 * <p>The queue before it has no bound: one that dropped would lose events, and one that made
 * writers wait would deadlock with a listener that writes itself. A queue that grows is warned of,
 * and again each time that it has doubled; once it has shrunk, all begins anew. Thread-safe.
 */
public final class EventThread implements AutoCloseable {

  /** How many waiting changes are worth a warning. */
  public static final int BACKLOG = 100_000;

  private static final Logger LOG = LoggerFactory.getLogger(EventThread.class);

  private final String cacheName;
  private final int backlog;
  private final AtomicInteger warnAt;
  private final ThreadPoolExecutor executor;

  /**
   * @param cacheName for messages, and in the thread's name
   * @param backlog how many waiting changes are worth a warning
   */
  public EventThread(String cacheName, int backlog) {
    this.cacheName = cacheName;
    this.backlog = backlog;
    this.warnAt = new AtomicInteger(backlog);
    this.executor =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "larder-events-" + cacheName);
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  /**
   * Tells later, after all that came before.
   *
   * @throws java.util.concurrent.RejectedExecutionException if it is closed
   */
  public void execute(Runnable telling) {
    executor.execute(telling);
    int waiting = executor.getQueue().size();
    int limit = warnAt.get();
    if (waiting >= limit) {
      if (warnAt.compareAndSet(limit, Math.max(limit, limit * 2))) {
        LOG.warn(
            "'{}': {} changes wait to be told to listeners, which are slower than the changes. They"
                + " take up memory until then: make the listeners quicker, or register those of a"
                + " cache as synchronous.",
            cacheName,
            waiting);
      }
    } else if (waiting <= backlog / 2 && limit != backlog) {
      warnAt.set(backlog);
    }
  }

  /** Takes nothing more. What is on its way is still told. */
  @Override
  public void close() {
    executor.shutdown();
  }
}
