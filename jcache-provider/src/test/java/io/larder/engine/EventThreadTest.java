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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Listeners that cannot keep up. */
class EventThreadTest {

  private final EventThread thread = new EventThread("slow", 10);
  private final List<Integer> told = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void closeThread() {
    thread.close();
  }

  @Test
  void aGrowingQueueIsWarnedOfAndLosesNothing() {
    assertThat(warningsWhileWaiting(50)).as("at 10, 20 and 40").isEqualTo(3);
    EngineFixture.await(() -> told.size() == 50);
    assertThat(told).isEqualTo(IntStream.range(0, 50).boxed().toList());
    assertThat(warningsWhileWaiting(15)).as("it had shrunk").isEqualTo(1);
  }

  /** Lets events wait for a listener that is busy. */
  private int warningsWhileWaiting(int events) {
    CountDownLatch listening = new CountDownLatch(1);
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      thread.execute(() -> awaitQuietly(listening));
      for (int i = 0; i < events; i++) {
        int event = i;
        thread.execute(() -> told.add(event));
      }
    } finally {
      System.setErr(before);
      listening.countDown();
    }
    List<String> lines = log.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines)
        .allSatisfy(line -> assertThat(line).contains("WARN", "'slow'", "changes wait"));
    return lines.size();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
    }
  }
}
