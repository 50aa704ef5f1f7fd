package io.larder.benchmarks;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ends work that is done by child processes and takes too long, by killing all of them. */
final class TimeLimit {

  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "time-limit");
            made.setDaemon(true);
            return made;
          });

  private TimeLimit() {}

  /**
   * Does the work, which must end when its processes do.
   *
   * @throws TimeoutException if its processes had to be killed and it failed
   */
  static <T> T within(Duration limit, Callable<T> work) throws Exception {
    AtomicBoolean passed = new AtomicBoolean();
    Runnable kill =
        () -> {
          passed.set(true);
          ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        };
    Future<?> end = TIMER.schedule(kill, limit.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return work.call();
    } catch (Exception e) {
      if (passed.get()) {
        TimeoutException late =
            new TimeoutException("not done after %d s".formatted(limit.toSeconds()));
        late.initCause(e);
        throw late;
      }
      throw e;
    } finally {
      end.cancel(false);
    }
  }
}
