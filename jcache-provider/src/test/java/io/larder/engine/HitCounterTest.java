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
  void oneHitOfSoManyIsLeftToAdd() {
    int left = 0;
    for (int hit = 1; hit <= 10 * HitCounter.SAMPLED; hit++) {
      if (!counter.tryIncrement()) {
        left++;
        counter.add(1);
      }
    }
    assertThat(left).isEqualTo(11); // the first makes the cell
    assertThat(counter.sum()).isEqualTo(10 * HitCounter.SAMPLED);
  }

  @Test
  void allHitsOfAThreadWithoutACellAreLeftToAdd() throws Exception {
    List<Boolean> counted = new ArrayList<>();
    Thread owner = counting();
    for (int i = 1; i < HitCounter.CELLS; i++) {
      var unused = new Thread(); // takes the next id
    }
    Thread other =
        new Thread(
            () -> {
              counted.add(counter.tryIncrement());
              counter.add(1);
              counted.add(counter.tryIncrement());
            });
    assertThat((other.getId() - owner.getId()) % HitCounter.CELLS).isZero();
    owner.start();
    owner.join();
    other.start();
    other.join();
    assertThat(counted).containsExactly(false, false);
    assertThat(counter.sum()).isEqualTo(EACH + 1);
  }
}
