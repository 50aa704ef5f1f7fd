package io.larder.tck.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.scope.Namespace;
import io.larder.scope.NestingException;
import io.larder.scope.Scopes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Dotted keys as a tree. */
abstract class TreeContract extends ScopeCase {

  @Test
  void dottedKeysAreATree() {
    user.set("config.app.name", "Larder");
    user.set("config.app.version", 1);
    user.set("config.debug", false);
    user.set("configuration", "apart");
    user.set("config-old", "apart too");

    assertThat(user.nested())
        .isEqualTo(
            Map.of(
                "config", Map.of("app", Map.of("name", "Larder", "version", 1), "debug", false),
                "configuration", "apart",
                "config-old", "apart too"));
    assertThat(user.nestedFrom("config.app")).isEqualTo(Map.of("name", "Larder", "version", 1));
    assertThat(user.nestedFrom("config.app.name")).isEmpty();
    assertThat(user.nestedFrom("none")).isEmpty();
    assertThat(user.keysStartingWith("config.")).hasSize(3);
  }

  @Test
  void aLeafIsNoBranch() {
    user.set("a.b", 1);

    refused(() -> user.set("a", 2), "a.b");
    refused(() -> user.set("a.b.c", 2), "a.b");
    refused(() -> user.set("a.b.c.d", 2, Duration.ofHours(1)), "a.b");
    refused(() -> user.setMany(Map.of("x", 1, "a.b.c", 2)), "a.b");
    refused(() -> user.setMany(Map.of("y", 1, "y.z", 2)), "y");
    refused(() -> user.increment("a"), "a.b");
    refused(() -> user.increment("a.b.c"), "a.b");
    refused(() -> user.remember("a", () -> 2), "a.b");
    refused(() -> user.remember("a.b.c", () -> 2), "a.b");
    assertThat(user.keys()).containsExactly("a.b");

    user.set("a.b", 3);
    user.delete("a.b");
    user.set("a", 4);
    assertThat(user.nested()).isEqualTo(Map.of("a", 4));
  }

  private static void refused(Runnable write, String other) {
    assertThatThrownBy(write::run)
        .isInstanceOf(NestingException.class)
        .hasMessageContaining("'" + other + "'");
  }

  @Test
  void anExpiredLeafMayBecomeABranch() {
    user.set("a", 1, Duration.ofMillis(1));
    await(() -> !user.has("a"));
    user.set("a.b", 2);
    assertThat(user.nested()).isEqualTo(Map.of("a", Map.of("b", 2)));
  }

  @Test
  void flatKeysAreNoPaths() {
    Namespace hosts = user.namespace("hosts").flat();
    hosts.set("example.com", 1);
    hosts.set("example.com.au", 2);
    hosts.increment("com");

    assertThat(hosts.keys()).containsExactly("com", "example.com", "example.com.au");
    assertThatThrownBy(hosts::nested).isInstanceOf(NestingException.class);
  }

  @Test
  void aTreeHasItsDepth() {
    user.set("a" + ".a".repeat(255), 1);
    assertThatIllegalArgumentException().isThrownBy(() -> user.set("b" + ".b".repeat(256), 1));
  }

  @Test
  void ofTwoAtOnceOneStands() throws Exception {
    Scopes other = nodes.scopes();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      CyclicBarrier barrier = new CyclicBarrier(2);
      for (int round = 0; round < 50; round++) {
        String leaf = "r" + round;
        List<Future<Boolean>> writes =
            List.of(
                threads.submit(() -> writes(barrier, user, leaf)),
                threads.submit(() -> writes(barrier, other.forUser(42), leaf + ".below")));
        writes.get(0).get();
        writes.get(1).get();
        assertThat(user.keysStartingWith(leaf).filter(key -> key.matches(leaf + "(\\..*)?")))
            .as(leaf)
            .hasSizeLessThanOrEqualTo(1);
      }
      assertThat(user.nested()).isNotEmpty();
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean writes(CyclicBarrier barrier, Namespace namespace, String key)
      throws Exception {
    barrier.await();
    try {
      namespace.set(key, 1);
      return true;
    } catch (NestingException refused) {
      return false;
    }
  }
}
