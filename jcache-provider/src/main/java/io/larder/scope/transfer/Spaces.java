package io.larder.scope.transfer;

import io.larder.storage.SpaceName;
import org.jspecify.annotations.Nullable;

/**
 * The names of spaces in files: texts like any other, whatever they would mean to a file system.
 */
final class Spaces {

  private Spaces() {}

  /**
   * The space of that name.
   *
   * @throws TransferException if a part is missing, or cannot be stored, or it is Larder's own
   */
  static SpaceName checked(
      Place place, @Nullable String type, @Nullable String id, @Nullable String namespace) {
    if (type == null || id == null || namespace == null) {
      throw place.refused("Of scopeType, scopeId and namespace one is missing.");
    }
    SpaceName name;
    try {
      name = new SpaceName(type, id, namespace);
    } catch (IllegalArgumentException refused) {
      throw place.refused(null, String.valueOf(refused.getMessage()), refused);
    }
    if (namespace.isEmpty()) {
      throw place.refused(Format.NAMESPACE, "The namespace is empty.", null);
    }
    if (!Area.mayBeCarried(name)) {
      throw place.refused(
          Format.NAMESPACE,
          "'%s' is one of Larder's own and cannot be imported.".formatted(Place.shown(namespace)),
          null);
    }
    return name;
  }
}
