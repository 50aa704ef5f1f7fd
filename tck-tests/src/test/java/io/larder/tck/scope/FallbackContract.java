package io.larder.tck.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.larder.scope.Fallback;
import io.larder.scope.Namespace;
import io.larder.scope.NestingException;
import io.larder.scope.Scope;
import io.larder.scope.SourcedValue;
import io.larder.scope.TypeOf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one scope does not have is the next one's. */
abstract class FallbackContract extends ScopeCase {

  private Scope team;
  private Scope global;
  private Fallback settings;

  @BeforeEach
  final void layers() {
    team = scopes.forTeam(7);
    global = scopes.global();
    settings = user.fallingBackTo(team, global);
  }

  @Test
  void theNearestValueCounts() {
    assertThat(settings.get("theme")).isEmpty();
    assertThat(settings.has("theme")).isFalse();
    assertThat(settings.get("theme", "grey")).isEqualTo("grey");

    global.set("theme", "light");
    assertThat(settings.get("theme")).contains("light");
    team.set("theme", "dark");
    assertThat(settings.get("theme", "grey")).isEqualTo("dark");
    user.set("theme", "red");
    assertThat(settings.get("theme", String.class)).contains("red");
    assertThat(settings.has("theme")).isTrue();
  }

  @Test
  void writesAreTheFirstOnesAlone() {
    global.set("theme", "light");

    settings.set("theme", "dark");
    settings.set("size", 3, Duration.ofHours(1));
    settings.setMany(Map.of("a", 1, "b", 2));

    assertThat(user.get("theme")).contains("dark");
    assertThat(global.get("theme")).contains("light");
    assertThat(team.keys()).isEmpty();
    assertThat(user.keys()).containsExactly("a", "b", "size", "theme");
    assertThat(user.ttl("size").remaining()).isPresent();
    assertThat(settings.own().get("theme")).contains("dark");
  }

  @Test
  void resetLetsTheInheritedValueCountAgain() {
    global.set("theme", "light");
    settings.set("theme", "dark");

    assertThat(settings.reset("theme")).isTrue();
    assertThat(settings.get("theme")).contains("light");
    assertThat(settings.reset("theme")).as("takes from nobody else").isFalse();
    assertThat(settings.get("theme")).contains("light");
  }

  @Test
  void whatExpiresLetsTheInheritedValueCountAgain() {
    global.set("theme", "light");
    settings.set("theme", "dark", Duration.ofMillis(200));
    await(() -> settings.get("theme", "").equals("light"));
  }

  @Test
  void whereAValueComesFromIsTold() {
    team.set("theme", "dark");
    user.set("size", 3);

    SourcedValue theme = settings.find("theme").orElseThrow();
    assertThat(theme.value()).isEqualTo("dark");
    assertThat(theme.isInherited()).isTrue();
    assertThat(theme.source().scopeType()).isEqualTo("team");
    assertThat(theme.source().scopeId()).isEqualTo("7");
    SourcedValue size = settings.find("size").orElseThrow();
    assertThat(size.value(Long.class)).isEqualTo(3L);
    assertThat(size.isInherited()).isFalse();
    assertThat(size.source().scopeType()).isEqualTo("user");
    assertThat(settings.find("none")).isEmpty();
    assertThat(theme.toString()).contains("theme", "team").doesNotContain("dark");
  }

  @Test
  void typesAreAskedOfTheNearestValue() {
    team.set("sizes", List.of(1, 2));
    user.set("theme", "dark");
    global.set("theme", 7);

    assertThat(settings.get("sizes", new TypeOf<List<Long>>() {})).contains(List.of(1L, 2L));
    assertThatThrownBy(() -> settings.get("theme", Integer.class)).hasMessageContaining("String");
  }

  @Test
  void namespacesFallBackToThoseOfTheSameName() {
    global.namespace("settings", "mail").set("digest", "daily");
    user.set("digest", "of another namespace");

    Fallback mail = settings.namespace("settings.mail");

    assertThat(mail.get("digest")).contains("daily");
    mail.set("digest", "weekly");
    assertThat(user.namespace("settings.mail").get("digest")).contains("weekly");
    Fallback crossed = user.namespace("mine").fallingBackTo(team.namespace("ours"));
    team.namespace("ours").set("a", 1);
    assertThat(crossed.get("a")).contains(1);
  }

  @Test
  void manyAreGotAtOnce() {
    global.setMany(Map.of("a", "global", "b", "global", "c", "global"));
    team.set("b", "team");
    user.set("c", "user");

    assertThat(settings.getMany(List.of("c", "a", "none", "b")))
        .containsExactly(entry("c", "user"), entry("a", "global"), entry("b", "team"));
    assertThat(settings.findMany(List.of("a", "c")).values())
        .extracting(SourcedValue::isInherited)
        .containsExactly(true, false);
  }

  @Test
  void allAreToldInTheOrderOfTheirKeysEachOnce() {
    global.setMany(Map.of("a", "global", "b", "global", "d", "global", "x.y", 1));
    team.setMany(Map.of("b", "team", "c", "team"));
    user.setMany(Map.of("c", "user", "x.z", 2));

    assertThat(settings.all().map(value -> value.key() + "=" + value.value()))
        .containsExactly("a=global", "b=team", "c=user", "d=global", "x.y=1", "x.z=2");
    assertThat(settings.keys()).containsExactly("a", "b", "c", "d", "x.y", "x.z");
    assertThat(settings.keysStartingWith("x.")).containsExactly("x.y", "x.z");
    assertThat(settings.startingWith("none")).isEmpty();
  }

  @Test
  void mergingIsLikeMergingMaps() {
    Random random = new Random(42);
    List<Scope> layers = List.of(user, team, global);
    Map<String, Object> expected = new TreeMap<>(FallbackContract::byCodePoint);
    for (int layer = 2; layer >= 0; layer--) {
      Map<String, Object> values = new TreeMap<>();
      for (int i = 0; i < 700; i++) {
        values.put(key(random), layer);
      }
      layers.get(layer).flat().setMany(values);
      expected.putAll(values);
    }

    List<Map.Entry<String, Object>> merged =
        settings.all().map(value -> Map.entry(value.key(), value.value())).toList();

    assertThat(merged).containsExactlyElementsOf(expected.entrySet());
  }

  /** Of all lengths that stores treat alike, with characters on both sides of the surrogates. */
  private static String key(Random random) {
    int[] alphabet = {'a', 'b', '.', 'é', 0xD7FF, 0xE000, 0xFFFD, 0x10000, 0x1F600};
    return random
        .ints(1 + random.nextInt(4), 0, alphabet.length)
        .mapToObj(index -> Character.toString(alphabet[index]))
        .collect(Collectors.joining());
  }

  private static int byCodePoint(String one, String other) {
    return java.util.Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());
  }

  @Test
  void longKeysAreToldOnceToo() {
    String alike = "k".repeat(1_100);
    Map<String, Object> values = new TreeMap<>();
    for (int i = 0; i < 40; i++) {
      values.put(alike + i, "global");
    }
    values.put("k".repeat(950), "global");
    global.flat().setMany(values);
    values.replaceAll((key, value) -> "user");
    values.keySet().removeIf(key -> key.endsWith("3"));
    user.flat().setMany(values);

    List<SourcedValue> merged = settings.all().toList();

    assertThat(merged).extracting(SourcedValue::key).doesNotHaveDuplicates().hasSize(41);
    assertThat(merged)
        .allSatisfy(
            value ->
                assertThat(value.value()).isEqualTo(value.key().endsWith("3") ? "global" : "user"));
  }

  @Test
  void streamsAreReadAsTheyAreConsumed() {
    Map<String, Object> values = new TreeMap<>();
    for (int i = 0; i < 1_200; i++) {
      values.put("k%04d".formatted(i), i);
    }
    global.setMany(values);

    List<String> keys = new ArrayList<>();
    try (Stream<String> stream = settings.keys()) {
      stream
          .peek(
              key -> {
                if (key.equals("k0000")) {
                  global.delete("k1100");
                }
              })
          .forEach(keys::add);
    }

    assertThat(keys).as("the last page is read last").hasSize(1_199).doesNotContain("k1100");
  }

  @Test
  void treesAreLaidOverOneAnother() {
    global.setMany(Map.of("mail.digest", "daily", "mail.from", "us", "look", "plain", "zone", 1));
    team.setMany(Map.of("mail.digest", "weekly", "look.theme", "dark", "zone", 2));
    user.setMany(Map.of("mail", "off", "look.size", 3));

    assertThat(settings.nested())
        .isEqualTo(Map.of("mail", "off", "look", Map.of("theme", "dark", "size", 3), "zone", 2));
    assertThat(team.fallingBackTo(global).nested())
        .isEqualTo(
            Map.of(
                "mail", Map.of("digest", "weekly", "from", "us"),
                "look", Map.of("theme", "dark"),
                "zone", 2));
    assertThat(settings.nestedFrom("look")).isEqualTo(Map.of("theme", "dark", "size", 3));
    assertThat(settings.nestedFrom("none")).isEmpty();
  }

  @Test
  void aLeafBetweenHidesWhatIsBehindIt() {
    global.set("a.far", 1);
    global.set("a.onward", 1);
    team.set("a", "leaf");
    user.set("a.near", 2);

    assertThat(settings.nested()).isEqualTo(Map.of("a", Map.of("near", 2)));
    assertThat(team.fallingBackTo(user, global).nested()).isEqualTo(Map.of("a", "leaf"));
  }

  @Test
  void aLeafThatIsABranchInOneScopeIsToldOf() {
    Namespace flat = team.flat();
    flat.set("a", 1);
    flat.set("a.b", 2);
    assertThatThrownBy(settings::nested)
        .isInstanceOf(NestingException.class)
        .hasMessageContaining("'a.b'");
  }

  @Test
  void keysThatCannotBe() {
    assertThatIllegalArgumentException().isThrownBy(() -> settings.get(""));
    assertThatIllegalArgumentException().isThrownBy(() -> settings.getMany(List.of("a", "")));
    assertThatIllegalArgumentException().isThrownBy(() -> settings.namespace("a..b"));
    assertThat(settings).hasToString("user:42 > team:7 > global");
  }
}
