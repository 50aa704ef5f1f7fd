package io.larder.storage.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.Batch;
import io.larder.storage.Bytes;
import io.larder.storage.Change;
import io.larder.storage.Condition;
import io.larder.storage.Durability;
import io.larder.storage.Entry;
import io.larder.storage.Mutation;
import io.larder.storage.Space;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceOptions;
import io.larder.storage.Store;
import io.larder.storage.StoreListener;
import io.larder.storage.StoreLocation;
import io.larder.storage.StoreOptions;
import io.larder.storage.memory.MemoryStorageProvider;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Housekeeping, seen through a store that has it. */
class HousekeepingTest {

  private static final long LONG_ENOUGH_SECONDS = 30;

  private static Store open(String name) {
    return new MemoryStorageProvider()
        .open(StoreLocation.parse("memory:" + name), StoreOptions.DEFAULT);
  }

  private static Mutation put(int key, long expiresAt) {
    return new Mutation.Put(
        Bytes.copyOf(new byte[] {(byte) (key >> 8), (byte) key}),
        Bytes.EMPTY,
        expiresAt,
        expiresAt,
        Condition.NONE);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(LONG_ENOUGH_SECONDS).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static List<Thread> threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("larder-housekeeping-memory:" + name))
        .toList();
  }

  @Test
  void itEvictsAndCollectsUntilTheStoreIsClosed() throws Exception {
    Store store = open("kept");
    Space bounded = store.openSpace(SpaceName.global("bounded"), new SpaceOptions(100));
    Space free = store.openSpace(SpaceName.global("free"), SpaceOptions.DEFAULT);
    for (int i = 0; i < 1300; i++) {
      store.commit(Batch.of(bounded, put(i, Entry.NEVER)));
      store.commit(Batch.of(free, put(i, i < 1200 ? 1 : Entry.NEVER)));
    }
    await(() -> store.count(bounded) == 100);
    await(() -> store.count(free) == 100);
    assertThat(threads("kept")).hasSize(1).allMatch(Thread::isDaemon);
    store.close();
    await(() -> threads("kept").isEmpty());
  }

  @Test
  void aListenerThatFailsDoesNotEndIt() throws Exception {
    try (Store store = open("failing")) {
      Space space = store.openSpace(SpaceName.global("s"), SpaceOptions.DEFAULT);
      CountDownLatch told = new CountDownLatch(2);
      store.subscribe(
          new ExpiryListener() {
            @Override
            public void expired(Space where, List<Entry> entries) {
              told.countDown();
              throw new AssertionError("a listener's fault, planted by a test");
            }
          });
      store.commit(Batch.of(space, put(1, 1)));
      await(() -> told.getCount() == 1);
      store.commit(Batch.of(space, put(2, 1)));
      assertThat(told.await(LONG_ENOUGH_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void anErrorDoesNotEndIt() throws Exception {
    try (Store store = open("erring")) {
      Space space = store.openSpace(SpaceName.global("s"), SpaceOptions.DEFAULT);
      store.commit(Batch.of(space, put(1, 1)));
      CountDownLatch reaps = new CountDownLatch(2);
      Store erring =
          (Store)
              Proxy.newProxyInstance(
                  Store.class.getClassLoader(),
                  new Class<?>[] {Store.class},
                  (proxy, method, arguments) -> {
                    reaps.countDown();
                    throw new NoClassDefFoundError("planted by a test");
                  });
      try (Housekeeping housekeeping = new Housekeeping(erring, "erring", StoreOptions.DEFAULT)) {
        housekeeping.bound(this, space, SpaceOptions.DEFAULT);
        assertThat(reaps.await(LONG_ENOUGH_SECONDS, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Test
  void aListenerMayCloseTheStore() throws Exception {
    Store store = open("closing");
    Space space = store.openSpace(SpaceName.global("s"), SpaceOptions.DEFAULT);
    CountDownLatch closed = new CountDownLatch(1);
    store.subscribe(
        new ExpiryListener() {
          @Override
          public void expired(Space where, List<Entry> entries) {
            store.close();
            closed.countDown();
          }
        });
    store.commit(Batch.of(space, put(1, 1)));
    assertThat(closed.await(LONG_ENOUGH_SECONDS / 2, TimeUnit.SECONDS)).isTrue();
    await(() -> threads("closing").isEmpty());
  }

  @Test
  void theSmallestBoundOfAllOpenersHoldsAsLongAsItsOpener() throws Exception {
    SpaceName name = SpaceName.global("bounded");
    try (Store large = open("openers");
        Store small = open("openers");
        Store unbounded = open("openers")) {
      Space space = large.openSpace(name, new SpaceOptions(100));
      small.openSpace(name, new SpaceOptions(10));
      unbounded.openSpace(name, SpaceOptions.DEFAULT);
      fill(large, space);
      await(() -> large.count(space) == 10);
      unbounded.destroy(name, null);
      fill(large, space);
      await(() -> large.count(space) == 10);
      small.close();
      fill(large, space);
      await(() -> large.count(space) == 100);
      large.openSpace(name, new SpaceOptions(50));
      await(() -> large.count(space) == 50);
    }
  }

  private static void fill(Store store, Space space) {
    for (int i = 0; i < 200; i++) {
      store.commit(Batch.of(space, put(i, Entry.NEVER)));
    }
  }

  @Test
  void itIsTurnedOffByItsSetting() {
    StoreOptions off = options("off");
    try (Store store =
        new MemoryStorageProvider().open(StoreLocation.parse("memory:unkept"), off)) {
      assertThat(threads("unkept")).isEmpty();
      assertThat(store.count()).isZero();
    }
  }

  @Test
  void anUnknownSettingIsRefused() {
    assertThatThrownBy(
            () ->
                new MemoryStorageProvider()
                    .open(StoreLocation.parse("memory:unknown"), options("maybe")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("larder.housekeeping")
        .hasMessageContaining("maybe");
  }

  private static StoreOptions options(String housekeeping) {
    return new StoreOptions(
        Durability.OS, InstantSource.system(), Map.of(Housekeeping.SETTING, housekeeping));
  }

  private abstract static class ExpiryListener implements StoreListener {
    @Override
    public void changed(List<Change> changes) {}

    @Override
    public void gap() {}

    @Override
    public void evicted(Space space, List<Entry> entries) {}
  }
}
