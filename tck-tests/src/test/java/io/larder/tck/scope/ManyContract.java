package io.larder.tck.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.larder.scope.Namespace;
import io.larder.scope.ScopedEntry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several keys at once, and finding them. */
abstract class ManyContract extends ScopeCase {

  @Test
  void severalAreSetReadAndDeletedAtOnce() {
    user.setMany(Map.of("a", 1, "b", "two", "c", List.of(3)));

    assertThat(user.getMany(List.of("c", "x", "a", "a")))
        .containsExactly(Map.entry("c", List.of(3)), Map.entry("a", 1));
    assertThat(user.getMany(List.of("a"), Long.class)).containsExactly(Map.entry("a", 1L));
    assertThat(user.deleteMany(List.of("a", "b", "x", "a"))).isEqualTo(2);
    assertThat(user.keys()).containsExactly("c");
    assertThat(user.getMany(List.of())).isEmpty();
    user.setMany(Map.of());
    assertThat(user.deleteMany(List.of())).isZero();
  }

  @Test
  void severalLiveAsLong() {
    user.setMany(Map.of("a", 1, "b", 2), Duration.ofHours(1));
    assertThat(user.ttl("a").remaining()).isPresent();
    assertThat(user.ttl("b").remaining()).isPresent();
  }

  @Test
  void allOrNoneAreSet() {
    user.set("a", "before");
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("a", "after");
    values.put("", "no key");
    assertThatIllegalArgumentException().isThrownBy(() -> user.setMany(values));
    values.remove("");
    values.put("b", new Object() {});
    assertThatIllegalArgumentException().isThrownBy(() -> user.setMany(values));
    assertThat(user.get("a")).contains("before");
    assertThat(user.count()).isEqualTo(1);
  }

  @Test
  void keysComeInOrderPageByPage() {
    Namespace numbers = user.namespace("numbers");
    Map<String, Object> values = new LinkedHashMap<>();
    IntStream.range(0, 1_234).forEach(i -> values.put("n%05d".formatted(i), i));
    numbers.setMany(values);

    assertThat(numbers.keys()).containsExactlyElementsOf(values.keySet());
    assertThat(numbers.all().map(ScopedEntry::value)).containsExactlyElementsOf(values.values());
    assertThat(numbers.count()).isEqualTo(1_234);
    assertThat(numbers.keysStartingWith("n0000")).hasSize(10).first().isEqualTo("n00000");
    assertThat(numbers.startingWith("n0123").map(entry -> entry.value(int.class)))
        .containsExactly(1_230, 1_231, 1_232, 1_233);
    assertThat(numbers.after("n01230").map(ScopedEntry::key))
        .containsExactly("n01231", "n01232", "n01233");
    assertThat(numbers.after("n01230x").limit(1).map(ScopedEntry::key)).containsExactly("n01231");
    assertThat(numbers.keysStartingWith("m")).isEmpty();
  }

  @Test
  void aPrefixIsTextAndNoPattern() {
    user.flat()
        .setMany(Map.of("a%b", 1, "a_b", 2, "axb", 3, "A", 4, "\uD83D\uDE00", 5, "\uFFFD", 6));

    assertThat(user.keysStartingWith("a%")).containsExactly("a%b");
    assertThat(user.keysStartingWith("a_")).containsExactly("a_b");
    assertThat(user.keysStartingWith("a")).containsExactly("a%b", "a_b", "axb");
    assertThat(user.keysStartingWith("\uD83D\uDE00")).containsExactly("\uD83D\uDE00");
    assertThat(user.keys()).containsExactly("A", "a%b", "a_b", "axb", "\uFFFD", "\uD83D\uDE00");
  }

  @Test
  void entriesTellTheirVersionAndTimes() {
    user.set("a", 1);
    user.set("a", 2, Duration.ofHours(1));
    ScopedEntry entry = user.entry("a").orElseThrow();

    assertThat(entry.version()).isEqualTo(2);
    assertThat(entry.value(Long.class)).isEqualTo(2);
    assertThat(entry.expiresAt().orElseThrow()).isAfter(entry.writtenAt());
    assertThat(entry.toString()).contains("a").doesNotContain("=2");
    assertThat(user.entry("b")).isEmpty();
  }
}
