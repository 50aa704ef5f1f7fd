package io.larder.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToldTest {

  private enum Fate {
    RUNNING,
    COMMITTED,
    UNDONE
  }

  /** A server's transactions, some of them ours, and what a poller would be told of them. */
  private static final class World {

    private final Random random;
    private final OwnTransactions own = new OwnTransactions();
    private final Map<Long, Fate> fates = new HashMap<>();
    private final SortedSet<Long> ours = new TreeSet<>();
    private final SortedSet<Long> unsettled = new TreeSet<>();
    private final SortedSet<Long> givenUp = new TreeSet<>();
    private final List<Long> told = new ArrayList<>();
    private long next = 100;
    private Told state = Told.all(snapshot());

    World(long seed) {
      random = new Random(seed);
    }

    private Snapshot snapshot() {
      SortedSet<Long> running = new TreeSet<>();
      fates.forEach(
          (xid, fate) -> {
            if (fate == Fate.RUNNING) {
              running.add(xid);
            }
          });
      return new Snapshot(running.isEmpty() ? next : running.first(), next, running);
    }

    void begin() {
      long xid = next++;
      fates.put(xid, Fate.RUNNING);
      if (random.nextInt(3) == 0) {
        ours.add(xid);
        unsettled.add(xid);
        own.began(xid);
      }
    }

    /** Ends one; whoever made it may learn of that at once, later, or never. */
    void end() {
      pick(snapshot().running())
          .ifPresent(xid -> fates.put(xid, random.nextInt(4) == 0 ? Fate.UNDONE : Fate.COMMITTED));
    }

    void settle() {
      pick(unsettled)
          .filter(xid -> fates.get(xid) != Fate.RUNNING)
          .ifPresent(
              xid -> {
                unsettled.remove(xid);
                if (fates.get(xid) == Fate.UNDONE || random.nextInt(4) == 0) {
                  givenUp.add(xid);
                  own.abandoned(xid);
                } else {
                  own.committed(xid);
                }
              });
    }

    private java.util.Optional<Long> pick(SortedSet<Long> some) {
      return some.stream().skip(some.isEmpty() ? 0 : random.nextInt(some.size())).findFirst();
    }

    void poll() {
      Snapshot now = snapshot();
      NavigableMap<Long, OwnTransactions.State> known = own.known();
      for (Told.Range range : state.since(now, known)) {
        for (long xid = range.first(); xid < range.end(); xid++) {
          if (fates.get(xid) == Fate.COMMITTED) {
            told.add(xid);
          }
        }
      }
      if (random.nextBoolean()) {
        settle(); // between the reading and the remembering
      }
      state = state.next(now, known);
      own.forget(known, now);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 100})
  void everyCommitOfOthersIsToldOnceAndNoneOfOnesOwn(int pollOneIn) {
    for (long seed = 0; seed < 100; seed++) {
      World world = new World(seed);
      for (int step = 0; step < 500; step++) {
        switch (world.random.nextInt(3)) {
          case 0 -> world.begin();
          case 1 -> world.end();
          default -> world.settle();
        }
        if (world.random.nextInt(pollOneIn) == 0) {
          world.poll();
        }
      }
      while (!world.snapshot().running().isEmpty() || !world.unsettled.isEmpty()) {
        world.end();
        world.settle();
      }
      world.poll();
      world.poll();
      List<Long> expected =
          world.fates.keySet().stream()
              .filter(xid -> world.fates.get(xid) == Fate.COMMITTED)
              .filter(xid -> !world.ours.contains(xid) || world.givenUp.contains(xid))
              .toList();
      assertThat(world.told).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(world.own.known()).as("nothing is remembered for ever").isEmpty();
    }
  }
}
