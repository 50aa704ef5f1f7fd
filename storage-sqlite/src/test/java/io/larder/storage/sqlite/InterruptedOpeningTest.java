package io.larder.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.StoreOptions;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An interrupt neither ends an opening nor is forgotten by it. */
@Timeout(60)
class InterruptedOpeningTest {

  @TempDir Path directory;

  @AfterEach
  void forgetTheInterrupt() {
    var unused = Thread.interrupted();
  }

  private Path file() {
    return directory.resolve("store.db");
  }

  private String putAndGet() {
    try (SmallStore small = SmallStore.of(TemporaryFile.open(file(), StoreOptions.DEFAULT))) {
      small.put("a", "1");
      return small.get("a") + (Thread.currentThread().isInterrupted() ? ", interrupted" : "");
    }
  }

  @Test
  void anInterruptedThreadOpensAStore() {
    Thread.currentThread().interrupt();
    assertThat(putAndGet()).isEqualTo("1, interrupted");
  }

  @Test
  void whoIsInterruptedWhileAnotherProcessOpensGoesOnWaiting() throws Exception {
    TemporaryFile.open(file(), StoreOptions.DEFAULT).close();
    FutureTask<String> opening = new FutureTask<>(this::putAndGet);
    Thread thread = new Thread(opening);
    try (OtherProcess other = PresenceLock.of(file())) {
      other.tell("opening");
      other.expect("true");
      thread.start();
      while (thread.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      thread.interrupt();
      // A thread that is left interrupted waits no more, but runs in circles.
      while (thread.isInterrupted() && !opening.isDone()) {
        Thread.onSpinWait();
      }
      assertThat(opening.isDone()).isFalse();
    }
    assertThat(opening.get()).isEqualTo("1, interrupted");
  }

  @Test
  void anInterruptThatEndsAnOpeningIsSaidToBeOne() {
    Failures failures = new Failures(file(), Duration.ofSeconds(1));
    assertThat(failures.of(new ClosedByInterruptException()))
        .hasMessageContainingAll(file().toString(), "interrupted", "larder.store")
        .hasMessageNotContaining("directory");
  }
}
