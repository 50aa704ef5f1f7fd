package io.larder.tck.scope;

import io.larder.scope.Scope;
import io.larder.scope.Scopes;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** What the parts of {@link ScopeContract} begin with: two nodes on one store, and one's scopes. */
@TestInstance(TestInstance.Lifecycle.PER_METHOD)
abstract class ScopeCase {

  ScopeNodes nodes;
  Scopes scopes;
  Scope user;

  /** A store that is empty. */
  abstract ScopeNodes newNodes();

  @BeforeEach
  final void openNodes() {
    nodes = newNodes();
    scopes = nodes.scopes();
    user = scopes.forUser(42);
  }

  @AfterEach
  final void closeNodes() {
    nodes.close();
  }

  static void await(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > Duration.ofSeconds(20).toNanos()) {
        throw new AssertionError("waited for 20 seconds in vain");
      }
      Thread.onSpinWait();
    }
  }
}
