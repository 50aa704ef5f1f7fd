package io.larder.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.Batch;
import io.larder.storage.Mutation;
import io.larder.storage.Space;
import io.larder.storage.SpaceName;
import io.larder.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GroupCommitTest {

  private final Ledger ledger = new Ledger();
  private GroupCommit<Ledger.Page> commits = new GroupCommit<>(ledger);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void endThreads() throws InterruptedException {
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).as("nobody waits").isTrue();
    assertThat(commits.tryAlone(() -> {})).as("nobody leads").isTrue();
  }

  private String write(String word) {
    return commits.submit(task(word)).result();
  }

  private static WriteTask<Ledger.Page, String> task(String word) {
    return traceless(
        page -> {
          page.write(word);
          return word.toUpperCase(java.util.Locale.ROOT);
        });
  }

  private static WriteTask<Ledger.Page, String> traceless(
      WriteTask.Work<Ledger.Page, String> work) {
    return new WriteTask<>(work, null, 1, true, false, false);
  }

  /** Keeps a leader in its transaction until the latch opens, and the others queued behind it. */
  private List<Future<String>> behindALeader(String leader, List<Callable<String>> others)
      throws Exception {
    CountDownLatch leads = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    List<Future<String>> answers = new ArrayList<>();
    answers.add(
        threads.submit(
            () ->
                commits
                    .submit(
                        WriteTask.<Ledger.Page, String>of(
                            1,
                            page -> {
                              leads.countDown();
                              awaitQuietly(go);
                              page.write(leader);
                              return leader;
                            }))
                    .result()));
    leads.await();
    for (Callable<String> other : others) {
      FutureTask<String> answer = new FutureTask<>(other);
      Thread thread = new Thread(answer);
      thread.start();
      answers.add(answer);
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    go.countDown();
    return answers;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Throwable failureOf(Future<?> answer) throws InterruptedException {
    try {
      return new AssertionError("answered " + answer.get());
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  @Test
  void aLoneWriterIsCommittedOnItsOwnThread() {
    Thread[] worker = new Thread[1];
    ledger.beforeBegin = () -> worker[0] = Thread.currentThread();
    assertThat(write("a")).isEqualTo("A");
    assertThat(worker[0]).isSameAs(Thread.currentThread());
    assertThat(ledger.commits).containsExactly(1);
  }

  @Test
  void whatDoesNotFitAnyMoreIsInTheNextTransaction() throws Exception {
    List<Future<String>> answers =
        behindALeader(
            "a",
            List.of(
                () -> write("b"), () -> write(Ledger.LARGE), () -> write("c"), () -> write("d")));
    for (Future<String> answer : answers) {
      answer.get();
    }
    assertThat(ledger.words).containsExactly("a", "b", Ledger.LARGE, "c", "d");
    assertThat(ledger.commits).containsExactly(1, 2, 2);
  }

  @Test
  void whatQueuesMeanwhileSharesOneTransaction() throws Exception {
    List<Future<String>> answers =
        behindALeader("a", List.of(() -> write("b"), () -> write("c"), () -> write("d")));
    for (Future<String> answer : answers) {
      answer.get();
    }
    assertThat(ledger.words).containsExactly("a", "b", "c", "d");
    assertThat(ledger.commits).containsExactly(1, 3);
  }

  @Test
  void aTransactionThatMustBeDurableIsDoneAgainAsSuch() throws Exception {
    List<Future<String>> answers =
        behindALeader("a", List.of(() -> write("b"), () -> write(Ledger.PRECIOUS)));
    assertThat(answers.get(1).get()).isEqualTo("B");
    assertThat(answers.get(2).get()).isEqualTo("PRECIOUS");
    assertThat(write("d")).isEqualTo("D");
    assertThat(ledger.words).containsExactly("a", "b", Ledger.PRECIOUS, "d");
    assertThat(ledger.commits).containsExactly(1, 2, 1);
    assertThat(ledger.durable).containsExactly(false, false, true, false);
  }

  @Test
  void aDurableTransactionFailsLikeAnyOther() throws Exception {
    List<Future<String>> answers =
        behindALeader("a", List.of(() -> write(Ledger.PRECIOUS), () -> write(Ledger.POISON)));
    assertThat(answers.get(1).get()).isEqualTo("PRECIOUS");
    assertThat(failureOf(answers.get(2))).hasMessage("told: the commit found poison");
    assertThat(ledger.words).containsExactly("a", Ledger.PRECIOUS);
  }

  @Test
  void aTracelessRejectionIsItsCallersAlone() throws Exception {
    WriteTask<Ledger.Page, String> rejected =
        traceless(
            page -> {
              throw new IllegalArgumentException("not this");
            });
    List<Future<String>> answers =
        behindALeader(
            "a",
            List.of(() -> write("b"), () -> commits.submit(rejected).result(), () -> write("d")));
    assertThat(answers.get(1).get()).isEqualTo("B");
    assertThat(failureOf(answers.get(2))).hasMessage("not this");
    assertThat(answers.get(3).get()).isEqualTo("D");
    assertThat(ledger.commits).containsExactly(1, 2);
  }

  @Test
  void aFailingCommitIsSplitAndOnlyTheGuiltyFails() throws Exception {
    List<Future<String>> answers =
        behindALeader("a", List.of(() -> write("b"), () -> write(Ledger.POISON), () -> write("d")));
    assertThat(answers.get(1).get()).isEqualTo("B");
    assertThat(failureOf(answers.get(2)))
        .isInstanceOf(StorageException.class)
        .hasMessage("told: the commit found poison");
    assertThat(answers.get(3).get()).isEqualTo("D");
    assertThat(ledger.words).containsExactly("a", "b", "d");
  }

  @Test
  void aTaskThatFailsWithATraceIsSplitOff() throws Exception {
    WriteTask<Ledger.Page, String> failing =
        WriteTask.of(
            1,
            page -> {
              page.write("trace");
              throw new IllegalArgumentException("half done");
            });
    List<Future<String>> answers =
        behindALeader("a", List.of(() -> write("b"), () -> commits.submit(failing).result()));
    assertThat(answers.get(1).get()).isEqualTo("B");
    assertThat(failureOf(answers.get(2))).hasMessage("half done");
    assertThat(ledger.words).containsExactly("a", "b");
  }

  @Test
  void aSoloTaskSharesWithNobody() throws Exception {
    List<Future<String>> answers =
        behindALeader(
            "a",
            List.of(
                () -> write("b"),
                () ->
                    commits
                        .submit(
                            WriteTask.<Ledger.Page, String>solo(
                                page -> {
                                  page.write("solo");
                                  return "solo";
                                }))
                        .result(),
                () -> write("d")));
    for (Future<String> answer : answers) {
      answer.get();
    }
    assertThat(ledger.words).containsExactly("a", "b", "solo", "d");
    assertThat(ledger.commits).containsExactly(1, 1, 1, 1);
  }

  @Test
  void aDyingLeaderReleasesItsFollowers() throws Exception {
    WriteTask<Ledger.Page, String> deadly =
        WriteTask.of(
            1,
            page -> {
              page.write("trace");
              throw new OutOfMemoryError("planted");
            });
    List<Future<String>> answers =
        behindALeader(
            "a",
            List.of(
                () -> commits.submit(WriteTask.solo(deadly.work())).result(),
                () -> commits.submit(deadly).result(),
                () -> write("c"),
                () -> write("d")));
    assertThat(failureOf(answers.get(1))).isInstanceOf(OutOfMemoryError.class);
    assertThat(failureOf(answers.get(2))).isInstanceOf(OutOfMemoryError.class);
    assertThat(answers.get(3).get()).isEqualTo("C");
    assertThat(answers.get(4).get()).isEqualTo("D");
    assertThat(ledger.words).containsExactly("a", "c", "d");
  }

  @Test
  void anErrorInOneTaskIsItsCallersAlone() throws Exception {
    WriteTask<Ledger.Page, String> deadly =
        WriteTask.of(
            1,
            page -> {
              throw new OutOfMemoryError("planted");
            });
    List<Future<String>> answers =
        behindALeader(
            "a",
            List.of(() -> write("b"), () -> commits.submit(deadly).result(), () -> write("c")));
    assertThat(answers.get(0).get()).isEqualTo("a");
    assertThat(answers.get(1).get()).isEqualTo("B");
    assertThat(failureOf(answers.get(2))).isInstanceOf(OutOfMemoryError.class);
    assertThat(answers.get(3).get()).isEqualTo("C");
    assertThat(ledger.words).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void aCommittedWriteIsAnsweredThoughTheLeaderThenFailsForOthers() throws Exception {
    commits = new GroupCommit<>(ledger, TimeUnit.HOURS.toNanos(1)); // so that it goes on
    WriteTask<Ledger.Page, String> failing =
        WriteTask.of(
            1,
            page -> {
              throw new IllegalStateException("planted");
            });
    ledger.afterRollback =
        () -> {
          ledger.afterRollback = () -> {};
          throw new OutOfMemoryError("planted");
        };
    List<Future<String>> answers =
        behindALeader("a", List.of(() -> commits.submit(failing).result(), () -> write("b")));
    assertThat(answers.get(0).get()).isEqualTo("a");
    assertThat(failureOf(answers.get(1))).isInstanceOf(IllegalStateException.class);
    assertThat(answers.get(2).get()).isEqualTo("B");
    assertThat(ledger.words).containsExactly("a", "b");
  }

  @Test
  void aTransactionThatCannotBeginFailsForAllOfItsGroup() throws Exception {
    Runnable refuse = () -> ledger.refuses = true;
    List<Future<String>> answers =
        behindALeader(
            "a",
            List.of(
                () -> {
                  ledger.beforeBegin = refuse;
                  return write("b");
                },
                () -> write("c")));
    assertThat(failureOf(answers.get(1))).hasMessage("told: no transaction can begin");
    assertThat(failureOf(answers.get(2))).hasMessage("told: no transaction can begin");
    ledger.beforeBegin = () -> {};
    ledger.refuses = false;
    assertThat(write("e")).isEqualTo("E");
    assertThat(ledger.words).containsExactly("a", "e");
  }

  @Test
  void aBatchThatKeepsTheGroupFromBeginningFailsAlone() throws Exception {
    Batch batch = Batch.of(new Space(1, SpaceName.global("s")), Mutation.Delete.of(Ledger.STUCK));
    WriteTask<Ledger.Page, String> stuck =
        new WriteTask<>(page -> "never", batch, 1, true, false, false);
    List<Future<String>> answers =
        behindALeader(
            "a", List.of(() -> write("b"), () -> commits.submit(stuck).result(), () -> write("c")));
    assertThat(answers.get(1).get()).isEqualTo("B");
    assertThat(failureOf(answers.get(2))).hasMessage("told: a row is stuck");
    assertThat(answers.get(3).get()).isEqualTo("C");
    assertThat(ledger.words).containsExactly("a", "b", "c");
  }

  @Test
  void anInterruptEndsNoWaitAndIsNotLost() throws Exception {
    List<Future<String>> answers =
        behindALeader(
            "a",
            List.of(
                () -> {
                  Thread.currentThread().interrupt();
                  String answer = write("b");
                  return answer + Thread.interrupted();
                }));
    assertThat(answers.get(1).get()).isEqualTo("Btrue");
  }

  @Test
  void anActionAloneSharesTimeWithNobody() throws Exception {
    List<Future<String>> answers =
        behindALeader(
            "a",
            List.of(
                () -> write("b"),
                () -> {
                  commits.alone(() -> ledger.words.add("alone"));
                  return "";
                },
                () -> {
                  assertThat(commits.tryAlone(() -> ledger.words.add("never"))).isFalse();
                  return write("c");
                }));
    for (Future<String> answer : answers) {
      answer.get();
    }
    assertThat(ledger.words).containsExactly("a", "b", "alone", "c");
  }

  @Test
  void aWriteFromInsideAWriteIsRefused() {
    WriteTask<Ledger.Page, String> nested = WriteTask.of(1, page -> write("inner"));
    assertThatThrownBy(() -> commits.submit(nested)).isInstanceOf(IllegalStateException.class);
    assertThat(write("after")).isEqualTo("AFTER");
  }

  /** Leads change hands all the time here, with failures and interrupts among the writers. */
  @Test
  void manyWritersEachGetTheirOwnAnswer() throws Exception {
    int writers = 8;
    int each = 3_000;
    CyclicBarrier start = new CyclicBarrier(writers);
    List<Future<Integer>> counts = new ArrayList<>();
    for (int writer = 0; writer < writers; writer++) {
      int own = writer;
      counts.add(
          threads.submit(
              () -> {
                start.await();
                int poisoned = 0;
                for (int i = 0; i < each; i++) {
                  if (i % 97 == own) {
                    assertThatThrownBy(() -> write(Ledger.POISON))
                        .isInstanceOf(StorageException.class);
                    poisoned++;
                  }
                  String word = own + ":" + i;
                  assertThat(write(word)).isEqualTo(word);
                }
                return poisoned;
              }));
    }
    for (Future<Integer> count : counts) {
      assertThat(count.get()).isPositive();
    }
    assertThat(ledger.words).hasSize(writers * each).doesNotHaveDuplicates();
    for (int writer = 0; writer < writers; writer++) {
      String prefix = writer + ":";
      assertThat(ledger.words.stream().filter(word -> word.startsWith(prefix)))
          .as("one writer's words in its own order")
          .containsExactlyElementsOf(
              java.util.stream.IntStream.range(0, each).mapToObj(i -> prefix + i).toList());
    }
  }
}
