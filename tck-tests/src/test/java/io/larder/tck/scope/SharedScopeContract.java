package io.larder.tck.scope;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.scope.Scopes;
import io.larder.tck.process.ChildJvm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What scopes do on every store that several processes can share. */
abstract class SharedScopeContract extends ScopeContract {

  @Test
  void incrementsOfFourProcessesAreExact() throws Exception {
    try (ScopeNodes nodes = newNodes()) {
      Scopes scopes = nodes.scopes();
      List<ChildJvm> children = start(nodes, 4);
      try {
        children.forEach(child -> child.tell("increment 2 300"));
        children.forEach(child -> assertThat(child.hear()).isEqualTo("done"));
      } finally {
        close(children);
      }
      for (int i = 0; i < 3; i++) {
        assertThat(scopes.forTeam(1).increment("count-" + i, 0)).isEqualTo(4 * 2 * 100);
      }
    }
  }

  @Test
  void fiftyCallersInTwoProcessesRememberOnce() throws Exception {
    try (ScopeNodes nodes = newNodes()) {
      Scopes scopes = nodes.scopes();
      List<ChildJvm> children = start(nodes, 2);
      try {
        for (int round = 1; round <= 3; round++) {
          String order = "remember 25 report-" + round;
          children.forEach(child -> child.tell(order));
          String answer = children.get(0).hear();
          assertThat(answer).startsWith("by ").doesNotContain(",");
          assertThat(children.get(1).hear()).isEqualTo(answer);
          assertThat(scopes.global().get("calls", 0)).isEqualTo(round);
        }
      } finally {
        close(children);
      }
    }
  }

  private static List<ChildJvm> start(ScopeNodes nodes, int processes) throws Exception {
    List<ChildJvm> children = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      children.add(ChildJvm.start(ScopeProcess.class, nodes.arguments()));
    }
    for (ChildJvm child : children) {
      assertThat(child.hear()).isEqualTo("ready");
    }
    return children;
  }

  private static void close(List<ChildJvm> children) throws InterruptedException {
    for (ChildJvm child : children) {
      child.close();
    }
  }
}
