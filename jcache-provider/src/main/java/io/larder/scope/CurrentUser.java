package io.larder.scope;

import static java.util.Objects.requireNonNull;

import java.security.Principal;
import java.util.Optional;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Knows on whose behalf a program works at this moment: who is logged in. {@link
 * Scopes#withCurrentUser} makes use of it. It is asked by any thread, often, and should answer from
 * memory.
 */
@FunctionalInterface
public interface CurrentUser {

  /** The id of the one who is logged in; nothing if nobody is. */
  Optional<String> id();

  /**
   * The name of who is logged in with Spring Security, on the thread that asks; an anonymous
   * visitor is nobody.
   *
   * @throws CacheException if Spring Security is not on the class path
   */
  static CurrentUser ofSpringSecurity() {
    try {
      return SpringSecurityUser.loaded();
    } catch (NoClassDefFoundError missing) {
      throw new CacheException(
          "Spring Security is not on the class path, so it cannot tell who the current user is: add"
              + " org.springframework.security:spring-security-core, or use another CurrentUser.",
          missing);
    }
  }

  /**
   * The name of a principal; where there is none, nobody is logged in. Of Jakarta's: {@code
   * ofPrincipal(request::getUserPrincipal)} with an injected {@code HttpServletRequest}, or {@code
   * ofPrincipal(securityContext::getCallerPrincipal)}.
   *
   * @param principal answers null if there is none
   */
  static CurrentUser ofPrincipal(Supplier<? extends @Nullable Principal> principal) {
    requireNonNull(principal, "principal");
    return () -> Optional.ofNullable(principal.get()).map(Principal::getName);
  }
}
