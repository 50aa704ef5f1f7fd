package io.larder.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.kernel.Housekeeping;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An open store with one space, on a clock that stands still, and short words for what is done. */
abstract class ContractCase {

  static final SpaceName NAME = SpaceName.global("contract");
  static final Reap EVERYTHING = new Reap(Long.MAX_VALUE, Duration.ZERO, Duration.ZERO, 10_000);

  final SettableClock clock = new SettableClock();
  final StoreOptions options =
      new StoreOptions(Durability.OS, clock, Map.of(Housekeeping.SETTING, "off"));

  private final Supplier<StoreFixture> fixtures;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  StoreFixture fixture;
  Store store;
  Space space;

  ContractCase(Supplier<StoreFixture> fixtures) {
    this.fixtures = fixtures;
  }

  @BeforeEach
  final void openStore() {
    fixture = newFixture();
    store = open(fixture);
    space = store.openSpace(NAME, SpaceOptions.DEFAULT);
  }

  @AfterEach
  final void closeAll() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  /** A place of its own, with nothing in it. */
  final StoreFixture newFixture() {
    return closing(fixtures.get());
  }

  /** Opens the place, until the end of the test. */
  final Store open(StoreFixture place) {
    return closing(place.open(options));
  }

  final <T extends AutoCloseable> T closing(T resource) {
    opened.push(resource);
    return resource;
  }

  static Bytes bytes(String text) {
    return Bytes.wrap(text.getBytes(UTF_8));
  }

  static Bytes bytes(int... bytes) {
    byte[] array = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      array[i] = (byte) bytes[i];
    }
    return Bytes.wrap(array);
  }

  final long in(Duration time) {
    return clock.millis() + time.toMillis();
  }

  final Outcome commit(Mutation mutation) {
    return store.commit(Batch.of(space, mutation)).single();
  }

  final Entry put(String key, String value) {
    return put(key, value, Entry.NEVER);
  }

  final Entry put(String key, String value, long expiresAt) {
    Mutation put = new Mutation.Put(bytes(key), bytes(value), expiresAt, expiresAt, Condition.NONE);
    Outcome outcome = commit(put);
    assertThat(outcome.held()).isTrue();
    assertThat(outcome.after()).isNotNull();
    return outcome.after();
  }

  final Outcome delete(String key) {
    return commit(Mutation.Delete.of(bytes(key)));
  }

  final @Nullable Entry get(String key) {
    return store.get(space, bytes(key));
  }

  /** All live entries of the space, read page by page. */
  final List<Entry> scanAll() {
    return scanAll(store, space, KeyRange.ALL, 100);
  }

  static List<Entry> scanAll(Store store, Space space, KeyRange range, int limit) {
    List<Entry> entries = new ArrayList<>();
    Scan scan = Scan.of(space, range, limit);
    while (true) {
      ScanPage page = store.scan(scan);
      assertThat(page.entries().size()).isLessThanOrEqualTo(limit);
      entries.addAll(page.entries());
      Bytes next = page.next();
      if (next == null) {
        return entries;
      }
      scan = scan.after(next);
    }
  }

  static int byKey(Entry left, Entry right) {
    return left.key().compareTo(right.key());
  }

  /** The whole feed from the start. */
  static List<Change> feed(Store store) {
    return feed(store, Cursor.START);
  }

  static List<Change> feed(Store store, Cursor from) {
    List<Change> changes = new ArrayList<>();
    Cursor cursor = from;
    while (true) {
      ChangePage page = store.changes(cursor, 100, 1 << 20);
      assertThat(page.gap()).isFalse();
      changes.addAll(page.changes());
      cursor = page.next();
      if (!page.more()) {
        return changes;
      }
    }
  }

  static List<Entry> entriesOf(List<Change> changes) {
    return changes.stream()
        .filter(Change.OfEntry.class::isInstance)
        .map(change -> ((Change.OfEntry) change).entry())
        .toList();
  }

  /** Runs the same work in several threads that begin together, and returns what they return. */
  static <T> List<T> together(int threads, Callable<T> work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Future<T>> results = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        results.add(
            pool.submit(
                () -> {
                  start.await();
                  return work.call();
                }));
      }
      List<T> values = new ArrayList<>();
      for (Future<T> result : results) {
        values.add(result.get());
      }
      return values;
    } finally {
      pool.shutdownNow();
    }
  }
}
