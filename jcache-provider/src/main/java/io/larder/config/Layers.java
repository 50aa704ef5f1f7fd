package io.larder.config;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All assignments, those of sources that take precedence first.
 *
 * @param assignments the last of them are the built-in defaults
 */
record Layers(List<Assignment> assignments) {

  Layers {
    assignments = List.copyOf(assignments);
  }

  /**
   * The assignment that holds for all caches.
   *
   * @throws NoSuchElementException if there is no default
   */
  Assignment of(String name) {
    return find(null, name).orElseThrow(() -> new NoSuchElementException(name));
  }

  /** The assignment that holds for one cache: its own, wherever that was made, or that for all. */
  Assignment ofCache(@Nullable String cache, String setting) {
    Optional<Assignment> own = cache == null ? Optional.empty() : find(cache, setting);
    return own.orElseGet(() -> of(Catalogue.PREFIX + setting));
  }

  /** The caches that have settings of their own. */
  Set<String> caches() {
    return assignments.stream()
        .map(Assignment::cache)
        .flatMap(Stream::ofNullable)
        .collect(TreeSet::new, Set::add, Set::addAll);
  }

  private Optional<Assignment> find(@Nullable String cache, String name) {
    return assignments.stream()
        .filter(a -> Objects.equals(a.cache(), cache) && a.name().equals(name))
        .findFirst();
  }
}
