package io.larder.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.Change;
import io.larder.storage.Entry;
import io.larder.storage.Space;
import io.larder.storage.StoreListener;
import io.larder.storage.StoreOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two openers share a store. When a write returns, the other opener has been told of all that it
 * changed, even if a later write of the same transaction has changed it again.
 */
@Timeout(60)
class ToldBeforeReturnTest {

  private static final String LEADS = "leads";

  @TempDir Path directory;

  @Test
  void anEntryThatALaterWriteReplaced() throws Exception {
    List<Change> told =
        toldWhenTheFirstReturns(small -> small.put("k", "1"), small -> small.put("k", "2"));
    assertThat(told).hasSize(1);
    Entry entry = ((Change.OfEntry) told.get(0)).entry();
    assertThat(entry.key()).isEqualTo(SmallStore.bytes("k"));
    assertThat(entry.value()).as("its last state").isEqualTo(SmallStore.bytes("2"));
    assertThat(entry.stamp().version()).isEqualTo(2);
  }

  @Test
  void aClearThatALaterOneFollowed() throws Exception {
    List<Change> told = toldWhenTheFirstReturns(SmallStore::clear, SmallStore::clear);
    assertThat(told).hasSize(1);
    assertThat(((Change.OfSpace) told.get(0)).state().epoch()).isEqualTo(3);
  }

  @Test
  void othersEntriesAreLeftToTheirWriters() throws Exception {
    List<Change> told =
        toldWhenTheFirstReturns(small -> small.put("k", "1"), small -> small.put("l", "1"));
    assertThat(told)
        .singleElement()
        .satisfies(
            change ->
                assertThat(((Change.OfEntry) change).entry().key())
                    .isEqualTo(SmallStore.bytes("k")));
  }

  private interface Write {
    void to(SmallStore small);
  }

  /**
   * Lets two writes share a transaction, and keeps the second from telling anybody before the first
   * has returned.
   */
  private List<Change> toldWhenTheFirstReturns(Write first, Write second) throws Exception {
    Path file = directory.resolve("store.db");
    try (SmallStore writing = SmallStore.of(TemporaryFile.open(file, StoreOptions.DEFAULT));
        SmallStore listening = SmallStore.of(TemporaryFile.open(file, StoreOptions.DEFAULT))) {
      FutureTask<Boolean> leading = new FutureTask<>(() -> writing.put(LEADS, "1"), true);
      FutureTask<Boolean> earlier = new FutureTask<>(() -> first.to(writing), true);
      FutureTask<Boolean> later = new FutureTask<>(() -> second.to(writing), true);
      Thread laterThread = new Thread(later);
      Told told = new Told(laterThread);
      listening.store().subscribe(told);
      try (Connection blocker = Connections.connect(file, "mode=rw");
          Statement statement = blocker.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        start(new Thread(leading), Thread.State.TIMED_WAITING);
        start(new Thread(earlier), Thread.State.WAITING);
        start(laterThread, Thread.State.WAITING);
        statement.execute("ROLLBACK");
      }
      try {
        assertThat(leading.get() && earlier.get()).isTrue();
        return List.copyOf(told.changes);
      } finally {
        told.firstReturned.countDown();
        assertThat(later.get()).isTrue();
      }
    }
  }

  private static void start(Thread thread, Thread.State until) {
    thread.start();
    while (thread.getState() != until) {
      Thread.onSpinWait();
    }
  }

  private static final class Told implements StoreListener {

    private final Thread later;
    private final CountDownLatch firstReturned = new CountDownLatch(1);
    private final List<Change> changes = new CopyOnWriteArrayList<>();

    Told(Thread later) {
      this.later = later;
    }

    @Override
    public void changed(List<Change> some) {
      if (Thread.currentThread() == later) {
        try {
          firstReturned.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      some.stream().filter(change -> !isLeaders(change)).forEach(changes::add);
    }

    private static boolean isLeaders(Change change) {
      return change instanceof Change.OfEntry row
          && row.entry().key().equals(SmallStore.bytes(LEADS));
    }

    @Override
    public void gap() {
      throw new AssertionError("told of a gap");
    }

    @Override
    public void expired(Space space, List<Entry> entries) {}

    @Override
    public void evicted(Space space, List<Entry> entries) {}
  }
}
