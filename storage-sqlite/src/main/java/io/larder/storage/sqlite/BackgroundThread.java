package io.larder.storage.sqlite;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does a step again and again, with a pause after each, on a daemon thread. Whatever a step throws
 * ends that step only, and is reported before the next: short of memory, even the report may fail,
 * and is then tried again.
 */
final class BackgroundThread implements AutoCloseable {

  private final long pauseNanos;
  private final Runnable step;
  private final Consumer<Throwable> report;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Starts at once.
   *
   * @param report told, on the thread, of what a step has thrown
   */
  BackgroundThread(String name, long pauseNanos, Runnable step, Consumer<Throwable> report) {
    this.pauseNanos = pauseNanos;
    this.step = step;
    this.report = report;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    @Nullable Throwable untold = null;
    while (!closed) {
      try {
        if (untold != null) {
          report.accept(untold);
          untold = null;
        }
        step.run();
      } catch (Throwable failure) {
        untold = untold == null ? failure : untold;
      }
      if (!closed) {
        LockSupport.parkNanos(this, pauseNanos);
      }
    }
  }

  /** Waits for the step that is going on. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive() && thread != Thread.currentThread()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
