package io.larder.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hits are counted exactly, whatever threads come and go. */
class HitCounterTest {

  private static final int EACH = 2_000_000;

  private final HitCounter counter = new HitCounter();

  private Thread counting() {
    return new Thread(
        () -> {
          for (int hit = 0; hit < EACH; hit++) {
            counter.add(1);
          }
        });
  }

  /** Ids are given in order, so the first and the last of so many have one cell. */
  @Test
  void noHitIsLostBetweenThreadsOfOneCell() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i <= HitCounter.CELLS; i++) {
      threads.add(counting());
    }
    Thread first = threads.get(0);
    Thread last = threads.get(HitCounter.CELLS);
    assertThat((last.getId() - first.getId()) % HitCounter.CELLS).isZero();
    first.start();
    last.start();
    first.join();
    last.join();
    assertThat(counter.sum()).isEqualTo(2 * EACH);
  }

  @Test
  void aResetForgetsWhatEveryThreadHasCounted() throws Exception {
    Thread other = counting();
    other.start();
    other.join();
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
