package io.larder.tck.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two JVMs on one file behave as two threads in one. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TwoProcessTest {

  private static final int INCREMENTS = 10_000;
  private static final int KEYS = 8;
  private static final int RACES = 300;

  @TempDir private Path directory;

  private StoreFile file() {
    return new StoreFile(directory.resolve("shared.db"));
  }

  @Test
  void incrementsAddUpExactly() throws Exception {
    try (ChildJvm one = CacheProcess.start(file());
        ChildJvm other = CacheProcess.start(file())) {
      one.tell("increment " + INCREMENTS + " " + KEYS);
      other.tell("increment " + INCREMENTS + " " + KEYS);
      long ranInOne = Long.parseLong(one.hear());
      long ranInOther = Long.parseLong(other.hear());

      List<Long> each = new ArrayList<>();
      try (CacheManager manager = file().open()) {
        Cache<String, Long> counts = StoreFile.counts(manager);
        for (int key = 0; key < KEYS; key++) {
          each.add(counts.get("count-" + key));
        }
      }
      System.out.printf(
          "TwoProcessTest: %,d increments, counted %s, processors ran %,d and %,d times%n",
          2 * INCREMENTS, each, ranInOne, ranInOther);
      assertThat(each).containsOnly(2L * INCREMENTS / KEYS);
      // A processor may run again when another process interfered; it never runs too seldom.
      assertThat(ranInOne).isGreaterThanOrEqualTo(INCREMENTS);
      assertThat(ranInOther).isGreaterThanOrEqualTo(INCREMENTS);
    }
  }

  @Test
  void putIfAbsentHasOneWinner() throws Exception {
    try (ChildJvm one = CacheProcess.start(file());
        ChildJvm other = CacheProcess.start(file())) {
      for (int i = 0; i < RACES; i++) {
        race(one, other, "putIfAbsent", "absent-" + i, "");
      }
    }
  }

  @Test
  void replaceOfOneValueHasOneWinner() throws Exception {
    try (ChildJvm one = CacheProcess.start(file());
        ChildJvm other = CacheProcess.start(file())) {
      for (int i = 0; i < RACES; i++) {
        one.ask("put present-" + i + " before");
        race(one, other, "replace", "present-" + i, "before ");
      }
    }
  }

  private static void race(ChildJvm one, ChildJvm other, String operation, String key, String old) {
    one.tell(operation + " " + key + " " + old + "one");
    other.tell(operation + " " + key + " " + old + "other");
    boolean oneWon = Boolean.parseBoolean(one.hear());
    boolean otherWon = Boolean.parseBoolean(other.hear());
    assertThat(oneWon).as("%s of %s won by one of two", operation, key).isNotEqualTo(otherWon);
    String winner = oneWon ? "one" : "other";
    one.ask("await " + key + " " + winner);
    other.ask("await " + key + " " + winner);
  }

  /** The bound is the other's alone, and what is removed after its eviction leaves no tombstone. */
  @Test
  void whatAnotherProcessHasEvictedLeavesTheMemoryOfAnUnboundedOne() throws Exception {
    try (CacheManager manager = file().open();
        ChildJvm bounded = CacheProcess.start(file(), "1")) {
      Cache<String, String> here = StoreFile.texts(manager);
      bounded.ask("put session secret");
      CacheProcess.await(here, "session", "secret");
      bounded.ask("put other value");
      bounded.ask("await session null");
      assertThat(bounded.ask("remove session")).isEqualTo("false");
      CacheProcess.await(here, "session", "null");
      assertThat(here.get("other")).isEqualTo("value");
    }
  }

  @Test
  void aChangeReachesTheOthersMemory() throws Exception {
    List<Long> micros = new ArrayList<>();
    try (CacheManager manager = file().open();
        ChildJvm other = CacheProcess.start(file())) {
      Cache<String, String> here = StoreFile.texts(manager);
      String key = "seen";
      // Absence is kept in memory too, so the first read matters.
      assertThat(here.get(key)).isNull();
      for (int i = 0; i < 20; i++) {
        other.ask("put " + key + " theirs-" + i);
        micros.add(Long.valueOf(CacheProcess.await(here, key, "theirs-" + i)));
        here.put(key, "ours-" + i);
        micros.add(Long.parseLong(other.ask("await " + key + " " + "ours-" + i)));
      }
      other.ask("remove " + key);
      micros.add(Long.valueOf(CacheProcess.await(here, key, "null")));
      here.put(key, "back");
      micros.add(Long.parseLong(other.ask("await " + key + " " + "back")));
      other.ask("clear");
      micros.add(Long.valueOf(CacheProcess.await(here, key, "null")));
    }
    Collections.sort(micros);
    System.out.printf(
        "TwoProcessTest: a change was seen after %,d us (median), %,d us at most%n",
        micros.get(micros.size() / 2), micros.get(micros.size() - 1));
  }
}
