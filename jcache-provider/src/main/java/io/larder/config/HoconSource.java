package io.larder.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code larder} section of a resolved HOCON file into flat assignments. Names of caches
 * are taken as single keys and never as paths, so they may hold dots, quotes or whatever else.
 */
final class HoconSource {

  private final Catalogue catalogue;
  private final Problems problems;
  private final List<Assignment> found = new ArrayList<>();

  HoconSource(Catalogue catalogue, Problems problems) {
    this.catalogue = catalogue;
    this.problems = problems;
  }

  List<Assignment> read(ConfigObject larder) {
    larder.forEach(
        (key, value) -> {
          if (key.equals("caches")) {
            caches(value);
          } else {
            general(Catalogue.PREFIX + key, value);
          }
        });
    return List.copyOf(found);
  }

  private void general(String name, ConfigValue value) {
    if (value instanceof ConfigObject section && !(section.isEmpty() && catalogue.knows(name))) {
      section.forEach((key, inner) -> general(name + '.' + key, inner));
    } else if (value.valueType() != ConfigValueType.NULL) {
      String source = value.origin().description();
      if (catalogue.knows(name)) {
        found.add(Assignment.general(name, text(value), source));
      } else {
        problems.add(catalogue.unknownName(name, text(value), source));
      }
    }
  }

  private void caches(ConfigValue value) {
    if (value instanceof ConfigObject sections) {
      sections.forEach(this::cache);
    } else {
      problems.add(notASection("larder.caches", value));
    }
  }

  private void cache(String name, ConfigValue value) {
    if (value instanceof ConfigObject section) {
      ofCache(name, null, section);
    } else {
      problems.add(notASection(Catalogue.CACHES + '"' + name + '"', value));
    }
  }

  private void ofCache(String cache, @Nullable String setting, ConfigValue value) {
    if (value instanceof ConfigObject section && (setting == null || !section.isEmpty())) {
      section.forEach(
          (key, inner) -> ofCache(cache, setting == null ? key : setting + '.' + key, inner));
    } else if (setting != null && value.valueType() != ConfigValueType.NULL) {
      if (Catalogue.OF_A_CACHE.contains(setting)) {
        found.add(new Assignment(cache, setting, text(value), value.origin().description()));
      } else {
        problems.add(unknownOfCache(cache, setting, value));
      }
    }
  }

  /** A dot outside quotes separates sections: what looks unknown may be the rest of a name. */
  private String unknownOfCache(String cache, String setting, ConfigValue value) {
    String source = value.origin().description();
    Optional<String> rest = Catalogue.splitCache(setting).map(Catalogue.CacheSettingName::cache);
    if (rest.isEmpty() && value instanceof ConfigObject) {
      rest = Optional.of(setting);
    }
    return rest.map(more -> cache + '.' + more)
        .map(
            name ->
                "%s%s (%s): a cache's name with dots is written in quotes: caches { \"%s\" { … } }."
                    .formatted(Catalogue.CACHES, name, source, name))
        .orElseGet(
            () ->
                catalogue.unknownOfCache(
                    Catalogue.CACHES + '"' + cache + "\"." + setting,
                    setting,
                    text(value),
                    source));
  }

  private static String notASection(String name, ConfigValue value) {
    return "%s (%s) is a section: %s { … }.".formatted(name, value.origin().description(), name);
  }

  /** The value as a text; a list is separated by commas. */
  static String text(ConfigValue value) {
    return value.unwrapped() instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
        : String.valueOf(value.unwrapped());
  }
}
