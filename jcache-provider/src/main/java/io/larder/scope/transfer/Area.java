package io.larder.scope.transfer;

import io.larder.storage.SpaceName;
import io.larder.storage.SpaceScan;
import io.larder.storage.SpaceState;
import io.larder.storage.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a store that is exported or imported.
 *
 * @param scopeType null for the whole store
 * @param scopeId null for the whole store
 * @param namespace null for all namespaces
 */
public record Area(
    @Nullable String scopeType, @Nullable String scopeId, @Nullable String namespace) {

  /** Spaces of Larder's own begin so. */
  private static final String RESERVED = "_larder.";

  /** Those that belong to users all the same: who changed what. */
  static final String HISTORY = RESERVED + "history.";

  private static final int PAGE = 200;

  /** The whole store. */
  public static Area store() {
    return new Area(null, null, null);
  }

  /** All namespaces of a scope; type and id of the global one are empty. */
  public static Area scope(String type, String id) {
    return new Area(type, id, null);
  }

  /** One namespace, without its history. */
  public static Area namespace(String type, String id, String namespace) {
    return new Area(type, id, namespace);
  }

  /** Whether a space of that name may be in a file at all. */
  static boolean mayBeCarried(SpaceName space) {
    return !space.namespace().startsWith(RESERVED) || space.namespace().startsWith(HISTORY);
  }

  /** Whether the space is of this part of the store. */
  boolean includes(SpaceName space) {
    return (scopeType == null || scopeType.equals(space.scopeType()))
        && (scopeId == null || scopeId.equals(space.scopeId()))
        && (namespace == null || namespace.equals(space.namespace()))
        && mayBeCarried(space);
  }

  /**
   * A page of the spaces that a store has of this part, in the order of their names.
   *
   * @param after the last one of the page before, or null
   * @return null if there are no more
   */
  @Nullable List<SpaceState> spaces(Store store, @Nullable SpaceName after) {
    if (scopeType != null && scopeId != null && namespace != null) {
      SpaceName only = new SpaceName(scopeType, scopeId, namespace);
      return after != null
          ? null
          : store.space(only).filter(state -> !state.destroyed()).stream().toList();
    }
    SpaceScan scan =
        scopeType == null || scopeId == null
            ? SpaceScan.all(PAGE)
            : SpaceScan.ofScope(scopeType, scopeId, PAGE);
    List<SpaceState> page = store.spaces(after == null ? scan : scan.after(after));
    return page.isEmpty() ? null : page;
  }

  /** What it is: {@code store}, {@code scope} or {@code namespace}. */
  String label() {
    return scopeType == null ? "store" : namespace == null ? "scope" : "namespace";
  }
}
