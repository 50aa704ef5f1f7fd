package io.larder.tck.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.scope.Namespace;
import io.larder.scope.Scopes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** set, get, has, delete, clear, pull and remember, and whose values they are. */
abstract class BasicsContract extends ScopeCase {

  @Test
  void aValueIsThereUntilItIsDeleted() {
    assertThat(user.get("theme")).isEmpty();
    assertThat(user.has("theme")).isFalse();
    assertThat(user.delete("theme")).isFalse();

    user.set("theme", "dark");

    assertThat(user.get("theme")).contains("dark");
    assertThat(user.has("theme")).isTrue();
    assertThat(user.delete("theme")).isTrue();
    assertThat(user.get("theme")).isEmpty();
    assertThat(user.has("theme")).isFalse();
    assertThat(user.delete("theme")).isFalse();
  }

  @Test
  void aDefaultStandsInForAValue() {
    assertThat(user.get("theme", "light")).isEqualTo("light");
    assertThat(user.has("theme")).isFalse();
    user.set("theme", "dark");
    assertThat(user.get("theme", "light")).isEqualTo("dark");
    user.set("size", 3L);
    assertThat(user.get("size", 1)).isEqualTo(3);
  }

  @Test
  void scopesAndNamespacesAreApart() {
    user.set("theme", "dark");
    scopes.forTeam(42).set("theme", "team");
    scopes.global().set("theme", "global");
    user.namespace("cart").set("theme", "cart");
    user.namespace("cart", "old").set("theme", "old");

    assertThat(scopes.forUser(42L).get("theme")).contains("dark");
    assertThat(scopes.forScope("user", "42").get("theme")).contains("dark");
    assertThat(scopes.forUser(43).get("theme")).isEmpty();
    assertThat(scopes.forTeam(42).get("theme")).contains("team");
    assertThat(scopes.forGroup(42).get("theme")).isEmpty();
    assertThat(scopes.forOrganization(42).get("theme")).isEmpty();
    assertThat(scopes.global().get("theme")).contains("global");
    assertThat(user.namespace("cart").get("theme")).contains("cart");
    assertThat(user.namespace("cart.old").get("theme")).contains("old");
  }

  @Test
  void clearEmptiesOneNamespaceOfOneScope() {
    Namespace cart = user.namespace("cart");
    cart.set("a", 1);
    cart.set("b", 2);
    user.set("a", 3);
    scopes.forUser(43).namespace("cart").set("a", 4);

    cart.clear();

    assertThat(cart.keys()).isEmpty();
    assertThat(cart.count()).isZero();
    assertThat(cart.get("a")).isEmpty();
    assertThat(user.get("a")).contains(3);
    assertThat(scopes.forUser(43).namespace("cart").get("a")).contains(4);
    cart.set("a", 5);
    assertThat(cart.get("a")).contains(5);
  }

  @Test
  void pullTakesOutWhatIsThere() {
    assertThat(user.pull("flash")).isEmpty();
    user.set("flash", "saved");
    assertThat(user.pull("flash")).contains("saved");
    assertThat(user.pull("flash")).isEmpty();
    user.set("flash", 7);
    assertThat(user.pull("flash", Long.class)).contains(7L);
    assertThat(user.has("flash")).isFalse();
  }

  @Test
  void rememberComputesOnce() {
    AtomicInteger calls = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      assertThat(user.remember("sum", Duration.ofHours(1), calls::incrementAndGet)).isEqualTo(1);
    }
    assertThat(user.remember("other", () -> "x")).isEqualTo("x");
    assertThat(user.ttl("other").exists()).isTrue();
    assertThat(user.ttl("other").remaining()).isEmpty();
    assertThat(user.ttl("sum").remaining().orElseThrow()).isLessThanOrEqualTo(Duration.ofHours(1));
  }

  @Test
  void aFailedSupplierLeavesNothing() {
    assertThatThrownBy(
            () ->
                user.remember(
                    "sum",
                    () -> {
                      throw new IllegalStateException("no luck");
                    }))
        .hasMessage("no luck");
    assertThat(user.has("sum")).isFalse();
    assertThatThrownBy(() -> user.remember("sum", () -> null))
        .isInstanceOf(NullPointerException.class);
    assertThat(user.remember("sum", () -> 2)).isEqualTo(2);
  }

  @Test
  void anotherNodeSeesIt() {
    Scopes other = nodes.scopes();
    user.set("theme", "dark");
    assertThat(other.forUser(42).get("theme")).contains("dark");
    other.forUser(42).set("theme", "light");
    await(() -> user.get("theme").orElse("").equals("light"));
  }

  @Test
  void readingLeavesNoTrace() {
    user.get("theme");
    user.has("theme");
    assertThat(user.all()).isEmpty();
    user.ttl("theme");
    user.delete("theme");
    user.pull("theme");
    user.clear();
    user.touch("theme", Duration.ofHours(1));

    assertThat(user.count()).isZero();
  }

  @Test
  void namesThatCannotBe() {
    assertThatIllegalArgumentException().isThrownBy(() -> user.set("", 1));
    assertThatIllegalArgumentException().isThrownBy(() -> user.get("x".repeat(70_000)));
    assertThatIllegalArgumentException().isThrownBy(() -> scopes.forUser(""));
    assertThatIllegalArgumentException().isThrownBy(() -> scopes.forScope("", 1));
    assertThatIllegalArgumentException().isThrownBy(() -> scopes.forUser("x".repeat(2_000)));
    assertThatIllegalArgumentException().isThrownBy(() -> scopes.forUser("a\0b"));
    assertThatIllegalArgumentException().isThrownBy(() -> user.namespace(""));
    assertThatIllegalArgumentException().isThrownBy(() -> user.namespace("a", ""));
    assertThatIllegalArgumentException().isThrownBy(() -> user.namespace("a..b"));
    assertThatIllegalArgumentException().isThrownBy(() -> user.namespace(".a"));
    assertThatIllegalArgumentException().isThrownBy(() -> user.namespace("a."));
    assertThatIllegalArgumentException().isThrownBy(() -> user.namespace("x".repeat(2_000)));
    assertThatIllegalArgumentException().isThrownBy(() -> user.namespace("_larder.peers"));
  }
}
