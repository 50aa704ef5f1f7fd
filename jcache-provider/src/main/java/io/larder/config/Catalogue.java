package io.larder.config;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The names of all settings: those that the {@code reference.conf} files on the class path give
 * defaults for. So a backend's own settings are known as soon as the backend is there.
 */
final class Catalogue {

  static final String PREFIX = "larder.";
  static final String CACHES = "larder.caches.";
  static final String VARIABLE_PREFIX = "LARDER_";

  static final String STORE = "larder.store";
  static final String CONFIG = "larder.config";
  static final String DURABILITY = "larder.durability";

  static final String ALLOW = "serialization.allow";
  static final String L1_MAXIMUM_SIZE = "l1.maximum-size";
  static final String L1_MAXIMUM_BYTES = "l1.maximum-bytes";
  static final String MAXIMUM_ENTRIES = "maximum-entries";
  static final String KEY_SIZE = "limits.key-size";
  static final String VALUE_SIZE = "limits.value-size";
  static final String UNDECODABLE = "undecodable";
  static final String EXPIRY = "expiry";
  static final String HISTORY = "history";

  /** What a section of one cache may hold. None is the end of another, see {@link #splitCache}. */
  static final Set<String> OF_A_CACHE =
      Set.of(
          ALLOW,
          L1_MAXIMUM_SIZE,
          L1_MAXIMUM_BYTES,
          MAXIMUM_ENTRIES,
          KEY_SIZE,
          VALUE_SIZE,
          UNDECODABLE,
          EXPIRY,
          HISTORY);

  private static final Set<String> OF_THE_MANAGER = Set.of(STORE, CONFIG, DURABILITY);

  private final Set<String> names;
  private final Map<String, String> byVariable;

  Catalogue(Set<String> referenceNames) {
    names = new TreeSet<>(referenceNames);
    names.addAll(OF_THE_MANAGER);
    OF_A_CACHE.forEach(name -> names.add(PREFIX + name));
    byVariable =
        names.stream()
            .collect(
                Collectors.toMap(
                    Catalogue::variable, Function.identity(), (a, b) -> a, TreeMap::new));
  }

  boolean knows(String name) {
    return names.contains(name);
  }

  /** The names of settings that Larder's core does not read itself: those of backends. */
  Set<String> ofBackends() {
    return names.stream()
        .filter(name -> !OF_THE_MANAGER.contains(name))
        .filter(name -> !OF_A_CACHE.contains(name.substring(PREFIX.length())))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The setting that an environment variable stands for. */
  Optional<String> ofVariable(String variable) {
    return Optional.ofNullable(byVariable.get(variable));
  }

  /** The environment variable that stands for a setting: dots and dashes become underscores. */
  static String variable(String name) {
    return name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /**
   * Splits what follows {@code larder.caches.} in a flat name into the cache's name, taken
   * literally, and the setting; nothing if it does not end with a setting of a cache.
   */
  static Optional<CacheSettingName> splitCache(String rest) {
    return OF_A_CACHE.stream()
        .filter(setting -> rest.endsWith('.' + setting))
        .filter(setting -> rest.length() > setting.length() + 1)
        .map(s -> new CacheSettingName(rest.substring(0, rest.length() - s.length() - 1), s))
        .findFirst();
  }

  String unknownName(String name, String value, String source) {
    return unknown(name, value, source, Nearest.to(name, names), names);
  }

  String unknownVariable(String variable, String value) {
    return unknown(
        variable,
        value,
        "environment",
        Nearest.to(variable, byVariable.keySet()),
        byVariable.keySet());
  }

  String unknownOfCache(String fullName, String setting, String value, String source) {
    return unknown(
        fullName, value, source, Nearest.to(setting, OF_A_CACHE), new TreeSet<>(OF_A_CACHE));
  }

  private static String unknown(
      String name, String value, String source, Optional<String> nearest, Set<String> known) {
    return "%s (%s) is no setting, its value is '%s'; %s"
        .formatted(
            name,
            source,
            Redaction.ofValue(name, value),
            nearest
                .map(meant -> "did you mean " + meant + '?')
                .orElse("there are: " + String.join(", ", known) + '.'));
  }

  /**
   * A setting of one cache.
   *
   * @param cache the cache's name
   * @param setting the setting's name in that cache's section
   */
  record CacheSettingName(String cache, String setting) {}
}
