package io.larder.storage.sqlite;

import java.util.concurrent.locks.LockSupport;

/** Does a step again and again, with a pause after each, on a daemon thread. */
final class BackgroundThread implements AutoCloseable {

  private final long pauseNanos;
  private final Runnable step;
  private final Thread thread;
  private volatile boolean closed;

  /** Starts at once. */
  BackgroundThread(String name, long pauseNanos, Runnable step) {
    this.pauseNanos = pauseNanos;
    this.step = step;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (!closed) {
      step.run();
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
