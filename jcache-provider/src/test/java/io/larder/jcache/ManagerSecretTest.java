package io.larder.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManagerSecretTest {

  private final CacheFixture fixture = new CacheFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void noMessageShowsTheSecretsOfTheUri() {
    CacheManager manager = fixture.manager("memory://me:hush@host?password=hush");
    manager.createCache("orders", new MutableConfiguration<>());
    List<ThrowingCallable> failing =
        List.of(
            () -> manager.createCache("orders", new MutableConfiguration<>()),
            () -> manager.enableStatistics("none", true),
            () -> {
              manager.close();
              manager.getCacheNames();
            });
    for (ThrowingCallable call : failing) {
      assertThat(catchThrowable(call).getMessage()).contains("://***@host").doesNotContain("hush");
    }
    assertThat(manager.toString()).contains("://***@host").doesNotContain("hush");
  }
}
