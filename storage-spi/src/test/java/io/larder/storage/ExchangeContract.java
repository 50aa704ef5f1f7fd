package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.memory.MemoryStorageProvider;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Stores of any two kinds that exchange changes in any order, with repeats and gaps, end
 * byte-equal: the store under test with itself and with the memory store. A failure names its seed;
 * run it again with {@code -Dlarder.fuzz.seed=…}.
 */
abstract class ExchangeContract extends ContractCase {

  private static final int STEPS = 300;
  private static final int ROUNDS_AT_MOST = 10;

  private final Supplier<StoreFixture> own = this::newFixture;
  private final Supplier<StoreFixture> memory = this::memory;

  ExchangeContract(Supplier<StoreFixture> fixtures) {
    super(fixtures);
  }

  private StoreFixture memory() {
    StoreLocation location = StoreLocation.parse("memory:" + UUID.randomUUID());
    return closing((StoreFixture) options -> new MemoryStorageProvider().open(location, options));
  }

  @RepeatedTest(6)
  void twoOfOneKindEndEqual(RepetitionInfo repetition) {
    endEqual(repetition, List.of(own, own));
  }

  @RepeatedTest(6)
  void oneOfEachKindEndEqual(RepetitionInfo repetition) {
    endEqual(repetition, List.of(own, memory));
  }

  @RepeatedTest(6)
  void threeEndEqual(RepetitionInfo repetition) {
    endEqual(repetition, List.of(own, memory, own));
  }

  private void endEqual(RepetitionInfo repetition, List<Supplier<StoreFixture>> kinds) {
    long seed =
        Long.getLong(
            "larder.fuzz.seed",
            repetition.getCurrentRepetition() == 1 ? 1 : System.nanoTime() ^ hashCode());
    try {
      Random random = new Random(seed);
      List<Replica> replicas = open(kinds, random);
      for (int step = 0; step < STEPS; step++) {
        step(replicas, random);
      }
      exchangeUntilNothingChanges(replicas);
      Replica.Dump first = replicas.get(0).dump();
      for (Replica replica : replicas) {
        assertThat(replica.dump()).as("%s and %s", replicas.get(0), replica).isEqualTo(first);
      }
    } catch (AssertionError | RuntimeException failure) {
      throw new AssertionError("seed " + seed + ": " + failure, failure);
    }
  }

  private List<Replica> open(List<Supplier<StoreFixture>> kinds, Random random) {
    List<Replica> replicas = new ArrayList<>();
    for (Supplier<StoreFixture> kind : kinds) {
      SettableClock wall = new SettableClock();
      wall.advance(Duration.ofMillis(random.nextInt(500)));
      Store opened = closing(kind.get().open(options.withClock(wall)));
      replicas.add(new Replica("r" + replicas.size(), opened, wall, random));
    }
    return replicas;
  }

  private static void step(List<Replica> replicas, Random random) {
    Replica replica = replicas.get(random.nextInt(replicas.size()));
    Replica other = replicas.get(random.nextInt(replicas.size()));
    int choice = random.nextInt(20);
    if (choice < 12 || other == replica) {
      replica.changeSomething();
    } else if (choice < 15) {
      replica.pullInOrder(other);
    } else if (choice < 17) {
      replica.capture(other);
    } else if (choice < 19) {
      replica.mergeSomethingCaptured();
    } else {
      replica.reap(replicas);
    }
  }

  private static void exchangeUntilNothingChanges(List<Replica> replicas) {
    for (int round = 0; round < ROUNDS_AT_MOST; round++) {
      int applied = 0;
      for (Replica replica : replicas) {
        for (Replica other : replicas) {
          applied += other == replica ? 0 : replica.mergeAllOf(other);
        }
      }
      if (applied == 0) {
        return;
      }
    }
    throw new AssertionError("After " + ROUNDS_AT_MOST + " rounds rows still change stores.");
  }

  @RepeatedTest(3)
  void noIncrementIsLostWhateverTheOrder(RepetitionInfo repetition) {
    long seed =
        Long.getLong(
            "larder.fuzz.seed",
            repetition.getCurrentRepetition() == 1 ? 1 : System.nanoTime() ^ hashCode());
    Random random = new Random(seed);
    List<Replica> replicas = open(List.of(own, memory, own), random);
    Batch born = increment(replicas.get(0).store());
    replicas.get(0).store().commit(born);
    for (Replica other : replicas.subList(1, 3)) {
      other.mergeAllOf(replicas.get(0));
    }
    int added = 1;
    for (int step = 0; step < STEPS; step++) {
      Replica replica = replicas.get(random.nextInt(replicas.size()));
      Replica other = replicas.get(random.nextInt(replicas.size()));
      if (random.nextInt(3) > 0 || other == replica) {
        replica.store().commit(increment(replica.store()));
        added++;
      } else if (random.nextBoolean()) {
        replica.pullInOrder(other);
      } else {
        replica.capture(other);
        replica.mergeSomethingCaptured();
      }
    }
    exchangeUntilNothingChanges(replicas);
    for (Replica replica : replicas) {
      Store where = replica.store();
      Space there = where.openSpace(Replica.NAMES.get(0), SpaceOptions.DEFAULT);
      Counter counter = Counter.of(where.get(there, bytes("n")));
      assertThat(counter.total()).as("seed %s", seed).isEqualTo(BigDecimal.valueOf(added));
    }
  }

  private static Batch increment(Store where) {
    Space there = where.openSpace(Replica.NAMES.get(0), SpaceOptions.DEFAULT);
    return Batch.of(
        there,
        new Mutation.Add(bytes("n"), BigDecimal.ONE, Entry.NEVER, Entry.KEEP, Condition.NONE));
  }
}
