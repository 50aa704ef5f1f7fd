package io.larder.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.Change;
import io.larder.storage.Entry;
import io.larder.storage.Lease;
import io.larder.storage.LeaseToken;
import io.larder.storage.Space;
import io.larder.storage.SpaceState;
import io.larder.storage.StorageProvider;
import io.larder.storage.Store;
import io.larder.storage.StoreListener;
import io.larder.storage.StoreOptions;
import io.larder.storage.jdbc.GroupCommit;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.sqlite.JDBC;

/** One file, opened more than once. */
@Timeout(120)
class SeveralOpenersTest {

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("store.db");
  }

  private SmallStore open() {
    return SmallStore.of(TemporaryFile.open(file(), StoreOptions.DEFAULT));
  }

  @Test
  void incrementsOfTwoProcessesAddUp() throws Exception {
    int each = 1_500;
    try (SmallStore small = open();
        OtherProcess other = OtherProcess.with(file())) {
      other.tell("increment n " + each);
      for (int i = 0; i < each; i++) {
        small.increment("n" + i % 3);
      }
      other.expect("done");
      assertThat(List.of("n0", "n1", "n2"))
          .allSatisfy(key -> assertThat(small.get(key)).isEqualTo(Integer.toString(2 * each / 3)));
      assertThat(small.store().count(small.space())).isEqualTo(3);
    }
  }

  @Test
  void anotherProcessesChangesAreTold() throws Exception {
    try (SmallStore small = open();
        OtherProcess other = OtherProcess.with(file())) {
      Told told = new Told();
      small.store().subscribe(told);
      small.put("mine", "1");
      other.tell("put theirs 2");
      assertThat(told.next(Change.OfEntry.class, "theirs").entry().value())
          .isEqualTo(SmallStore.bytes("2"));
      other.tell("clear");
      assertThat(told.next(Change.OfSpace.class, null).state().epoch()).isEqualTo(2);
      assertThat(small.get("mine")).isNull();
      other.tell("put theirs 3");
      assertThat(told.next(Change.OfEntry.class, "theirs").entry().stamp().epoch()).isEqualTo(2);
    }
  }

  @Test
  void anotherProcessesEvictionsAreToldByTheSpacesFloor() throws Exception {
    try (SmallStore small = open();
        OtherProcess other = OtherProcess.with(file())) {
      small.put("a", "1");
      small.put("b", "1");
      small.put("c", "1");
      Told told = new Told();
      small.store().subscribe(told);
      for (int keep = 2; keep > 0; keep--) {
        other.tell("evict " + keep);
        SpaceState state = told.next(Change.OfSpace.class, null).state();
        assertThat(state.epoch()).isEqualTo(1);
        assertThat(state.versionFloor()).isEqualTo(1);
      }
      assertThat(small.get("b")).isNull();
    }
  }

  /** Nothing in the feed tells of it, and this process may hold a copy of the older state. */
  @Test
  void whatAnotherProcessChangedAndEvictedUnseenIsAGapForListeners() throws Exception {
    try (SmallStore small = open();
        OtherProcess other = OtherProcess.with(file())) {
      small.put("a", "1");
      CountDownLatch busy = new CountDownLatch(1);
      CountDownLatch goOn = new CountDownLatch(1);
      CountDownLatch gap = new CountDownLatch(1);
      small
          .store()
          .subscribe(
              new StoreListener() {
                @Override
                public void changed(List<Change> changes) {
                  busy.countDown();
                  awaitUninterruptibly(goOn);
                }

                @Override
                public void gap() {
                  gap.countDown();
                }

                @Override
                public void expired(Space space, List<Entry> entries) {}

                @Override
                public void evicted(Space space, List<Entry> entries) {}
              });
      other.tell("put b 1");
      other.expect("done");
      assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();
      other.tell("put a 2");
      other.expect("done");
      other.tell("evict 0");
      other.expect("done");
      goOn.countDown();
      assertThat(gap.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(small.get("a")).isNull();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void leasesExcludeOtherProcessesAndTokensGrow() throws Exception {
    try (SmallStore small = open();
        OtherProcess other = OtherProcess.with(file())) {
      Lease first =
          small.store().leases().tryAcquire("l", "me", Duration.ofMinutes(1)).orElseThrow();
      other.tell("acquire l");
      assertThat(other.answer()).isEqualTo("none");
      assertThat(small.store().leases().release(first)).isTrue();
      other.tell("acquire l");
      String[] second = other.answer().split("\\.", -1);
      assertThat(new LeaseToken(Long.parseLong(second[0]), Long.parseLong(second[1])))
          .isGreaterThan(first.token());
      other.kill();
    }
  }

  @Test
  void aKilledProcessLeavesWhatItAcknowledged() throws Exception {
    OtherProcess other = OtherProcess.with(file());
    other.tell("put a 1");
    other.expect("done");
    other.kill();
    try (SmallStore small = open()) {
      assertThat(small.get("a")).isEqualTo("1");
    }
  }

  @Test
  void aSecondClassLoaderIsRefused() throws Exception {
    try (SmallStore small = open();
        URLClassLoader loader = secondLoader()) {
      small.put("a", "1");
      assertThatThrownBy(() -> openIn(loader))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .hasMessageContaining(file().toRealPath().toString())
          .hasMessageContaining("larder.store")
          .hasMessageContaining("another class loader");
      small.put("b", "2");
      assertThat(small.get("b")).isEqualTo("2");
      assertThatThrownBy(() -> openIn(loader)).as("again").cause().hasMessageContaining("class");
      try (OtherProcess other = PresenceLock.of(file())) {
        other.tell("alone");
        assertThat(other.answer()).as("whether it is taken for closed").isEqualTo("false");
      }
    }
    try (URLClassLoader loader = secondLoader();
        AutoCloseable second = openIn(loader)) {
      assertThat(second.getClass().getClassLoader()).isSameAs(loader);
    }
  }

  private static URLClassLoader secondLoader() {
    URL[] jars =
        Stream.of(
                SqliteStorageProvider.class,
                GroupCommit.class,
                Store.class,
                JDBC.class,
                LoggerFactory.class,
                Nullable.class)
            .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
            .distinct()
            .toArray(URL[]::new);
    return new URLClassLoader(jars, ClassLoader.getPlatformClassLoader());
  }

  private AutoCloseable openIn(ClassLoader loader) throws Exception {
    Class<?> location = loader.loadClass("io.larder.storage.StoreLocation");
    Class<?> options = loader.loadClass(StoreOptions.class.getName());
    Object provider =
        loader.loadClass(SqliteStorageProvider.class.getName()).getConstructor().newInstance();
    Method open =
        loader.loadClass(StorageProvider.class.getName()).getMethod("open", location, options);
    return (AutoCloseable)
        open.invoke(
            provider,
            location.getMethod("parse", String.class).invoke(null, "sqlite:" + file()),
            options.getField("DEFAULT").get(null));
  }

  /** Keeps what a listener is told. */
  private static final class Told implements StoreListener {

    private final BlockingQueue<Change> changes = new LinkedBlockingQueue<>();

    /** The next change of that kind and key; others before it are passed over. */
    <C extends Change> C next(Class<C> kind, @Nullable String key) throws InterruptedException {
      while (true) {
        Change change = changes.poll(30, TimeUnit.SECONDS);
        assertThat(change).as("told within 30 s").isNotNull();
        boolean keyFits =
            key == null
                || (change instanceof Change.OfEntry entry
                    && entry.entry().key().equals(SmallStore.bytes(key)));
        if (kind.isInstance(change) && keyFits) {
          return kind.cast(change);
        }
      }
    }

    @Override
    public void changed(List<Change> told) {
      changes.addAll(told);
    }

    @Override
    public void gap() {
      throw new AssertionError("told of a gap");
    }

    @Override
    public void expired(Space space, List<Entry> entries) {
      throw new AssertionError("told of an expiry");
    }

    @Override
    public void evicted(Space space, List<Entry> entries) {
      throw new AssertionError("told of an eviction");
    }
  }
}
