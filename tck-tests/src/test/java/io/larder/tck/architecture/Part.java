package io.larder.tck.architecture;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A part of Larder and the parts that it may use; the table of the design's one-way dependencies.
 *
 * @param name its package, below {@code io.larder}
 * @param uses names of the parts that it may use
 */
record Part(String name, Set<String> uses) {

  private static final List<Part> ALL =
      List.of(
          part("storage"),
          part("storage.codec", "storage"),
          part("storage.jdbc", "storage", "storage.codec"),
          part("storage.postgresql", "storage", "storage.codec", "storage.jdbc"),
          part("storage.sqlite", "storage", "storage.codec", "storage.jdbc"),
          part("config", "storage", "storage.codec"),
          part("engine", "storage", "storage.codec", "config"),
          part("jcache", "storage", "storage.codec", "config", "engine"),
          part("scope", "storage", "storage.codec", "config", "engine", "jcache"),
          part("lock", "storage", "storage.codec", "config", "engine", "jcache"),
          part("replication", "storage", "storage.codec"),
          part("sync", "storage", "storage.codec"),
          part(
              "console",
              "storage",
              "storage.codec",
              "jcache",
              "scope",
              "lock",
              "replication",
              "sync"));

  /** The part that a package belongs to: the one with the longest name that holds it. */
  static Optional<Part> of(String packageName) {
    return ALL.stream()
        .filter(part -> part.holds(packageName))
        .max(Comparator.comparingInt(part -> part.name.length()));
  }

  boolean mayUse(Part other) {
    return other.equals(this) || uses.contains(other.name);
  }

  private boolean holds(String packageName) {
    String root = "io.larder." + name;
    return packageName.equals(root) || packageName.startsWith(root + ".");
  }

  private static Part part(String name, String... uses) {
    return new Part(name, Arrays.stream(uses).collect(Collectors.toUnmodifiableSet()));
  }
}
