package io.larder.tck.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.scope.NotANumberException;
import io.larder.scope.Scopes;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Counters, whole and decimal. */
abstract class CountersContract extends ScopeCase {

  @Test
  void aCounterCountsUpAndDown() {
    assertThat(user.increment("views")).isEqualTo(1);
    assertThat(user.increment("views", 5)).isEqualTo(6);
    assertThat(user.decrement("views")).isEqualTo(5);
    assertThat(user.decrement("views", 10)).isEqualTo(-5);
    assertThat(user.get("views")).contains(-5L);
    assertThat(user.get("views", Integer.class)).contains(-5);
    assertThat(user.all().map(entry -> entry.value(long.class))).containsExactly(-5L);
  }

  @Test
  void decimalsAreExact() {
    for (int i = 0; i < 10; i++) {
      user.increment("balance", 0.1);
    }
    assertThat(user.get("balance", BigDecimal.class).orElseThrow()).isEqualByComparingTo("1");
    assertThat(user.increment("balance", new BigDecimal("0.05"))).isEqualByComparingTo("1.05");
    assertThat(user.decrement("balance", new BigDecimal("1"))).isEqualByComparingTo("0.05");
    assertThat(user.decrement("balance", 0.05)).isEqualByComparingTo("0");
    assertThatThrownBy(() -> user.increment("balance", new BigDecimal("0.5")).longValueExact())
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void aNumberThatWasSetIsWhereTheCounterBegins() {
    user.set("int", 5, Duration.ofHours(1));
    user.set("decimal", new BigDecimal("1.5"));
    user.set("double", 0.1);

    assertThat(user.increment("int")).isEqualTo(6);
    assertThat(user.ttl("int").remaining()).isPresent();
    assertThat(user.increment("int")).isEqualTo(7);
    assertThat(user.increment("decimal", new BigDecimal("0.5"))).isEqualByComparingTo("2");
    assertThat(user.increment("double", 0.2)).isEqualByComparingTo("0.3");
    user.set("int", 1);
    assertThat(user.increment("int")).isEqualTo(2);
  }

  @Test
  void whatIsNoNumberIsToldAndLeft() {
    user.set("text", "five");
    user.set("map", Map.of("a", 1));
    user.set("nan", Double.NaN);

    for (String key : List.of("text", "map", "nan")) {
      Object before = user.get(key).orElseThrow();
      assertThatThrownBy(() -> user.increment(key))
          .isInstanceOf(NotANumberException.class)
          .hasMessageContaining(key)
          .hasMessageContaining("user:42");
      assertThat(user.get(key)).contains(before);
    }
    assertThatThrownBy(() -> user.increment("text")).hasMessageContaining("String");
  }

  @Test
  void amountsThatAreNoNumbers() {
    for (double amount : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException().isThrownBy(() -> user.increment("a", amount));
      assertThatIllegalArgumentException().isThrownBy(() -> user.decrement("a", amount));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> user.increment("a", new BigDecimal("1e-2000")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> user.increment("a", new BigDecimal("1e2000")));
    assertThat(user.has("a")).isFalse();
    user.set("huge", new BigDecimal("1e1000000000"));
    assertThatIllegalArgumentException().isThrownBy(() -> user.increment("huge"));
    assertThat(user.get("huge")).contains(new BigDecimal("1e1000000000"));
  }

  @Test
  void aWindowBeginsWithTheFirst() {
    user.increment("calls", BigDecimal.ONE, Duration.ofHours(1));
    user.increment("calls", BigDecimal.ONE, Duration.ofHours(9));
    assertThat(user.get("calls")).contains(2L);
    assertThat(user.ttl("calls").remaining().orElseThrow()).isLessThan(Duration.ofHours(2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> user.increment("calls", BigDecimal.ONE, Duration.ZERO));
  }

  @Test
  void nothingIsLostBetweenThreadsAndNodes() throws Exception {
    Scopes other = nodes.scopes();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      user.set("sum", 100);
      List<Future<?>> work = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        Scopes node = thread % 2 == 0 ? scopes : other;
        work.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 100; i++) {
                    node.forUser(42).increment("sum");
                  }
                }));
      }
      for (Future<?> done : work) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(user.increment("sum", 0)).isEqualTo(500);
  }
}
