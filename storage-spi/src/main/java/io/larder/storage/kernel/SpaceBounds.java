package io.larder.storage.kernel;

import io.larder.storage.Space;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How many entries the openers of a store allow its spaces. The smallest bound of all openers that
 * have the space open holds; an opener's own holds until it says another or is gone. Thread-safe.
 */
final class SpaceBounds {

  private final Map<Space, Map<Object, Long>> byOpener = new HashMap<>();

  /** What that opener said last about a space holds for it. */
  synchronized void say(Object opener, Space space, SpaceOptions options) {
    if (options.maximumEntries() == SpaceOptions.UNBOUNDED) {
      Map<Object, Long> bounds = byOpener.get(space);
      if (bounds != null) {
        bounds.remove(opener);
      }
    } else {
      byOpener
          .computeIfAbsent(space, same -> new HashMap<>())
          .put(opener, options.maximumEntries());
    }
    byOpener.values().removeIf(Map::isEmpty);
  }

  /** The opener has no use for these spaces any more. */
  synchronized void forget(Object opener, Predicate<SpaceName> spaces) {
    byOpener.forEach(
        (bounded, bounds) -> {
          if (spaces.test(bounded.name())) {
            bounds.remove(opener);
          }
        });
    byOpener.values().removeIf(Map::isEmpty);
  }

  /** The opener is gone. */
  synchronized void forget(Object opener) {
    byOpener.values().forEach(bounds -> bounds.remove(opener));
    byOpener.values().removeIf(Map::isEmpty);
  }

  /** The bounds that hold now, by space. */
  synchronized Map<Space, Long> smallest() {
    Map<Space, Long> smallest = new HashMap<>();
    byOpener.forEach(
        (space, bounds) ->
            bounds.values().forEach(bound -> smallest.merge(space, bound, Math::min)));
    return smallest;
  }
}
