package io.larder.tck.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.scope.Namespace;
import io.larder.scope.Scope;
import io.larder.scope.Scopes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;

/** Which namespaces and scopes there are, and doing away with them and with what has expired. */
abstract class InventoryContract extends ScopeCase {

  @Test
  void namespacesAreThereOnceSomethingIsStored() {
    assertThat(user.namespaces()).isEmpty();
    user.namespace("read").get("a");
    user.namespace("cart").set("a", 1);
    user.namespace("cart.old").set("a", 1);
    user.set("a", 1);
    scopes.forUser(421).namespace("other").set("a", 1);
    scopes.global().namespace("orders").set("a", 1);

    assertThat(user.namespaces()).containsExactly("cart", "cart.old", "default");
    assertThat(scopes.global().namespaces()).containsExactly("orders");
    assertThat(nodes.scopes().forUser(42).namespaces()).hasSize(3);
  }

  @Test
  void cachesAreNamespacesToo() {
    Cache<String, String> cache = user.createCache("sessions", new MutableConfiguration<>());
    cache.put("a", "b");
    assertThat(user.namespaces()).containsExactly("sessions");
    user.destroyCache("sessions");
    assertThat(user.namespaces()).isEmpty();
  }

  @Test
  void manyNamespacesAreReadPageByPage() {
    for (int i = 0; i < 1_100; i++) {
      user.namespace("n%04d".formatted(i)).set("a", 1);
    }
    assertThat(user.namespaces()).hasSize(1_100).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void scopesOfATypeAreTold() {
    for (int id : new int[] {3, 1, 2}) {
      scopes.forUser(id).set("a", 1);
      scopes.forUser(id).namespace("cart").set("a", 1);
    }
    scopes.forTeam(4).set("a", 1);

    assertThat(scopes.ofType("user").map(Scope::toString))
        .containsExactly("user:1", "user:2", "user:3");
    assertThat(scopes.ofType("nobody")).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> scopes.ofType(""));
  }

  @Test
  void aDestroyedScopeHasNothing() {
    Scopes other = nodes.scopes();
    Namespace cart = user.namespace("cart");
    user.set("theme", "dark");
    cart.setMany(Map.of("a", 1, "b", 2));
    scopes.forUser(43).set("theme", "dark");
    scopes.forTeam(42).set("theme", "dark");
    Cache<String, String> cache = user.createCache("sessions", new MutableConfiguration<>());
    cache.put("a", "b");
    assertThat(cart.get("a")).contains(1);
    await(() -> other.forUser(42).namespace("cart").get("a", 0) == 1);

    assertThat(user.destroy()).isEqualTo(3);

    assertThat(user.get("theme")).isEmpty();
    assertThat(cart.get("a")).isEmpty();
    assertThat(cart.keys()).isEmpty();
    assertThat(cart.count()).isZero();
    assertThat(user.namespaces()).isEmpty();
    assertThat(scopes.ofType("user").map(Scope::toString)).containsExactly("user:43");
    assertThat(scopes.forUser(43).get("theme")).contains("dark");
    assertThat(scopes.forTeam(42).get("theme")).contains("dark");
    await(() -> !other.forUser(42).namespace("cart").has("a"));
    await(() -> other.forUser(42).namespace("cart").get("a").isEmpty());
    await(() -> cache.get("a") == null);
    assertThat(user.destroy()).isZero();
  }

  @Test
  void aDestroyedScopeBeginsAnew() {
    Scopes other = nodes.scopes();
    Namespace cart = user.namespace("cart");
    cart.set("a", 1);
    cart.increment("n", 5);
    await(() -> other.forUser(42).namespace("cart").has("n"));

    user.destroy();
    assertThat(cart.increment("n")).isEqualTo(1);
    cart.set("b", 2);
    other.forUser(42).namespace("cart").set("c", 3);

    assertThat(user.namespaces()).containsExactly("cart");
    await(() -> cart.get("c", 0) == 3);
    assertThat(cart.keys()).containsExactly("b", "c", "n");
    await(() -> other.forUser(42).namespace("cart").get("n", 0L) == 1);
    assertThat(other.forUser(42).namespace("cart").keys()).containsExactly("b", "c", "n");
  }

  @Test
  void whatBelongsToNobodyIsNotDestroyedAtOnce() {
    scopes.global().set("a", 1);
    assertThatThrownBy(scopes.global()::destroy)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("destroyCache");
    assertThat(scopes.global().get("a")).contains(1);
  }

  @Test
  void cleanupRemovesWhatHasExpired() {
    try (ScopeNodes quiet = newNodes()) {
      Scopes unkept = quiet.scopes(Map.of("larder.housekeeping", "off"));
      for (int i = 0; i < 3; i++) {
        unkept.forUser(i).set("gone", i, Duration.ofMillis(1));
        unkept.forUser(i).set("stays", i, Duration.ofHours(1));
      }
      AtomicLong removed = new AtomicLong();

      await(() -> removed.addAndGet(unkept.cleanup()) >= 3);

      assertThat(removed).hasValue(3);
      assertThat(unkept.forUser(0).count()).as("expired ones were counted").isEqualTo(1);
      assertThat(unkept.forUser(0).get("stays")).contains(0);
      assertThat(unkept.cleanup()).isZero();
    }
  }
}
