package io.larder.storage.jdbc;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.Batch;
import io.larder.storage.HybridClock;
import io.larder.storage.Mutation;
import io.larder.storage.Space;
import io.larder.storage.SpaceName;
import io.larder.storage.StorageException;
import io.larder.storage.kernel.WriteSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two lanes: who leads beside whom. What becomes of one lane's tasks is as with one lane. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GroupCommitLanesTest {

  private static final String POISON = "poison";

  /** Each group's words, in the order of the commits. */
  private final List<List<String>> groups = new ArrayList<>();

  private GroupCommit<Page> commits = withFew(0);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private final class Page implements WriteTransaction {

    private final WriteSet writes =
        new WriteSet(new Ledger.NoRows(), 1, new HybridClock(InstantSource.system()), 0, 0);
    private final List<String> words = new ArrayList<>();

    @Override
    public WriteSet writes() {
      return writes;
    }

    @Override
    public void commit() throws SQLException {
      if (words.contains(POISON)) {
        throw new SQLException("the commit found poison");
      }
      synchronized (groups) {
        groups.add(words);
      }
    }

    @Override
    public void rollback() {}
  }

  private final class Pages implements Transactions<Page> {

    @Override
    public Page begin(boolean durable, List<Batch> batches) {
      return new Page();
    }

    @Override
    public boolean mayBeOneTasks(Exception failure) {
      return true;
    }

    @Override
    public StorageException failure(SQLException cause) {
      return new StorageException("told: " + cause.getMessage(), cause);
    }
  }

  private GroupCommit<Page> withFew(int few) {
    return new GroupCommit<>(List.of(new Pages(), new Pages()), few);
  }

  @AfterEach
  void endThreads() throws InterruptedException {
    threads.shutdown();
    assertThat(threads.awaitTermination(30, SECONDS)).as("nobody waits").isTrue();
    assertThat(commits.tryAlone(() -> {})).as("nobody leads").isTrue();
  }

  private String write(String word) {
    return commits.submit(task(word, () -> {})).result();
  }

  private static WriteTask<Page, String> task(String word, Runnable first) {
    return WriteTask.of(
        1,
        page -> {
          first.run();
          page.words.add(word);
          return word;
        });
  }

  /** A write that keeps its lane until the latch opens; returns when it has the lane. */
  private Future<?> hold(String word, CountDownLatch go) throws InterruptedException {
    CountDownLatch leads = new CountDownLatch(1);
    Future<?> answer = threads.submit(() -> commits.submit(held(word, leads, go)));
    leads.await();
    return answer;
  }

  private WriteTask<Page, String> held(String word, CountDownLatch leads, CountDownLatch go) {
    return task(
        word,
        () -> {
          leads.countDown();
          awaitQuietly(go);
        });
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns when it waits. */
  private Future<?> behind(Runnable action) {
    FutureTask<?> answer = new FutureTask<>(action, null);
    Thread thread = new Thread(answer);
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return answer;
  }

  private Future<?> behind(String word) {
    return behind(() -> write(word));
  }

  private List<List<String>> committed() {
    synchronized (groups) {
      return List.copyOf(groups);
    }
  }

  private static void await(List<Future<?>> answers) throws Exception {
    for (Future<?> answer : answers) {
      answer.get();
    }
  }

  @Test
  void aFewWaitForTheLaneThatIsLed() throws Exception {
    commits = withFew(4);
    CountDownLatch go = new CountDownLatch(1);
    Future<?> a = hold("a", go);
    List<Future<?>> all = List.of(a, behind("b"), behind("c"), behind("d"));
    go.countDown();
    await(all);
    assertThat(committed()).containsExactly(List.of("a"), List.of("b", "c", "d"));
  }

  @Test
  void oneMoreHasThoseWhoWaitWrittenBesideIt() throws Exception {
    commits = withFew(3);
    CountDownLatch go = new CountDownLatch(1);
    Future<?> a = hold("a", go);
    List<Future<?>> others = List.of(behind("b"), behind("c"), threads.submit(() -> write("d")));
    await(others);
    assertThat(committed()).containsExactly(List.of("d", "b", "c"));
    go.countDown();
    a.get();
  }

  @Test
  void theSecondLaneWaitsForAsManyAsTheFirstHas() throws Exception {
    CountDownLatch goA = new CountDownLatch(1);
    CountDownLatch goB = new CountDownLatch(1);
    CountDownLatch goC = new CountDownLatch(1);
    CountDownLatch third = new CountDownLatch(1);
    Future<?> a = hold("a", goA);
    Future<?> b = hold("b", goB);
    List<Future<?>> of3 =
        List.of(behind(() -> commits.submit(held("c", third, goC))), behind("d"), behind("e"));
    goA.countDown();
    third.await();
    goB.countDown();
    await(List.of(a, b));
    List<Future<?>> later = List.of(behind("f"), behind("g"), threads.submit(() -> write("h")));
    await(later);
    assertThat(committed()).containsExactly(List.of("a"), List.of("b"), List.of("h", "f", "g"));
    goC.countDown();
    await(of3);
    assertThat(committed()).last().isEqualTo(List.of("c", "d", "e"));
  }

  /** It would have the second lane wait for a row's lock as well. */
  @Test
  void aKeyThatIsOnItsWayWaitsForItsLane() throws Exception {
    CountDownLatch leads = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Future<?> a = threads.submit(() -> commits.submit(ofKey(held("a", leads, go))));
    leads.await();
    Future<?> same = behind(() -> commits.submit(ofKey(task("same", () -> {}))));
    List<Future<?>> others = List.of(behind("b"), threads.submit(() -> write("c")));
    await(others);
    assertThat(committed()).containsExactly(List.of("c", "b"));
    go.countDown();
    await(List.of(a, same));
    assertThat(committed()).containsExactly(List.of("c", "b"), List.of("a"), List.of("same"));
  }

  private static WriteTask<Page, String> ofKey(WriteTask<Page, String> task) {
    Batch batch = Batch.of(new Space(1, SpaceName.global("s")), Mutation.Delete.of(Ledger.STUCK));
    return new WriteTask<>(task.work(), batch, 1, true, false, false);
  }

  /** It would have to wait for the other lane otherwise, which may be stuck. */
  @Test
  void whatALeaderHasNotAnsweredIsTriedBesideTheOtherLane() throws Exception {
    commits = new GroupCommit<>(List.of(new Pages(), new Pages()), 1, HOURS.toNanos(1));
    CountDownLatch goA = new CountDownLatch(1);
    CountDownLatch goB = new CountDownLatch(1);
    Future<?> a = hold("a", goA);
    Future<?> b = hold("b", goB);
    Runnable fails =
        () -> {
          throw new OutOfMemoryError("planted");
        };
    Future<?> c = behind(() -> commits.submit(task("c", fails)));
    Future<?> d = behind(() -> commits.submit(task("d", fails)));
    goB.countDown();
    b.get();
    assertThatThrownBy(c::get).hasCauseInstanceOf(OutOfMemoryError.class);
    assertThat(a).isNotDone();
    goA.countDown();
    a.get();
    assertThatThrownBy(d::get).hasCauseInstanceOf(OutOfMemoryError.class);
    assertThat(committed()).containsExactly(List.of("b"), List.of("a"));
  }

  @Test
  void aloneIsBesideNeitherAndNobodyOvertakesIt() throws Exception {
    CountDownLatch goA = new CountDownLatch(1);
    CountDownLatch goB = new CountDownLatch(1);
    CountDownLatch goAlone = new CountDownLatch(1);
    Future<?> a = hold("a", goA);
    Future<?> b = hold("b", goB);
    CountDownLatch runs = new CountDownLatch(1);
    List<List<String>> before = new ArrayList<>();
    Future<?> alone =
        behind(
            () ->
                commits.alone(
                    () -> {
                      before.addAll(committed());
                      runs.countDown();
                      awaitQuietly(goAlone);
                      synchronized (groups) {
                        groups.add(List.of("alone"));
                      }
                    }));
    Future<?> c = behind("c");
    goA.countDown();
    a.get();
    Future<?> d = behind("d");
    goB.countDown();
    runs.await();
    Future<?> e = behind("e");
    assertThat(commits.tryAlone(() -> {})).isFalse();
    goAlone.countDown();
    await(List.of(b, alone, c, d, e));
    assertThat(before).containsExactly(List.of("a"), List.of("b"));
    assertThat(committed()).element(2).isEqualTo(List.of("alone"));
  }

  /** With failures and solo tasks among them. */
  @Test
  void manyWritersEachGetTheirOwnAnswerInTheirOwnOrder() throws Exception {
    commits = withFew(4);
    int writers = 12;
    int each = 2_000;
    CyclicBarrier start = new CyclicBarrier(writers);
    List<Future<?>> all = new ArrayList<>();
    for (int writer = 0; writer < writers; writer++) {
      int own = writer;
      all.add(
          threads.submit(
              () -> {
                start.await();
                for (int i = 0; i < each; i++) {
                  String word = own + ":" + i;
                  if (i % 97 == own) {
                    assertThatThrownBy(() -> write(POISON)).isInstanceOf(StorageException.class);
                    WriteTask<Page, String> task = task(word, () -> {});
                    assertThat(commits.submit(WriteTask.solo(task.work())).result())
                        .isEqualTo(word);
                  } else {
                    assertThat(write(word)).isEqualTo(word);
                  }
                }
                return null;
              }));
    }
    await(all);
    List<String> words = committed().stream().flatMap(List::stream).toList();
    assertThat(words).hasSize(writers * each);
    for (int writer = 0; writer < writers; writer++) {
      String prefix = writer + ":";
      assertThat(words.stream().filter(word -> word.startsWith(prefix)))
          .containsExactlyElementsOf(IntStream.range(0, each).mapToObj(i -> prefix + i).toList());
    }
  }
}
