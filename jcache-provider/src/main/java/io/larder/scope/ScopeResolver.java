package io.larder.scope;

import java.util.Optional;

/** Knows whose scope an object stands for. Called by any thread. */
@FunctionalInterface
public interface ScopeResolver {

  /**
   * The owner that the object stands for; nothing if another resolver is to be asked.
   *
   * @throws IllegalArgumentException if it stands for one, but for which is not to be found out
   */
  Optional<Owner> resolve(Object entity);

  /**
   * Whose a scope is.
   *
   * @param type the kind of owner, {@code customer} for instance
   * @param id which one
   */
  record Owner(String type, String id) {}
}
