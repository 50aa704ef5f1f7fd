package io.larder.scope;

import java.util.Optional;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who is logged in with Spring Security, which an application may do without. Thread-safe. */
final class SpringSecurityUser implements CurrentUser {

  private final AuthenticationTrustResolver trust;

  private SpringSecurityUser(AuthenticationTrustResolver trust) {
    this.trust = trust;
  }

  /**
   * @throws NoClassDefFoundError if Spring Security is not there
   */
  static CurrentUser loaded() {
    return new SpringSecurityUser(new AuthenticationTrustResolverImpl());
  }

  @Override
  public Optional<String> id() {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    return trust.isAuthenticated(authentication)
        ? Optional.of(authentication.getName())
        : Optional.empty();
  }
}
