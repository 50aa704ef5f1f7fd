package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The hybrid clock. */
class HybridClockTest {

  /** The wall moves by that, forward or back, or a timestamp that far from it is observed. */
  record Step(boolean observed, long millis) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Long> millis = Arbitraries.longs().between(-1000, 1000);
    return Arbitraries.of(true, false)
        .flatMap(observed -> millis.map(by -> new Step(observed, by)))
        .list()
        .ofMaxSize(60);
  }

  @Property
  void itIsStrictlyIncreasingAndBehindNothing(@ForAll("steps") List<Step> steps) {
    SettableClock wall = new SettableClock();
    HybridClock clock = new HybridClock(wall);
    long last = clock.next();
    for (Step step : steps) {
      long observed = 0;
      if (step.observed()) {
        observed = HybridClock.at(wall.millis() + step.millis()) + 77;
        clock.observe(observed);
      } else {
        wall.advance(Duration.ofMillis(step.millis()));
      }
      long next = clock.next();
      assertThat(next).isGreaterThan(last).isGreaterThan(observed);
      assertThat(HybridClock.millis(next)).isGreaterThanOrEqualTo(wall.millis());
      last = next;
    }
  }

  @Test
  void itFollowsTheWallClockWhenThatMoves() {
    SettableClock wall = new SettableClock();
    HybridClock clock = new HybridClock(wall);
    assertThat(clock.next()).isEqualTo(HybridClock.at(wall.millis()));
    assertThat(clock.next()).isEqualTo(HybridClock.at(wall.millis()) + 1);
    wall.advance(Duration.ofMillis(1));
    assertThat(clock.next()).isEqualTo(HybridClock.at(wall.millis()));
  }

  @Test
  void pastItsCounterItRunsAheadOfTheWallAndStaysInOrder() {
    HybridClock clock = new HybridClock(new SettableClock());
    long[] given = LongStream.range(0, 70_000).map(i -> clock.next()).toArray();
    assertThat(given).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void threadsNeverGetTheSame() throws Exception {
    HybridClock clock = new HybridClock(InstantSource.system());
    List<long[]> given =
        ContractCase.together(
            4,
            () -> {
              long[] mine = LongStream.range(0, 20_000).map(i -> clock.next()).toArray();
              assertThat(mine).isSorted();
              return mine;
            });
    assertThat(given.stream().flatMapToLong(LongStream::of).distinct().count()).isEqualTo(80_000);
  }
}
