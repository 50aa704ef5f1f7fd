package shop;

import io.larder.scope.Fallback;
import io.larder.scope.Namespace;
import io.larder.scope.Scope;
import io.larder.scope.ScopedEntry;
import io.larder.scope.Scopes;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import javax.cache.CacheManager;
import javax.cache.Caching;

/** Preferences, a cart, feature flags and counters, which are there again at the next run. */
final class Shop {

  private final Scopes scopes;
  private final Scope ada;

  private Shop(Scopes scopes) {
    this.scopes = scopes;
    this.ada = scopes.forUser("ada");
  }

  public static void main(String[] args) {
    try (CacheManager manager = Caching.getCachingProvider().getCacheManager()) {
      Shop shop = new Shop(Scopes.of(manager));
      shop.count();
      shop.prefer();
      shop.fillCart();
      shop.launch();
    }
  }

  /** Counters are exact, however many processes count. */
  private void count() {
    long visit = ada.increment("visits");
    System.out.printf("Visit %d of ada, %d of all.%n", visit, scopes.global().increment("visits"));
  }

  /** What ada has not chosen is her team's choice, or else everybody's. */
  private void prefer() {
    scopes.global().namespace("settings").setMany(Map.of("look.theme", "light", "look.size", 12));
    scopes.forTeam("engines").namespace("settings").set("look.theme", "dark");
    Fallback settings =
        ada.fallingBackTo(scopes.forTeam("engines"), scopes.global()).namespace("settings");

    settings.set("look.size", 14);

    System.out.printf(
        "Settings: %s, theme of %s.%n",
        settings.nested(), settings.find("look.theme").orElseThrow().source());
    settings.reset("look.size");
    System.out.printf("After a reset: size %d.%n", settings.get("look.size", 0));
  }

  /** Records are kept as JSON, for a week after the last change. */
  private void fillCart() {
    Namespace cart = ada.namespace("cart");
    Item tea = cart.get("tea", new Item("Tea", 0, new BigDecimal("4.50")));
    cart.set("tea", new Item(tea.name(), tea.quantity() + 1, tea.price()), Duration.ofDays(7));
    cart.set("cup", new Item("Cup", 2, new BigDecimal("6.00")), Duration.ofDays(7));
    try (Stream<ScopedEntry> entries = cart.all()) {
      BigDecimal total =
          entries
              .map(entry -> entry.value(Item.class).total())
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      System.out.printf("The cart has %s for %s.%n", cart.keys().toList(), total);
    }
  }

  /** A flag is on for some before it is on for all. */
  private void launch() {
    scopes.global().namespace("flags").set("gift-wrap", false);
    scopes.forTeam("engines").namespace("flags").set("gift-wrap", true);
    for (String team : new String[] {"engines", "looms"}) {
      boolean on =
          scopes
              .forTeam(team)
              .fallingBackTo(scopes.global())
              .namespace("flags")
              .get("gift-wrap", false);
      System.out.printf("Gift wrap for %s: %s.%n", team, on ? "on" : "off");
    }
  }
}
