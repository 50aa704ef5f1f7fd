package io.larder.storage.kernel;

import io.larder.storage.Reap;
import io.larder.storage.Space;
import io.larder.storage.SpaceOptions;
import io.larder.storage.Store;
import io.larder.storage.StoreOptions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The background work of one store, on a daemon thread of its own: every second it collects what
 * nobody needs and evicts from spaces that are over their bound, both in small batches so that
 * writers are never kept waiting for long. A failure is logged, once a cause, and does not end it.
 * Thread-safe.
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
  private final Map<Space, Long> bounds = new ConcurrentHashMap<>();
  private final @Nullable ScheduledExecutorService thread;
  private volatile boolean closed;

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

  /** Bounds a space, or lifts its bound; what was said last about a space holds. */
  public void bound(Space space, SpaceOptions options) {
    if (options.maximumEntries() == SpaceOptions.UNBOUNDED) {
      bounds.remove(space);
    } else {
      bounds.put(space, options.maximumEntries());
    }
  }

  /** Waits for a running step, then ends the thread. Closing twice does nothing. */
  @Override
  public void close() {
    closed = true;
    if (thread == null) {
      return;
    }
    thread.shutdownNow();
    boolean interrupted = false;
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        failures.log(
            "The housekeeping of the store %s did not end within %d s."
                .formatted(location, CLOSE_SECONDS),
            new IllegalStateException("still running"));
      }
    } catch (InterruptedException interruption) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void step() {
    try {
      reap();
      bounds.forEach(this::evict);
    } catch (RuntimeException failure) {
      if (!closed) {
        failures.log("The housekeeping of the store " + location + " failed.", failure);
      }
    }
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
