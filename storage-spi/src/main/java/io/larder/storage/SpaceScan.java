package io.larder.storage;

import org.jspecify.annotations.Nullable;

/**
 * Asks for one page of a store's spaces, in the order of their names.
 *
 * @param scopeType the kind of owner whose spaces are asked for, empty for the global scope; null
 *     for all spaces
 * @param scopeId which owner, if only one is asked for; else null
 * @param after the name of the last space of the page before, or null for the first page
 * @param limit how many spaces at most, at least 1
 * @param withDestroyed whether spaces that were destroyed are wanted too
 */
public record SpaceScan(
    @Nullable String scopeType,
    @Nullable String scopeId,
    @Nullable SpaceName after,
    int limit,
    boolean withDestroyed) {

  /**
   * @throws IllegalArgumentException if the limit is below 1, the scope is none, or {@code after}
   *     is not among the names that are asked for
   */
  public SpaceScan {
    if (limit < 1) {
      throw new IllegalArgumentException(
          "The limit of a scan of spaces is at least 1, not " + limit + ".");
    }
    if (scopeId != null) {
      if (scopeType == null) {
        throw new IllegalArgumentException(
            "A scope has both a type and an id: the id '" + scopeId + "' came alone.");
      }
      var unused = new SpaceName(scopeType, scopeId, "");
    }
    if (after != null && !includes(scopeType, scopeId, after)) {
      throw new IllegalArgumentException(
          "The spaces after %s were asked for, which is not of the scope %s:%s."
              .formatted(after, scopeType, scopeId == null ? "*" : scopeId));
    }
  }

  /** The first page of all spaces. */
  public static SpaceScan all(int limit) {
    return new SpaceScan(null, null, null, limit, false);
  }

  /** The first page of the spaces of all scopes of a type. */
  public static SpaceScan ofType(String scopeType, int limit) {
    return new SpaceScan(scopeType, null, null, limit, false);
  }

  /** The first page of the spaces of one scope; type and id of the global one are empty. */
  public static SpaceScan ofScope(String scopeType, String scopeId, int limit) {
    return new SpaceScan(scopeType, scopeId, null, limit, false);
  }

  /** The page after the one that ended with that name. */
  public SpaceScan after(SpaceName last) {
    return new SpaceScan(scopeType, scopeId, last, limit, withDestroyed);
  }

  /** The same, but with the spaces that were destroyed. */
  public SpaceScan includingDestroyed() {
    return new SpaceScan(scopeType, scopeId, after, limit, true);
  }

  /** Whether the space of that name is of the scopes that are asked for. */
  public boolean includes(SpaceName name) {
    return includes(scopeType, scopeId, name);
  }

  private static boolean includes(
      @Nullable String scopeType, @Nullable String scopeId, SpaceName name) {
    return (scopeType == null || name.scopeType().equals(scopeType))
        && (scopeId == null || name.scopeId().equals(scopeId));
  }
}
