package io.larder.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hits are counted exactly, whatever threads come and go. */
class HitCounterTest {

  private static final int EACH = 20_000;

  private final HitCounter counter = new HitCounter();

  private void countIn(int threads) throws InterruptedException {
    List<Thread> started = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int hit = 0; hit < EACH; hit++) {
                  counter.add(1);
                }
              });
      thread.start();
      started.add(thread);
    }
    for (Thread thread : started) {
      thread.join();
    }
  }

  /** More threads than cells, so that some own one and some do not. */
  @Test
  void noHitIsLost() throws Exception {
    countIn(150);
    assertThat(counter.sum()).isEqualTo(150 * EACH);
    countIn(3);
    assertThat(counter.sum()).isEqualTo(153 * EACH);
  }

  @Test
  void aResetForgetsWhatEveryThreadHasCounted() throws Exception {
    countIn(100);
    counter.add(5);
    counter.reset();
    assertThat(counter.sum()).isZero();
    counter.add(2);
    assertThat(counter.sum()).isEqualTo(2);
  }

  @Test
  void oneHitOfSoManyIsSampled() {
    int sampled = 0;
    for (int hit = 0; hit < 640; hit++) {
      sampled += counter.isOneOf(64) ? 1 : 0;
      counter.add(1);
    }
    assertThat(sampled).isEqualTo(10);
  }
}
