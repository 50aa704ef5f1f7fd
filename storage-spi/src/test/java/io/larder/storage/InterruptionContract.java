package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that are interrupted, and a store that is closed, while commits are going on. */
@Timeout(60)
abstract class InterruptionContract extends ContractCase {

  private static final int WRITERS = 6;
  private static final int EACH = 300;

  InterruptionContract(Supplier<StoreFixture> fixtures) {
    super(fixtures);
  }

  private static Mutation.Add addOne(String key) {
    return new Mutation.Add(bytes(key), BigDecimal.ONE, Entry.NEVER, Entry.NEVER, Condition.NONE);
  }

  @Test
  void anInterruptedThreadReadsAndWritesAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    Entry entry = put("a", "1");
    assertThat(get("a")).isEqualTo(entry);
    assertThat(scanAll()).containsExactly(entry);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void interruptsDuringCommitsLoseAndRepeatNothing() throws Exception {
    List<Thread> threads = new ArrayList<>();
    List<Future<Integer>> answers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      Callable<Integer> work =
          () -> {
            int acknowledged = 0;
            for (int i = 0; i < EACH; i++) {
              acknowledged += store.commit(Batch.of(space, addOne("n"))).applied() ? 1 : 0;
            }
            return acknowledged;
          };
      FutureTask<Integer> answer = new FutureTask<>(work);
      answers.add(answer);
      threads.add(new Thread(answer));
    }
    threads.forEach(Thread::start);
    while (answers.stream().anyMatch(answer -> !answer.isDone())) {
      threads.forEach(Thread::interrupt);
    }
    for (Future<Integer> answer : answers) {
      assertThat(answer.get()).isEqualTo(EACH);
    }
    Entry counter = get("n");
    assertThat(counter).isNotNull();
    Counter sum = Counter.of(counter);
    assertThat(sum).isNotNull();
    assertThat(sum.total()).isEqualByComparingTo(BigDecimal.valueOf((long) WRITERS * EACH));
    assertThat(counter.stamp().version()).isEqualTo((long) WRITERS * EACH);
  }

  /** Each call is answered or refused as one into a closed store, and what was answered is kept. */
  @Test
  void closingWhileOthersCommitEndsEveryCall() throws Exception {
    CountDownLatch busy = new CountDownLatch(WRITERS);
    AtomicInteger kept = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    List<Future<Throwable>> endings = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      String key = "k" + writer;
      endings.add(
          threads.submit(
              () -> {
                try {
                  while (true) {
                    store.commit(Batch.of(space, addOne(key)));
                    kept.incrementAndGet();
                    busy.countDown();
                  }
                } catch (RuntimeException ended) {
                  return ended;
                }
              }));
    }
    busy.await();
    store.close();
    for (Future<Throwable> ending : endings) {
      assertThat(ending.get(30, TimeUnit.SECONDS)).isInstanceOf(StoreClosedException.class);
    }
    threads.shutdown();
    store = open(fixture);
    space = store.openSpace(NAME, SpaceOptions.DEFAULT);
    if (store.capabilities().contains(Capability.DURABLE)) {
      long found = scanAll().stream().mapToLong(entry -> entry.stamp().version()).sum();
      assertThat(found).isEqualTo(kept.get());
    }
  }
}
