package io.larder.storage.kernel;

import io.larder.storage.Reap;
import io.larder.storage.Space;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceOptions;
import io.larder.storage.Store;
import io.larder.storage.StoreOptions;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The background work of one store, on a daemon thread of its own: every second it collects what
 * nobody needs and evicts from spaces that are over their bound, both in small batches so that
 * writers are never kept waiting for long. Nothing that is thrown there ends it: it is logged, once
 * a cause. Thread-safe.
 */
public final class Housekeeping implements AutoCloseable {

  /**
   * The setting that turns it {@code off} (default {@code on}): for an owner who calls {@link
   * Store#reap} and {@link Store#evict} itself, since it knows what its peers have seen.
   */
  public static final String SETTING = "larder.housekeeping";

  private static final int EVICTED_AT_ONCE = 500;
  private static final int BATCHES_IN_A_ROW = 200;
  private static final long CLOSE_SECONDS = 30;

  private final Store store;
  private final String location;
  private final FailureLog failures = new FailureLog(Housekeeping.class);
  private final SpaceBounds bounds = new SpaceBounds();
  private final @Nullable ScheduledExecutorService thread;
  private volatile boolean closed;
  private volatile @Nullable Thread stepping;

  /** Belongs to the thread. */
  private @Nullable Throwable untold;

  /**
   * Begins to keep the store, unless {@link #SETTING} is {@code off}.
   *
   * @param store what is kept; called from the background thread until {@link #close}
   * @param location the store's, for the thread's name and for messages
   * @throws IllegalArgumentException if the setting is neither {@code on} nor {@code off}
   */
  public Housekeeping(Store store, String location, StoreOptions options) {
    this.store = store;
    this.location = location;
    this.thread = isOn(options) ? newThread(location) : null;
    if (thread != null) {
      var unused = thread.scheduleWithFixedDelay(this::step, 1, 1, TimeUnit.SECONDS);
    }
  }

  /** The opener wants the space kept so; the smallest bound of all openers is what holds. */
  void bound(Object opener, Space space, SpaceOptions options) {
    bounds.say(opener, space, options);
  }

  /** The opener has destroyed these spaces, and bounds them no more. */
  void release(Object opener, Predicate<SpaceName> spaces) {
    bounds.forget(opener, spaces);
  }

  /** The opener has closed, and bounds nothing more. */
  void release(Object opener) {
    bounds.forget(opener);
  }

  /**
   * Ends the thread, and waits for a step that is running, unless that is what calls this (a
   * listener may close the store). Closing twice does nothing.
   */
  @Override
  public void close() {
    closed = true;
    if (thread == null) {
      return;
    }
    thread.shutdown();
    if (Thread.currentThread() != stepping) {
      awaitEnd(thread);
    }
  }

  private void awaitEnd(ScheduledExecutorService ending) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
    boolean interrupted = false;
    boolean ended = false;
    while (!ended && System.nanoTime() - end < 0) {
      try {
        ended = ending.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException interruption) {
        interrupted = true; // the store must not be closed under a step that is running
      }
    }
    if (!ended) {
      failures.log(
          "The housekeeping of the store %s did not end within %d s."
              .formatted(location, CLOSE_SECONDS),
          new IllegalStateException("still running"));
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void step() {
    stepping = Thread.currentThread();
    try {
      tellFailure();
      reap();
      bounds.smallest().forEach(this::evict);
    } catch (Throwable failure) {
      untold = failure;
    }
  }

  /** Short of memory, even the telling may fail; it is then tried again a second later. */
  private void tellFailure() {
    Throwable failure = untold;
    if (failure != null && !closed) {
      failures.log("The housekeeping of the store " + location + " failed.", failure);
    }
    untold = null;
  }

  private void reap() {
    for (int batch = 0; batch < BATCHES_IN_A_ROW && !closed; batch++) {
      if (!store.reap(Reap.DEFAULT).more()) {
        return;
      }
    }
  }

  private void evict(Space space, long bound) {
    for (int batch = 0; batch < BATCHES_IN_A_ROW && !closed; batch++) {
      if (store.count(space) <= bound || store.evict(space, bound, EVICTED_AT_ONCE) == 0) {
        return;
      }
    }
  }

  /**
   * Refuses a wrong setting before anything is opened.
   *
   * @throws IllegalArgumentException if the setting is neither {@code on} nor {@code off}
   */
  public static void check(StoreOptions options) {
    var unused = isOn(options);
  }

  private static boolean isOn(StoreOptions options) {
    String value = options.settings().getOrDefault(SETTING, "on");
    if (!value.equals("on") && !value.equals("off")) {
      throw new IllegalArgumentException(
          "The setting %s is '%s'; allowed are 'on' and 'off'.".formatted(SETTING, value));
    }
    return value.equals("on");
  }

  private static ScheduledExecutorService newThread(String location) {
    return Executors.newSingleThreadScheduledExecutor(
        work -> {
          Thread thread = new Thread(work, "larder-housekeeping-" + location);
          thread.setDaemon(true);
          return thread;
        });
  }
}
