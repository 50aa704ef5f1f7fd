package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Random operations, compared step by step with {@link ModelStore}. A failure names its seed; run
 * it again with {@code -Dlarder.fuzz.seed=…}.
 */
abstract class FuzzContract extends ContractCase {

  private static final int STEPS = 400;
  private static final List<Bytes> KEYS = keys();

  /** No more than a minute: that is as far ahead as an entry may come from. */
  private static final Duration AHEAD = Duration.ofSeconds(20);

  private ModelStore model = new ModelStore(0);

  /** Every stamp that was ever given out, so that conditions name old states too. */
  private final List<Stamp> stamps = new ArrayList<>();

  /** Each with its key: two entries of other stores may bear the same. */
  private final Set<Map.Entry<Bytes, Stamp>> given = new HashSet<>();

  private long lastTimestamp;

  /** No timestamp that was given, or shown to the store, is later. */
  private long latestShown;

  /** Later than that, and than any that is given before the store is shown it. */
  private long ahead;

  private Random random = new Random();

  FuzzContract(Supplier<StoreFixture> fixtures) {
    super(fixtures);
  }

  private static List<Bytes> keys() {
    List<Bytes> keys = new ArrayList<>();
    keys.add(Bytes.EMPTY);
    IntStream.range(0, 8).forEach(i -> keys.add(bytes(i * 36, 255)));
    keys.add(bytes("x".repeat(1500) + "a"));
    keys.add(bytes("x".repeat(1500) + "b"));
    return keys;
  }

  @RepeatedTest(10)
  void aStoreDoesWhatAPlainMapDoes(RepetitionInfo repetition) {
    long seed =
        Long.getLong(
            "larder.fuzz.seed",
            repetition.getCurrentRepetition() == 1 ? 1 : System.nanoTime() ^ hashCode());
    random = new Random(seed);
    model = new ModelStore(store.identity().origin());
    for (int step = 0; step < STEPS; step++) {
      try {
        step();
        compare(step % 20 == 0);
        model.settle(latest);
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError("seed " + seed + ", step " + step + ": " + failure, failure);
      }
    }
  }

  /** A dead row may have gone before: a store may put the new entry of its key in its place. */
  private void reap() {
    Reaped reaped = store.reap(EVERYTHING);
    Reaped expected = model.reap(clock.millis());
    assertThat(reaped.dead()).isLessThanOrEqualTo(expected.dead());
    assertThat(reaped)
        .isEqualTo(
            new Reaped(expected.expired(), expected.tombstones(), reaped.dead(), expected.more()));
  }

  private void step() {
    int choice = random.nextInt(100);
    if (choice < 80) {
      commit();
    } else if (choice < 88) {
      clock.advance(Duration.ofMillis(random.nextInt(400)));
    } else if (choice < 93) {
      reap();
    } else if (choice < 96) {
      long keep = random.nextInt(KEYS.size());
      assertThat(store.evict(space, keep, 1000)).isEqualTo(model.evict(keep));
    } else {
      store.clear(space, null);
      model.clear();
    }
  }

  private void commit() {
    latestShown = Math.max(Math.max(latestShown, lastTimestamp), HybridClock.at(clock.millis()));
    long shownBefore = latestShown;
    ahead = latestShown + HybridClock.at(AHEAD.toMillis());
    if (HybridClock.millis(ahead) - clock.millis() > Store.CLOCK_SKEW_BOUND.toMillis()) {
      ahead = 1;
    }
    List<Mutation> mutations = new ArrayList<>();
    for (int left = random.nextInt(4) == 0 ? random.nextInt(6) : 1; left > 0; left--) {
      mutations.add(mutation());
    }
    List<ModelStore.Answer> expected = model.commit(mutations, clock.millis(), shownBefore);
    Commit commit = store.commit(Batch.of(space, mutations));
    boolean applied = expected.stream().allMatch(ModelStore.Answer::held);
    assertThat(commit.applied()).as("%s", mutations).isEqualTo(applied);
    for (int i = 0; i < mutations.size(); i++) {
      Outcome outcome = commit.outcomes().get(i);
      ModelStore.Answer answer = expected.get(i);
      String what = mutations.get(i).toString();
      assertThat(outcome.held()).as(what).isEqualTo(answer.held());
      if (!applied) {
        continue;
      }
      assertSame(what, outcome.before(), answer.before());
      assertSame(what, outcome.expired(), answer.expired());
      assertSame(what, outcome.after(), answer.after());
      remember(mutations.get(i), outcome);
    }
  }

  private void remember(Mutation mutation, Outcome outcome) {
    Entry after = outcome.after();
    boolean same =
        after != null && outcome.before() != null && after.stamp().equals(outcome.before().stamp());
    if (after == null || same || mutation instanceof Mutation.Touch) {
      return;
    }
    Stamp stamp = after.stamp();
    assertThat(given.add(Map.entry(after.key(), stamp)))
        .as("a stamp is never given twice")
        .isTrue();
    boolean kept =
        mutation instanceof Mutation.Restore restore
            && stamp.timestamp() == restore.exported().timestamp();
    if (!kept) {
      assertThat(stamp.timestamp()).isGreaterThan(lastTimestamp);
    }
    lastTimestamp = Math.max(lastTimestamp, stamp.timestamp());
    stamps.add(stamp);
  }

  private Map<Bytes, Entry> latest = Map.of();

  private Mutation mutation() {
    Bytes key = KEYS.get(random.nextInt(KEYS.size()));
    Condition condition = condition(key);
    long created = expiry();
    long updated = random.nextBoolean() ? Entry.KEEP : expiry();
    return switch (random.nextInt(12)) {
      case 0, 1, 2, 3 ->
          new Mutation.Put(key, bytes("v" + random.nextInt(5)), created, updated, condition);
      case 4, 5 -> new Mutation.Delete(key, condition);
      case 6 -> new Mutation.Touch(key, anyStamp(key), expiry());
      case 7, 8 -> restore(key, condition);
      default -> {
        BigDecimal delta = BigDecimal.valueOf(random.nextInt(200) - 100, random.nextInt(3));
        yield new Mutation.Add(key, delta, created, updated, condition);
      }
    };
  }

  /** An entry as it stands, as it stood, or of another store. */
  private Mutation restore(Bytes key, Condition condition) {
    Entry standing = latest.get(key);
    Stamp exported = random.nextBoolean() ? anyStamp(key) : foreignStamp();
    Counter counter = standing == null ? null : Counter.of(standing);
    if (counter != null && random.nextInt(4) > 0) {
      return Mutation.Restore.counter(key, counter.total(), exported, expiry()).onlyIf(condition);
    }
    if (random.nextInt(4) == 0) {
      BigDecimal total = BigDecimal.valueOf(random.nextInt(200) - 100, random.nextInt(3));
      return Mutation.Restore.counter(key, total, exported, expiry()).onlyIf(condition);
    }
    boolean again = counter == null && standing != null && !standing.deleted();
    Bytes value = again && random.nextBoolean() ? standing.value() : bytes("r" + random.nextInt(5));
    return Mutation.Restore.value(key, value, exported, expiry()).onlyIf(condition);
  }

  private Stamp foreignStamp() {
    long timestamp = random.nextInt(4) == 0 ? shownAhead() : 1 + random.nextInt(1000);
    return new Stamp(random.nextInt(5), 1 + random.nextInt(20), timestamp, 1 + random.nextInt(2));
  }

  private long shownAhead() {
    latestShown = Math.max(latestShown, ahead);
    return ahead;
  }

  private Condition condition(Bytes key) {
    return switch (random.nextInt(7)) {
      case 0 -> Condition.ABSENT;
      case 1 -> Condition.stamp(anyStamp(key));
      case 2 -> Condition.olderThan(random.nextInt(3) == 0 ? ahead : anyStamp(key).timestamp());
      default -> Condition.NONE;
    };
  }

  private Stamp anyStamp(Bytes key) {
    Entry standing = latest.get(key);
    if (standing != null && random.nextInt(4) > 0) {
      return standing.stamp();
    }
    return stamps.isEmpty()
        ? new Stamp(1, 1, 1, 1)
        : stamps.get(stamps.size() - 1 - random.nextInt(Math.min(10, stamps.size())));
  }

  private long expiry() {
    return random.nextInt(3) == 0 ? clock.millis() + random.nextInt(600) : Entry.NEVER;
  }

  private void compare(boolean everything) {
    long now = clock.millis();
    Bytes key = KEYS.get(random.nextInt(KEYS.size()));
    assertSame("get", store.get(space, key), model.live(key, now));
    assertThat(store.count(space)).isEqualTo(model.count());
    assertThat(store.space(NAME).orElseThrow().epoch()).isEqualTo(model.epoch());
    assertThat(store.space(NAME).orElseThrow().versionFloor()).isEqualTo(model.floor());
    List<Entry> feed = entriesOf(feed(store));
    Map<Bytes, Entry> standing = new HashMap<>();
    feed.forEach(entry -> standing.put(entry.key(), entry));
    latest = standing;
    if (!everything) {
      return;
    }
    assertAllSame("feed", feed, model.inFeedOrder());
    List<ModelStore.Row> live = model.allLive(now);
    List<Entry> scanned = scanAll(store, space, KeyRange.ALL, 1 + random.nextInt(12));
    assertThat(scanned).extracting(Entry::key).doesNotHaveDuplicates();
    assertAllSame("scan", scanned.stream().sorted(ContractCase::byKey).toList(), live);
    Map<Bytes, Entry> all = store.getAll(space, KEYS);
    assertAllSame("getAll", all.values().stream().sorted(ContractCase::byKey).toList(), live);
  }

  private static void assertAllSame(String what, List<Entry> actual, List<ModelStore.Row> rows) {
    assertThat(actual).as(what).hasSameSizeAs(rows);
    for (int i = 0; i < rows.size(); i++) {
      assertSame(what, actual.get(i), rows.get(i));
    }
  }

  private static void assertSame(
      String what, @Nullable Entry actual, ModelStore.@Nullable Row expected) {
    if (expected == null) {
      assertThat(actual).as(what).isNull();
      return;
    }
    assertThat(actual).as(what).isNotNull();
    assertThat(actual.key()).as(what).isEqualTo(expected.key());
    assertThat(actual.deleted()).as(what).isEqualTo(expected.deleted());
    assertThat(actual.expiresAt()).as(what).isEqualTo(expected.expiresAt());
    assertThat(actual.stamp().version()).as(what).isEqualTo(expected.version());
    assertThat(actual.stamp().epoch()).as(what).isEqualTo(expected.epoch());
    if (expected.total() != null) {
      Counter counter = Counter.of(actual);
      assertThat(counter).as(what).isNotNull();
      assertThat(counter.total()).as(what).isEqualByComparingTo(expected.total());
    } else {
      assertThat(actual.value())
          .as(what)
          .isEqualTo(expected.deleted() ? Bytes.EMPTY : expected.value());
    }
  }
}
