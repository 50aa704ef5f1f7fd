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

  private final ModelStore model = new ModelStore();

  /** Every stamp that was ever given out, so that conditions name old states too. */
  private final List<Stamp> stamps = new ArrayList<>();

  private final Set<Stamp> given = new HashSet<>();
  private long lastTimestamp;
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
    for (int step = 0; step < STEPS; step++) {
      try {
        step();
        compare(step % 20 == 0);
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
    List<Mutation> mutations = new ArrayList<>();
    for (int left = random.nextInt(4) == 0 ? random.nextInt(6) : 1; left > 0; left--) {
      mutations.add(mutation());
    }
    List<ModelStore.Answer> expected =
        model.commit(mutations, clock.millis(), (stamp, row) -> stamp.equals(stampOf(row)));
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
    if (after == null || mutation instanceof Mutation.Touch) {
      return;
    }
    assertThat(given.add(after.stamp())).as("a stamp is never given twice").isTrue();
    assertThat(after.stamp().timestamp()).isGreaterThan(lastTimestamp);
    lastTimestamp = after.stamp().timestamp();
    stamps.add(after.stamp());
  }

  /** The stamp under which the store keeps the row: of its version, the one given last. */
  private @Nullable Stamp stampOf(ModelStore.Row row) {
    Entry entry = latest.get(row.key());
    return entry != null
            && entry.stamp().version() == row.version()
            && entry.stamp().epoch() == row.epoch()
        ? entry.stamp()
        : null;
  }

  private Map<Bytes, Entry> latest = Map.of();

  private Mutation mutation() {
    Bytes key = KEYS.get(random.nextInt(KEYS.size()));
    Condition condition = condition(key);
    long created = expiry();
    long updated = random.nextBoolean() ? Entry.KEEP : expiry();
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3 ->
          new Mutation.Put(key, bytes("v" + random.nextInt(5)), created, updated, condition);
      case 4, 5 -> new Mutation.Delete(key, condition);
      case 6 -> new Mutation.Touch(key, anyStamp(key), expiry());
      default -> {
        BigDecimal delta = BigDecimal.valueOf(random.nextInt(200) - 100, random.nextInt(3));
        yield new Mutation.Add(key, delta, created, updated, condition);
      }
    };
  }

  private Condition condition(Bytes key) {
    return switch (random.nextInt(6)) {
      case 0 -> Condition.ABSENT;
      case 1 -> Condition.stamp(anyStamp(key));
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
