package io.larder.tck.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.scope.Listening;
import io.larder.scope.Namespace;
import io.larder.scope.NestingException;
import io.larder.scope.Scope;
import io.larder.scope.ScopeEvent;
import io.larder.scope.ScopeEvent.Kind;
import io.larder.scope.Scopes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;

/** What listeners of scopes are told. */
abstract class EventsContract extends ScopeCase {

  private final List<ScopeEvent> events = new CopyOnWriteArrayList<>();

  private static String text(ScopeEvent event) {
    return "%s %s %s->%s"
        .formatted(
            event.kind(), event.key(), event.oldValue().orElse("-"), event.newValue().orElse("-"));
  }

  private List<String> told() {
    return events.stream().map(EventsContract::text).toList();
  }

  private void awaitTold(String... expected) {
    await(() -> events.size() >= expected.length);
    assertThat(told()).containsExactly(expected);
  }

  private void awaitSynced(String key, Object value) {
    await(
        () ->
            events.stream()
                .anyMatch(
                    event ->
                        event.kind() == Kind.SYNCED
                            && event.key().equals(key)
                            && event.newValue().orElse("-").equals(value)));
  }

  @Test
  void whatIsChangedHereIsToldOnceWithOldAndNewValues() {
    user.listen(events::add);

    user.set("a", 1);
    user.set("a", 2);
    user.setMany(Map.of("b", "x"));
    user.increment("n");
    user.increment("n", 4);
    user.set("m", 10);
    user.increment("m");
    user.pull("a");
    user.delete("b");
    user.delete("b");
    user.remember("r", () -> "computed");
    user.remember("r", () -> "again");
    user.touch("r", Duration.ofHours(1));
    user.clear();

    awaitTold(
        "CREATED a -->1",
        "UPDATED a 1->2",
        "CREATED b -->x",
        "CREATED n -->1",
        "UPDATED n 1->5",
        "CREATED m -->10",
        "UPDATED m 10->11",
        "DELETED a 2->-",
        "DELETED b x->-",
        "CREATED r -->computed",
        "UPDATED r computed->computed",
        "CLEARED  -->-");
    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(event.scopeType()).isEqualTo("user");
              assertThat(event.scopeId()).isEqualTo("42");
              assertThat(event.namespace()).isEqualTo("default");
            });
  }

  @Test
  void valuesAreReadAsTheTypeThatIsAskedFor() {
    user.listen(events::add);
    user.set("list", List.of(1, 2));
    user.set("list", List.of(3));
    await(() -> events.size() == 2);
    assertThat(events.get(1).oldValue()).contains(List.of(1, 2));
    assertThat(events.get(1).newValue(int[].class).orElseThrow()).containsExactly(3);
    assertThat(events.get(1).oldValue(long[].class).orElseThrow()).containsExactly(1, 2);
  }

  @Test
  void aListenerFindsWhatItIsToldOf() {
    List<Object> found = new CopyOnWriteArrayList<>();
    user.listen(event -> found.add(user.get(event.key()).orElse("-")));
    for (int i = 0; i < 200; i++) {
      user.get("key" + i); // that there is none is known now
      user.set("key" + i, i);
    }
    await(() -> found.size() == 200);
    assertThat(found).doesNotContain("-");
  }

  @Test
  void patternsSelectKeys() {
    List<String> parts = new CopyOnWriteArrayList<>();
    List<String> below = new CopyOnWriteArrayList<>();
    List<String> one = new CopyOnWriteArrayList<>();
    user.listen("cart.*", event -> parts.add(event.key()));
    user.listen("cart.**", event -> below.add(event.key()));
    user.listen("ca(r", event -> one.add(event.key()));

    user.set("cart.a", 1);
    user.set("cart.b.c", 1);
    user.set("cartoon", 1);
    user.set("ca(r", 1);
    user.namespace("other").set("cart.a", 1);

    await(() -> one.size() == 1);
    assertThat(parts).containsExactly("cart.a");
    assertThat(below).containsExactly("cart.a", "cart.b.c");
    assertThat(one).containsExactly("ca(r");
  }

  @Test
  void aScopeAndAllScopesCanBeListenedTo() {
    List<String> ofTheUser = new CopyOnWriteArrayList<>();
    List<String> ofAll = new CopyOnWriteArrayList<>();
    user.listenAll(event -> ofTheUser.add(event.namespace() + '/' + event.key()));
    scopes.listen(
        event -> ofAll.add(event.scopeType() + '/' + event.namespace() + '/' + event.key()));

    user.namespace("cart").set("a", 1);
    user.set("b", 1);
    scopes.forTeam(7).set("c", 1);
    scopes.global().set("d", 1);

    await(() -> ofAll.size() == 4);
    assertThat(ofTheUser).containsExactly("cart/a", "default/b");
    assertThat(ofAll)
        .containsExactly("user/cart/a", "user/default/b", "team/default/c", "/default/d");
  }

  @Test
  void whoIsClosedIsToldNoMore() {
    Listening listening = user.listen(events::add);
    List<String> others = new CopyOnWriteArrayList<>();
    user.set("a", 1);
    await(() -> events.size() == 1);
    user.listen(event -> others.add(event.key()));

    listening.close();
    listening.close();
    user.set("b", 1);

    await(() -> others.contains("b"));
    assertThat(told()).containsExactly("CREATED a -->1");
  }

  @Test
  void aListenerThatThrowsKeepsNobodyFromAnything() {
    user.listen(
        event -> {
          throw new IllegalStateException("no use");
        });
    user.listen(events::add);
    user.set("a", 1);
    user.set("a", 2);
    awaitTold("CREATED a -->1", "UPDATED a 1->2");
  }

  @Test
  void aListenerMayWrite() {
    user.listen(
        "order.*", event -> user.namespace("log").set(event.key(), event.newValue().orElse("-")));
    user.namespace("log").listen(events::add);
    user.set("order.1", "bread");
    awaitTold("CREATED order.1 -->bread");
  }

  @Test
  void whatIsTakenBackIsToldToo() {
    Namespace flat = user.flat();
    user.listen(events::add);
    flat.set("a.b", 1);
    assertThatThrownBy(() -> user.set("a", 2)).isInstanceOf(NestingException.class);
    flat.set("end", 1);
    await(() -> told().contains("CREATED end -->1"));
    // Whether it came to a write at all, none is left over.
    assertThat(told().stream().filter(text -> text.contains(" a ")).count() % 2).isZero();
  }

  @Test
  void expiryIsTold() {
    user.listen(events::add);
    user.set("flash", "saved", Duration.ofMillis(30));
    await(() -> !user.has("flash"));
    user.set("flash", "again");
    await(() -> told().contains("CREATED flash -->again"));
    assertThat(told())
        .containsExactly(
            "CREATED flash -->saved", "EXPIRED flash saved->-", "CREATED flash -->again");
  }

  @Test
  void whatAnotherNodeChangesIsSynced() {
    Scope there = nodes.scopes().forUser(42);
    user.set("theme", "dark");
    user.get("theme");
    user.listen(events::add);

    there.set("theme", "light");
    awaitSynced("theme", "light");
    assertThat(events.get(0).oldValue()).contains("dark");

    there.set("unknown", 1);
    awaitSynced("unknown", 1);
    assertThat(events.get(events.size() - 1).oldValue()).isEmpty();

    there.delete("theme");
    awaitSynced("theme", "-");

    there.clear();
    await(() -> events.get(events.size() - 1).kind() == Kind.CLEARED);
    assertThat(events).noneMatch(event -> event.kind() == Kind.CREATED);
  }

  @Test
  void namespacesThatAreNotOpenHereAreHeardOfToo() {
    Scopes there = nodes.scopes();
    scopes.listen(events::add);
    there.forUser(7).namespace("cart").set("a", List.of(1));
    await(() -> !events.isEmpty());
    ScopeEvent event = events.get(0);
    assertThat(event.kind()).isEqualTo(Kind.SYNCED);
    assertThat(event.scopeId()).isEqualTo("7");
    assertThat(event.namespace()).isEqualTo("cart");
    assertThat(event.newValue()).contains(List.of(1));
  }

  @Test
  void aCacheOfThisProcessIsSynced() {
    user.listenAll(events::add);
    Cache<String, String> cache =
        user.createCache(
            "sessions", new MutableConfiguration<String, String>().setStoreByValue(true));
    cache.put("a", "x");
    awaitSynced("a", "x");
    Cache<Integer, String> numbered =
        user.createCache("numbered", new MutableConfiguration<Integer, String>());
    numbered.put(1, "x");
    cache.put("b", "y");
    awaitSynced("b", "y");
    assertThat(events).noneMatch(event -> event.namespace().equals("numbered"));
  }

  @Test
  void changesOfOthersAreConflatedWhileAListenerIsBusy() throws InterruptedException {
    Scope there = nodes.scopes().forUser(42);
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    user.listen(
        event -> {
          begun.countDown();
          try {
            busy.await();
          } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
          }
          events.add(event);
        });
    there.set("first", 0);
    begun.await();
    for (int i = 1; i <= 300; i++) {
      there.set("counted", i);
    }
    awaitRead("counted", 300);
    busy.countDown();
    awaitSynced("counted", 300);
    assertThat(events).hasSizeLessThan(300);
  }

  private void awaitRead(String key, Object value) {
    await(() -> user.get(key).orElse("-").equals(value));
  }

  @Test
  void tooManyUnheardChangesAreMissed() throws InterruptedException {
    Scope there = nodes.scopes().forUser(42);
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    user.listen(
        event -> {
          begun.countDown();
          try {
            busy.await();
          } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
          }
          events.add(event);
        });
    there.set("first", 0);
    begun.await();
    Map<String, Object> many = new HashMap<>();
    for (int i = 0; i < 10_100; i++) {
      many.put("key" + i, i);
    }
    there.flat().setMany(many);
    there.set("last", 1);
    awaitRead("last", 1);
    busy.countDown();
    await(() -> events.stream().anyMatch(event -> event.kind() == Kind.MISSED));
    ScopeEvent missed =
        events.stream().filter(event -> event.kind() == Kind.MISSED).findFirst().orElseThrow();
    assertThat(missed.scopeId()).isEqualTo("42");
    assertThat(missed.namespace()).isEqualTo("default");
    assertThat(missed.key()).isEmpty();
  }

  @Test
  void ownChangesAmidThoseOfOthersAreToldInOrder() throws InterruptedException {
    Scope there = nodes.scopes().forUser(42);
    user.listen(events::add);
    Thread other =
        new Thread(
            () -> {
              for (int i = 0; i < 100; i++) {
                there.set("both", "there" + i);
              }
            });
    other.start();
    for (int i = 0; i < 100; i++) {
      user.set("both", "here" + i);
    }
    other.join();
    there.set("both", "end");
    awaitSynced("both", "end");
    List<String> own =
        events.stream()
            .filter(event -> event.kind() != Kind.SYNCED)
            .map(event -> event.newValue(String.class).orElseThrow())
            .toList();
    assertThat(own).hasSize(100).startsWith("here0").endsWith("here99");
    assertThat(events.get(events.size() - 1).newValue()).contains("end");
    assertThat(events)
        .filteredOn(event -> event.kind() == Kind.SYNCED)
        .allSatisfy(
            event ->
                assertThat(event.newValue(String.class).orElseThrow()).doesNotStartWith("here"));
  }
}
