package io.larder.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.security.Principal;
import java.util.Optional;
import java.util.function.Supplier;
import javax.cache.CacheException;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;

/** What is optional is not asked for by what does without. */
class OptionalLibrariesTest {

  private final ClassLoader bare = new WithoutSpring();

  @Test
  void aPrincipalNeedsNoSpring() throws ReflectiveOperationException {
    Supplier<Principal> principal = () -> new X500Principal("CN=ada");
    Object user =
        type("CurrentUser").getMethod("ofPrincipal", Supplier.class).invoke(null, principal);
    assertThat(type("CurrentUser").getMethod("id").invoke(user)).isEqualTo(Optional.of("CN=ada"));
  }

  @Test
  void scopesNeedNoSpring() throws ReflectiveOperationException {
    assertThat(type("Scopes").getMethods()).extracting("name").contains("withCurrentUser");
    assertThat(type("Scope").getMethods()).extracting("name").contains("namespace");
  }

  @Test
  void springSecurityThatIsMissingIsNamed() throws ReflectiveOperationException {
    var method = type("CurrentUser").getMethod("ofSpringSecurity");
    assertThatThrownBy(() -> method.invoke(null))
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("org.springframework.security:spring-security-core");
  }

  private Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName("io.larder.scope." + name, true, bare);
  }

  /** Has this package anew, and no Spring. */
  private static final class WithoutSpring extends ClassLoader {

    WithoutSpring() {
      super(OptionalLibrariesTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.springframework.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("io.larder.scope.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? defined(name) : loaded;
      }
    }

    private Class<?> defined(String name) throws ClassNotFoundException {
      try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (file == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = file.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
  }
}
