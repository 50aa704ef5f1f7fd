package io.larder.storage.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is told of failures that come again and again. */
class FailureLogTest {

  private final AtomicLong nanos = new AtomicLong();
  private final List<String> lines = new ArrayList<>();
  private final FailureLog log = new FailureLog(recording(), nanos::get);

  private System.Logger recording() {
    return (System.Logger)
        Proxy.newProxyInstance(
            FailureLogTest.class.getClassLoader(),
            new Class<?>[] {System.Logger.class},
            (proxy, method, arguments) -> lines.add((String) arguments[1]));
  }

  private static RuntimeException thrownAt(int line, String message) {
    RuntimeException failure = new IllegalStateException(message);
    failure.setStackTrace(
        new StackTraceElement[] {new StackTraceElement("Acme", "work", "Acme.java", line)});
    return failure;
  }

  @Test
  void aKindIsLoggedOnceWhateverItsMessages() {
    for (int i = 0; i < 1_000; i++) {
      log.log("It failed.", thrownAt(1, "message " + i));
    }
    assertThat(lines).hasSize(1);
  }

  @Test
  void aNewKindIsAlwaysLogged() {
    for (int line = 1; line <= 1_000; line++) {
      log.log("It failed.", thrownAt(line, "the same"));
    }
    assertThat(lines).hasSize(1_000);
    log.log("Something else failed.", thrownAt(1_000, "the same"));
    assertThat(lines).hasSize(1_001);
    for (int line = 1; line <= 2; line++) {
      RuntimeException failure = thrownAt(1_000, "the same");
      failure.initCause(thrownAt(line, "a cause"));
      log.log("It failed.", failure);
    }
    assertThat(lines).as("told apart by their causes too").hasSize(1_003);
  }

  @Test
  void theKindThatHasNotComeForLongestIsForgottenFirst() {
    for (int line = 1; line <= 100; line++) {
      log.log("It failed.", thrownAt(line, "the same"));
    }
    log.log("It failed.", thrownAt(1, "the same"));
    log.log("It failed.", thrownAt(101, "the same"));
    assertThat(lines).hasSize(101);
    log.log("It failed.", thrownAt(1, "the same"));
    assertThat(lines).as("it has come lately").hasSize(101);
    log.log("It failed.", thrownAt(2, "the same"));
    assertThat(lines).as("it was forgotten, so it is new").hasSize(102);
  }

  @Test
  void aKindIsLoggedAgainAfterAWhileWithTheNumberOfTheOthers() {
    for (int i = 0; i < 1_001; i++) {
      log.log("It failed.", thrownAt(1, "the same"));
    }
    nanos.addAndGet(Duration.ofMinutes(10).toNanos());
    log.log("It failed.", thrownAt(1, "the same"));
    log.log("It failed.", thrownAt(1, "the same"));
    assertThat(lines).hasSize(2);
    assertThat(lines.get(1)).startsWith("It failed.").contains("1,000 more times");
  }

  @Test
  void aFailureWithoutATraceIsOfAKindToo() {
    RuntimeException bare = thrownAt(1, "the JVM leaves traces out");
    bare.setStackTrace(new StackTraceElement[0]);
    log.log("It failed.", bare);
    log.log("It failed.", bare);
    assertThat(lines).hasSize(1);
  }
}
