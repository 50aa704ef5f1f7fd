package io.larder.tck.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.engine.StoreSession;
import io.larder.scope.Namespace;
import io.larder.scope.Scope;
import io.larder.scope.ScopedRevision;
import io.larder.scope.Scopes;
import io.larder.storage.SpaceName;
import io.larder.storage.Store;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;

/** Who changed what, when, from and to. */
abstract class HistoryContract extends ScopeCase {

  private static final Map<String, String> RECORDED =
      Map.of("larder.caches.prices.history", "1000, 30d");

  private static String text(ScopedRevision revision) {
    return "%s %s %s->%s"
        .formatted(
            revision.actor().orElse("?"),
            revision.isClear() ? "(clear)" : revision.key(),
            revision.from().orElse("-"),
            revision.to().orElse("-"));
  }

  private static List<String> texts(Stream<ScopedRevision> revisions) {
    return revisions.map(HistoryContract::text).toList();
  }

  private Namespace prices() {
    return nodes.scopes(RECORDED).forUser(42).namespace("prices");
  }

  @Test
  void whatIsImportedIsRecorded() {
    Namespace prices = prices();
    prices.set("bread", 2);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    Scopes recorded = nodes.scopes(RECORDED);
    var unused = recorded.exporterOfNamespace(prices).lines(file);
    prices.set("bread", 3);
    prices.delete("bread");
    var report =
        recorded
            .withCurrentUser(() -> Optional.of("ada"))
            .importer()
            .from(new ByteArrayInputStream(file.toByteArray()), "prices.jsonl");

    assertThat(report.created()).isEqualTo(1);
    assertThat(texts(prices.history("bread")))
        .containsExactly("ada bread -->2", "? bread 3->-", "? bread 2->3", "? bread -->2");
  }

  @Test
  void whoCannotBeAskedChangesNothing() {
    Namespace prices = prices();
    prices.set("bread", 2);
    Namespace nobodys =
        nodes
            .scopes(RECORDED)
            .withCurrentUser(
                () -> {
                  throw new IllegalStateException("no session");
                })
            .forUser(42)
            .namespace("prices");
    assertThat(nobodys.get("bread")).contains(2);

    assertThatThrownBy(nobodys::clear).hasMessage("no session");
    assertThatThrownBy(() -> nobodys.set("bread", 3)).hasMessage("no session");

    assertThat(prices.get("bread")).contains(2);
    assertThat(nobodys.get("bread")).contains(2);
  }

  @Test
  void eachChangeIsToldTheLatestFirst() {
    Namespace prices = prices();
    prices.set("bread", 2);
    prices.set("bread", 3);
    prices.delete("bread");
    prices.set("bread", List.of(1, 2));
    prices.pull("bread");

    assertThat(texts(prices.history("bread")))
        .containsExactly(
            "? bread [1, 2]->-",
            "? bread -->[1, 2]",
            "? bread 3->-",
            "? bread 2->3",
            "? bread -->2");
    assertThat(prices.history("br")).isEmpty();
    assertThat(prices.history("bread.x")).isEmpty();
  }

  @Test
  void countersSetManyAndRemember() {
    Namespace prices = prices();
    prices.increment("n", 2);
    prices.increment("n", new BigDecimal("0.5"));
    prices.set("m", 10);
    prices.increment("m");
    prices.setMany(Map.of("a", "x", "b", "y"));
    prices.deleteMany(List.of("a", "c"));
    prices.remember("r", () -> "computed");
    prices.remember("r", () -> "again");

    assertThat(texts(prices.history("n"))).containsExactly("? n 2->2.5", "? n -->2");
    assertThat(texts(prices.history("m")).get(0)).isIn("? m 10->11", "? m -->11");
    assertThat(texts(prices.history("a"))).containsExactly("? a x->-", "? a -->x");
    assertThat(texts(prices.history("b"))).containsExactly("? b -->y");
    assertThat(prices.history("c")).isEmpty();
    assertThat(texts(prices.history("r"))).containsExactly("? r -->computed");
  }

  @Test
  void whoAndWhenAndWhichVersion() {
    AtomicReference<Optional<String>> login = new AtomicReference<>(Optional.of("alice"));
    Scopes known = nodes.scopes(RECORDED).withCurrentUser(login::get);
    Namespace prices = known.forUser(42).namespace("prices");
    Instant before = Instant.now();
    prices.set("bread", 2);
    login.set(Optional.empty());
    prices.set("bread", 3, Duration.ofHours(1));
    prices.as("import").set("bread", 4);

    List<ScopedRevision> history = prices.history("bread").toList();

    assertThat(history.stream().map(HistoryContract::text))
        .containsExactly("import bread 3->4", "? bread 2->3", "alice bread -->2");
    assertThat(history.stream().map(ScopedRevision::version)).containsExactly(3L, 2L, 1L);
    assertThat(history)
        .allSatisfy(
            revision ->
                assertThat(revision.changedAt())
                    .isBetween(before.minusSeconds(2), Instant.now().plusSeconds(2)));
    assertThat(history.get(0).expiresAt()).isEmpty();
    assertThat(history.get(1).expiresAt().orElseThrow()).isAfter(before.plusSeconds(3_000));
    assertThat(history.get(0).from(Long.class)).contains(3L);
    assertThat(history.get(0).to(String.class)).contains("4");
    assertThatIllegalArgumentException().isThrownBy(() -> prices.as(""));
    assertThatIllegalArgumentException().isThrownBy(() -> prices.as("x".repeat(1_025)));
  }

  @Test
  void aClearIsOneRevision() {
    Namespace prices = prices();
    prices.set("a", 1);
    prices.set("b", 2);
    prices.as("bob").clear();
    prices.set("a", 3);

    assertThat(texts(prices.history()))
        .containsExactly("bob (clear) -->-", "? a -->3", "? a -->1", "? b -->2");
    assertThat(prices.history().findFirst().orElseThrow().key()).isEmpty();
  }

  @Test
  void touchesAreNoChanges() {
    Namespace prices = prices();
    prices.set("a", 1, Duration.ofMinutes(1));
    prices.touch("a", Duration.ofHours(1));
    prices.get("a");
    prices.delete("b");
    assertThat(texts(prices.history())).containsExactly("? a -->1");
  }

  @Test
  void anotherNodeReadsAndAddsToIt() {
    Namespace here = prices();
    Scopes there = nodes.scopes(RECORDED);
    here.set("a", 1);
    there.forUser(42).namespace("prices").as("there").set("a", 2);
    assertThat(texts(here.history("a"))).containsExactly("there a 1->2", "? a -->1");
    assertThat(texts(there.forUser(42).namespace("prices").history("a")))
        .isEqualTo(texts(here.history("a")));
    // Who keeps none reads what others have kept.
    assertThat(texts(user.namespace("prices").history("a"))).hasSize(2);
  }

  @Test
  void aCacheIsRecordedToo() {
    CacheManager manager = nodes.manager(RECORDED);
    Cache<String, String> cache =
        manager.createCache("prices", new MutableConfiguration<String, String>());
    cache.put("a", "x");
    cache.replace("a", "y");
    cache.putAll(Map.of("b", "z"));
    cache.remove("a");
    Namespace prices = Scopes.of(manager).global().namespace("prices");
    assertThat(texts(prices.history()))
        .containsExactly("? a y->-", "? a x->y", "? a -->x", "? b -->z");
  }

  @Test
  void withoutTheSettingNothingIsKept() {
    Scope scope = nodes.scopes(RECORDED).forUser(42);
    scope.namespace("other").set("a", 1);
    scope.set("a", 1);
    assertThat(scope.namespace("other").history()).isEmpty();
    assertThat(scope.history("a")).isEmpty();
    scope.namespace("prices").set("a", 1);
    try (StoreSession session = nodes.session()) {
      Store store = session.store();
      assertThat(store.space(new SpaceName("user", "42", "_larder.history.other"))).isEmpty();
      assertThat(store.space(new SpaceName("user", "42", "_larder.history.default"))).isEmpty();
      assertThat(store.space(new SpaceName("user", "42", "_larder.history.prices"))).isPresent();
    }
  }

  @Test
  void soManyAreKept() {
    Namespace prices =
        nodes.scopes(Map.of("larder.caches.prices.history", "5")).forUser(42).namespace("prices");
    for (int i = 0; i < 20; i++) {
      prices.set("a", i);
    }
    await(() -> prices.history().count() <= 5);
    assertThat(texts(prices.history()).get(0)).isEqualTo("? a 18->19");
    assertThat(prices.get("a")).contains(19);
  }

  @Test
  void soLongAreTheyKept() {
    Namespace prices =
        nodes
            .scopes(Map.of("larder.caches.prices.history", "100 ms"))
            .forUser(42)
            .namespace("prices");
    prices.set("a", 1);
    await(() -> prices.history().findAny().isEmpty());
    assertThat(prices.get("a")).contains(1);
  }

  @Test
  void longHistoriesAreReadPageByPage() {
    Namespace prices = prices();
    for (int i = 0; i < 600; i++) {
      prices.increment("a");
    }
    assertThat(texts(prices.history("a")))
        .hasSize(600)
        .startsWith("? a 599->600")
        .endsWith("? a -->1");
  }
}
