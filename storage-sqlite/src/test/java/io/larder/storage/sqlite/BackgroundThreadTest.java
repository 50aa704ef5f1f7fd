package io.larder.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackgroundThreadTest {

  @Test
  void nothingThatAStepThrowsEndsItNorAReportThatFails() throws Exception {
    CountDownLatch steps = new CountDownLatch(4);
    List<Throwable> reported = new CopyOnWriteArrayList<>();
    OutOfMemoryError first = new OutOfMemoryError("planted by a test");
    try (BackgroundThread thread =
        new BackgroundThread(
            "test",
            1,
            () -> {
              steps.countDown();
              if (steps.getCount() == 3) {
                throw first;
              }
            },
            failure -> {
              reported.add(failure);
              if (reported.size() == 1) {
                throw new OutOfMemoryError("planted by a test, in the report");
              }
            })) {
      assertThat(steps.await(30, TimeUnit.SECONDS)).as("%s", thread).isTrue();
    }
    assertThat(reported).containsExactly(first, first);
  }
}
