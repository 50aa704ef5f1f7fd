package io.larder.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Listeners that cannot keep up. */
class EventThreadTest {

  @Test
  void aGrowingQueueIsWarnedOfAndLosesNothing() {
    EventThread thread = new EventThread("slow", 10);
    CountDownLatch listening = new CountDownLatch(1);
    List<Integer> told = Collections.synchronizedList(new ArrayList<>());
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      thread.execute(() -> awaitQuietly(listening));
      for (int i = 0; i < 50; i++) {
        int event = i;
        thread.execute(() -> told.add(event));
      }
    } finally {
      System.setErr(before);
      listening.countDown();
    }

    assertThat(log.toString(StandardCharsets.UTF_8).lines().toList())
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).contains("WARN", "'slow'", "changes wait"));
    EngineFixture.await(() -> told.size() == 50);
    assertThat(told).isEqualTo(IntStream.range(0, 50).boxed().toList());
    thread.close();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
    }
  }
}
