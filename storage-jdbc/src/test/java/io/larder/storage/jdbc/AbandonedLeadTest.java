package io.larder.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A thread whose stack is nearly full writes with a little more of it left each time. So the error
 * comes at every place in turn, also where a leader is about to begin, or to hand over.
 */
class AbandonedLeadTest {

  private static final long STACK_BYTES = 512 << 10;
  private static final int DIVES = 20;

  private final Sum sum = new Sum();
  private GroupCommit<Sum.Addition> commits = new GroupCommit<>(sum);
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
          });

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  private void write() {
    var unused = commits.submit(WriteTask.of(1, Sum.Addition::add));
  }

  @Test
  void whoeverComesNextTakesALeadOfTwoThatAnErrorKept() throws Exception {
    commits = new GroupCommit<>(List.of(sum, sum), 0);
    whoeverComesNextTakesALeadThatAnErrorKept();
  }

  @Test
  void whoeverComesNextTakesALeadThatAnErrorKept() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    List<Future<Integer>> others = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      others.add(threads.submit(() -> writeUntil(over)));
    }
    AtomicInteger written = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();
    for (int i = 0; i < DIVES; i++) {
      int wide = i % 2;
      Thread diver = new Thread(null, () -> dive(wide, written, failed), "diver", STACK_BYTES);
      diver.setDaemon(true);
      diver.start();
      diver.join(TimeUnit.SECONDS.toMillis(30));
      assertThat(diver.isAlive()).as("the diver hangs").isFalse();
    }
    over.set(true);
    threads.submit(this::write).get(30, TimeUnit.SECONDS);
    int acknowledged = written.get() + 1;
    for (Future<Integer> other : others) {
      acknowledged += other.get(30, TimeUnit.SECONDS);
    }
    assertThat(failed.get()).as("writes without enough stack").isPositive();
    assertThat(sum.committed())
        .as("acknowledged, and perhaps some of those that failed after the commit")
        .isBetween(acknowledged, acknowledged + failed.get());
  }

  private int writeUntil(AtomicBoolean over) {
    int written = 0;
    while (!over.get()) {
      write();
      written++;
    }
    return written;
  }

  private void dive(int wide, AtomicInteger written, AtomicInteger failed) {
    try {
      if (wide == 0) {
        dive(wide, written, failed);
      } else {
        diveWide(wide, written, failed, 1, 2, 3);
      }
    } catch (StackOverflowError e) {
      // here it begins
    }
    try {
      write();
      written.incrementAndGet();
    } catch (StackOverflowError e) {
      failed.incrementAndGet();
    }
  }

  private long diveWide(
      int wide, AtomicInteger written, AtomicInteger failed, long a, long b, long c) {
    dive(wide, written, failed);
    return a + b + c;
  }
}
