package io.larder.tck.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.larder.scope.Scopes;
import io.larder.scope.TimeToLive;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** How long values live. */
abstract class LifeContract extends ScopeCase {

  private static final Duration SOON = Duration.ofMillis(50);

  @Test
  void remainingUnlimitedAndAbsentAreToldApart() {
    user.set("for ever", 1);
    user.set("for an hour", 1, Duration.ofHours(1));

    assertThat(user.ttl("for ever")).isEqualTo(TimeToLive.UNLIMITED);
    assertThat(user.ttl("never")).isEqualTo(TimeToLive.ABSENT);
    assertThat(user.ttl("for an hour").exists()).isTrue();
    assertThat(user.ttl("for an hour").remaining().orElseThrow())
        .isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
  }

  @Test
  void aRememberedValueLivesFromWhenItIsStored() {
    user.remember(
        "slow",
        Duration.ofSeconds(30),
        () -> {
          LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
          return 1;
        });
    assertThat(user.ttl("slow").remaining().orElseThrow()).isGreaterThan(Duration.ofSeconds(28));
  }

  @Test
  void whatHasExpiredIsGone() {
    user.set("a", 1, SOON);
    user.setMany(Map.of("b", 2), SOON);
    user.remember("c", SOON, () -> 3);
    await(() -> !user.has("a") && !user.has("b") && !user.has("c"));

    assertThat(user.get("a")).isEmpty();
    assertThat(user.keys()).isEmpty();
    assertThat(user.ttl("a")).isEqualTo(TimeToLive.ABSENT);
    assertThat(user.touch("a", SOON)).isFalse();
    assertThat(user.persist("a")).isFalse();
    assertThat(user.remember("c", () -> 4)).isEqualTo(4);
  }

  @Test
  void touchProlongsAndShortens() {
    Scopes other = nodes.scopes();
    user.set("a", 1, Duration.ofHours(1));
    assertThat(other.forUser(42).get("a")).contains(1);

    assertThat(user.touch("a", Duration.ofHours(3))).isTrue();
    assertThat(other.forUser(42).ttl("a").remaining().orElseThrow())
        .isGreaterThan(Duration.ofHours(2));
    assertThat(user.touch("a", SOON)).isTrue();
    await(() -> !user.has("a"));
    await(() -> other.forUser(42).get("a").isEmpty());
    assertThat(user.touch("none", SOON)).isFalse();
  }

  @Test
  void touchLeavesTheValue() {
    user.increment("counter", 5);
    user.set("map", Map.of("x", 1));
    for (String key : new String[] {"counter", "map"}) {
      assertThat(user.touch(key, Duration.ofHours(2))).isTrue();
      assertThat(user.touch(key, Duration.ofHours(1))).isTrue();
      assertThat(user.ttl(key).remaining().orElseThrow()).isLessThan(Duration.ofMinutes(61));
    }
    assertThat(user.increment("counter")).isEqualTo(6);
    assertThat(user.ttl("counter").remaining()).isPresent();
    assertThat(user.get("map")).contains(Map.of("x", 1));
  }

  @Test
  void persistTakesTheEndAway() {
    user.set("a", 1, Duration.ofHours(1));
    assertThat(user.persist("a")).isTrue();
    assertThat(user.ttl("a")).isEqualTo(TimeToLive.UNLIMITED);
    assertThat(user.persist("a")).isTrue();
  }

  @Test
  void settingAnewBeginsANewLife() {
    user.set("a", 1, Duration.ofHours(1));
    user.set("a", 2);
    assertThat(user.ttl("a")).isEqualTo(TimeToLive.UNLIMITED);
  }

  @Test
  void theConfigurationHasADefault() {
    Scopes sessions = nodes.scopes(Map.of("larder.caches.session.expiry", "created 30m"));
    sessions.forUser(42).namespace("session").set("a", 1);
    assertThat(sessions.forUser(42).namespace("session").ttl("a").remaining().orElseThrow())
        .isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30));
    sessions.forUser(42).set("a", 1);
    assertThat(sessions.forUser(42).ttl("a")).isEqualTo(TimeToLive.UNLIMITED);
  }

  @Test
  void aLifeIsMoreThanNothing() {
    user.set("a", 1);
    for (Duration none : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1)}) {
      assertThatIllegalArgumentException().isThrownBy(() -> user.set("a", 2, none));
      assertThatIllegalArgumentException().isThrownBy(() -> user.setMany(Map.of("a", 2), none));
      assertThatIllegalArgumentException().isThrownBy(() -> user.touch("a", none));
      assertThatIllegalArgumentException().isThrownBy(() -> user.remember("b", none, () -> 2));
    }
    assertThat(user.get("a")).contains(1);
    assertThat(user.ttl("a")).isEqualTo(TimeToLive.UNLIMITED);
    user.set("long", 1, Duration.ofSeconds(Long.MAX_VALUE));
    assertThat(user.has("long")).isTrue();
  }
}
