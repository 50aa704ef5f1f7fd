package io.larder.tck.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.scope.Namespace;
import io.larder.scope.TypeOf;
import io.larder.storage.codec.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;

/** Values of all kinds, as themselves and as other types. */
abstract class ValuesContract extends ScopeCase {

  enum Theme {
    DARK,
    LIGHT
  }

  record Item(String article, int pieces, BigDecimal price) {}

  record Cart(String owner, List<Item> items, Optional<Instant> orderedAt) {}

  static final Cart CART =
      new Cart(
          "Ada",
          List.of(new Item("tea", 2, new BigDecimal("3.50")), new Item("mug", 1, BigDecimal.TEN)),
          Optional.of(Instant.parse("2026-01-02T03:04:05Z")));

  @Test
  void whatIsStoredAsItselfComesBackAsItself() {
    List<Object> values =
        List.of(
            "text",
            "",
            "\0 'quoted' %_ \uD83D\uDE00",
            true,
            (byte) 1,
            (short) 2,
            3,
            4L,
            5.5f,
            6.25,
            'x',
            new BigInteger("12345678901234567890"),
            new BigDecimal("1.50"),
            UUID.randomUUID(),
            Instant.parse("2026-01-02T03:04:05.678Z"),
            LocalDate.of(2026, 1, 2),
            Duration.ofMinutes(90),
            Double.NaN);
    for (int i = 0; i < values.size(); i++) {
      user.set("value-" + i, values.get(i));
    }
    for (int i = 0; i < values.size(); i++) {
      assertThat(nodes.scopes().forUser(42).get("value-" + i)).contains(values.get(i));
      assertThat(user.get("value-" + i)).contains(values.get(i));
    }
    user.set("bytes", new byte[] {1, 0, -1});
    assertThat(user.get("bytes", byte[].class).orElseThrow()).containsExactly(1, 0, -1);
  }

  @Test
  void everythingElseIsJson() {
    user.set("cart", CART);

    assertThat(user.get("cart", Cart.class)).contains(CART);
    assertThat(user.get("cart", TypeOfCart.INSTANCE)).contains(CART);
    assertThat(user.get("cart", new TypeOf<Map<String, Object>>() {}).orElseThrow())
        .containsEntry("owner", "Ada")
        .containsKey("items");
    assertThat(user.get("cart").orElseThrow()).isInstanceOf(Map.class);
    assertThat(user.pull("cart", Cart.class)).contains(CART);
  }

  private static final class TypeOfCart extends TypeOf<Cart> {
    static final TypeOfCart INSTANCE = new TypeOfCart();
  }

  @Test
  void genericTypesAreRead() {
    user.set("themes", Map.of("day", Theme.LIGHT, "night", Theme.DARK));
    user.set("carts", List.of(CART, CART));

    assertThat(user.get("themes", new TypeOf<Map<String, Theme>>() {}).orElseThrow())
        .isEqualTo(Map.of("day", Theme.LIGHT, "night", Theme.DARK));
    assertThat(user.get("carts", new TypeOf<List<Cart>>() {}).orElseThrow())
        .containsExactly(CART, CART);
    assertThat(user.get("themes")).contains(Map.of("day", "LIGHT", "night", "DARK"));
    assertThat(user.get("carts", List.of())).hasSize(2);
    assertThat(user.get("none", List.of())).isEmpty();
  }

  @Test
  void kindsMixInOneNamespace() {
    user.set("theme", Theme.DARK);
    user.set("size", 3);
    user.set("cart", CART);
    user.set("name", "Ada");

    assertThat(user.get("theme", Theme.class)).contains(Theme.DARK);
    assertThat(user.get("theme", Theme.LIGHT)).isEqualTo(Theme.DARK);
    assertThat(user.get("theme")).contains("DARK");
    assertThat(user.get("size", Long.class)).contains(3L);
    assertThat(user.get("size", int.class)).contains(3);
    assertThat(user.get("size", BigDecimal.class)).contains(new BigDecimal(3));
    assertThat(user.all().map(entry -> entry.value().getClass().getSimpleName()))
        .containsExactly("LinkedHashMap", "String", "Integer", "String");
  }

  @Test
  void aValueOfAnotherTypeIsAnError() {
    user.set("cart", CART);
    user.set("half", 0.5);

    assertThatThrownBy(() -> user.get("cart", Long.class))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("java.lang.Long");
    assertThatThrownBy(() -> user.get("half", Integer.class)).isInstanceOf(CacheException.class);
    assertThat(user.get("half")).contains(0.5);
  }

  @Test
  void whatCannotBeWrittenIsRefused() {
    Map<String, Object> cyclic = new LinkedHashMap<>();
    cyclic.put("self", cyclic);
    List<Object> deep = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      deep = new ArrayList<>(List.of(deep));
    }
    Object tooDeep = deep;
    user.set("value", "before");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> user.set("value", cyclic))
        .withMessageContaining("JSON");
    assertThatIllegalArgumentException().isThrownBy(() -> user.set("value", tooDeep));
    assertThatIllegalArgumentException().isThrownBy(() -> user.set("value", new Object() {}));
    assertThatThrownBy(() -> user.set("value", null)).isInstanceOf(NullPointerException.class);
    assertThat(user.get("value")).contains("before");
  }

  @Test
  void whatWasReadIsTheReadersOwn() {
    user.set("list", new ArrayList<>(List.of(1, 2)));
    List<?> list = user.get("list", new TypeOf<List<Integer>>() {}).orElseThrow();
    list.remove(0);
    assertThat(user.get("list")).contains(List.of(1, 2));
  }

  @Test
  void cachesAndNamespacesOfOneNameShareTheirEntries() {
    Namespace cart = user.namespace("cart");
    try (Cache<String, Object> cache =
        user.createCache(
            "cart",
            new MutableConfiguration<String, Object>().setTypes(String.class, Object.class))) {
      cache.put("a", "from the cache");
      assertThat(cart.get("a")).contains("from the cache");
      cart.set("a", "from the namespace");
      assertThat(cache.get("a")).isEqualTo("from the namespace");
      cart.set("b", Map.of("x", 1));
      assertThat(cache.get("b")).isEqualTo(Json.of("{\"x\":1}"));
      cache.remove("a");
      assertThat(cart.has("a")).isFalse();
      cache.put("list", new ArrayList<>(List.of("serialized")));
      assertThat(cart.get("list")).contains(List.of("serialized"));
    }
  }
}
