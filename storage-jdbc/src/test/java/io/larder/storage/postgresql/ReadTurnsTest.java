package io.larder.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadTurnsTest {

  @Test
  void whoFindsNoneWaitsUntilOneIsGivenBack() throws Exception {
    ReadTurns turns = new ReadTurns(2, Duration.ofHours(1));
    assertThat(turns.take()).isTrue();
    assertThat(turns.take()).isTrue();
    Thread[] waits = {null};
    CompletableFuture<Boolean> third =
        CompletableFuture.supplyAsync(
            turns::take,
            task -> {
              waits[0] = new Thread(task);
              waits[0].start();
            });
    while (waits[0].getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    turns.giveBack();
    assertThat(third.get()).isTrue();
  }

  @Test
  void whoWaitsForTooLongGoesOnWithoutOne() {
    ReadTurns turns = new ReadTurns(1, Duration.ofMillis(1));
    assertThat(turns.take()).isTrue();
    assertThat(turns.take()).isFalse();
  }

  @Test
  void whoIsInterruptedGoesOnWithoutOneAndStaysSo() {
    ReadTurns turns = new ReadTurns(1, Duration.ofHours(1));
    assertThat(turns.take()).isTrue();
    Thread.currentThread().interrupt();
    assertThat(turns.take()).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }
}
