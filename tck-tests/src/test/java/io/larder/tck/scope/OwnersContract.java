package io.larder.tck.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.larder.scope.CurrentUser;
import io.larder.scope.Scope;
import io.larder.scope.ScopeResolver;
import io.larder.scope.ScopeResolver.Owner;
import io.larder.scope.Scopes;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

/** Whose scope it is, if nobody says so by name. */
abstract class OwnersContract extends ScopeCase {

  @AfterEach
  final void logOut() {
    SecurityContextHolder.clearContext();
  }

  @Test
  void theCurrentUserIsAskedEachTime() {
    AtomicReference<String> id = new AtomicReference<>("42");
    Scopes mine = scopes.withCurrentUser(() -> Optional.ofNullable(id.get()));

    mine.forUser().set("theme", "dark");

    assertThat(user.get("theme")).contains("dark");
    Scope before = mine.forUser();
    id.set("43");
    assertThat(mine.forUser().get("theme")).isEmpty();
    assertThat(before.get("theme")).as("stays the one's whom it was made for").contains("dark");
  }

  @Test
  void nobodyHasNoScope() {
    assertThatIllegalStateException()
        .isThrownBy(() -> scopes.forUser())
        .withMessageContaining("withCurrentUser");
    Scopes nobodys = scopes.withCurrentUser(Optional::empty);
    assertThatIllegalStateException()
        .isThrownBy(nobodys::forUser)
        .withMessageContaining("Nobody is logged in");
    assertThat(nobodys.forUser(42).has("theme")).isFalse();
    Scopes nameless = scopes.withCurrentUser(() -> Optional.of(""));
    assertThatIllegalArgumentException().isThrownBy(nameless::forUser);
  }

  @Test
  void springSecurityKnowsWhoIsLoggedIn() {
    Scopes mine = scopes.withCurrentUser(CurrentUser.ofSpringSecurity());
    assertThatIllegalStateException().isThrownBy(mine::forUser);

    logIn(new TestingAuthenticationToken("ada", "secret", "ROLE_USER"));
    assertThat(mine.forUser()).hasToString("user:ada");

    logIn(
        new AnonymousAuthenticationToken(
            "key", "anonymous", List.of(new SimpleGrantedAuthority("ROLE_ANONYMOUS"))));
    assertThatIllegalStateException().isThrownBy(mine::forUser);

    // Without an authority it is a login that was only tried.
    logIn(new TestingAuthenticationToken("ada", "secret"));
    assertThatIllegalStateException().isThrownBy(mine::forUser);
  }

  private static void logIn(Authentication authentication) {
    SecurityContextHolder.setContext(new SecurityContextImpl(authentication));
  }

  @Test
  void aPrincipalIsACurrentUser() {
    AtomicReference<Principal> principal = new AtomicReference<>();
    Scopes mine = scopes.withCurrentUser(CurrentUser.ofPrincipal(principal::get));
    assertThatIllegalStateException().isThrownBy(mine::forUser);

    principal.set(new X500Principal("CN=ada"));
    assertThat(mine.forUser()).hasToString("user:CN=ada");
  }

  record Customer(Long id) {}

  record Person(String name) {}

  @Test
  void anEntityHasAScope() {
    scopes.forEntity(new Customer(7L)).set("theme", "dark");

    assertThat(scopes.forScope("customer", 7).get("theme")).contains("dark");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scopes.forEntity(new Customer(null)))
        .withMessageContaining("no id yet");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scopes.forEntity(new Person("Ada")))
        .withMessageContaining("ScopeResolver");
  }

  @Test
  void resolversAreAskedInTheirOrder() {
    ScopeResolver people =
        object ->
            object instanceof Person person
                ? Optional.of(new Owner("user", person.name()))
                : Optional.empty();
    ScopeResolver everything = object -> Optional.of(new Owner("any", "thing"));

    assertThat(scopes.withResolvers(people).forEntity(new Person("ada"))).hasToString("user:ada");
    assertThat(scopes.withResolvers(people).forEntity(new Customer(7L))).hasToString("customer:7");
    assertThat(scopes.withResolvers(people, everything).forEntity(new Person("ada")))
        .hasToString("user:ada");
    assertThat(scopes.withResolvers(everything, people).forEntity(new Person("ada")))
        .hasToString("any:thing");
    Scopes mine = scopes.withResolvers(people).withCurrentUser(() -> Optional.of("bob"));
    assertThat(mine.forUser()).hasToString("user:bob");
    assertThat(mine.forEntity(new Person("ada"))).hasToString("user:ada");
  }
}
