package io.larder.tck.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.scope.Scope;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;

/** Texts, numbers and times need no Jackson; what does need it says so. */
class WithoutJacksonTest {

  @Test
  void scalarsWorkAndTheRestIsExplained() throws Exception {
    URL[] classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("jackson"))
            .map(WithoutJacksonTest::url)
            .toArray(URL[]::new);
    Thread thread = Thread.currentThread();
    ClassLoader usual = thread.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(loader);
      Class<?> program = loader.loadClass(Program.class.getName());
      assertThat(program).isNotSameAs(Program.class);
      ((Runnable) program.getConstructor().newInstance()).run();
    } finally {
      thread.setContextClassLoader(usual);
    }
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Runs with classes of its own. */
  public static final class Program implements Runnable {
    @Override
    public void run() {
      assertThatThrownBy(() -> Class.forName("tools.jackson.core.JacksonException"))
          .isInstanceOf(ClassNotFoundException.class);
      Map<String, String> store = Map.of("larder.store", "memory:" + UUID.randomUUID());
      try (ScopeNodes nodes = new ScopeNodes(store, () -> {})) {
        Scope user = nodes.scopes().forUser(42);
        user.set("theme.name", "dark");
        user.increment("views");
        assertThat(user.get("theme.name")).contains("dark");
        assertThat(user.get("views", 0L)).isEqualTo(1);
        assertThat(user.nested()).containsOnlyKeys("theme", "views");
        assertThatThrownBy(() -> user.set("list", List.of(1)))
            .isInstanceOf(CacheException.class)
            .hasMessageContaining("tools.jackson.core:jackson-databind");
        assertThatThrownBy(() -> user.get("views", Integer.class))
            .hasMessageContaining("tools.jackson.core:jackson-databind");
      }
    }
  }
}
