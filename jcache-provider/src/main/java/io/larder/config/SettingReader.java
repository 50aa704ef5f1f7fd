package io.larder.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueFactory;
import io.larder.storage.Durability;
import io.larder.storage.StoreLocation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns texts into values. What it cannot turn becomes a problem, and some value is returned so
 * that the remaining settings are read too.
 */
final class SettingReader {

  private static final long MAXIMUM_KEY_BYTES = 16L << 20;
  private static final long MAXIMUM_VALUE_BYTES = 512L << 20;

  private static final Pattern CLASS_PATTERN =
      Pattern.compile("!?(\\*\\*|[\\p{L}\\p{N}_$]+(\\.[\\p{L}\\p{N}_$]+)*(\\.\\*\\*?)?)");

  private final Layers layers;
  private final Problems problems;

  SettingReader(Layers layers, Problems problems) {
    this.layers = layers;
    this.problems = problems;
  }

  StoreLocation store() {
    return read(
        layers.of(Catalogue.STORE),
        "scheme:place, for instance sqlite:app.db or memory:test",
        SettingReader::location,
        new StoreLocation("memory", ""));
  }

  Durability durability() {
    return read(
        layers.of(Catalogue.DURABILITY),
        "os (survives kill -9), fsync (survives a loss of power)",
        text -> Durability.valueOf(text.toUpperCase(Locale.ROOT)),
        Durability.OS);
  }

  /** Reads the settings of one cache, or with null those of caches without any of their own. */
  CacheSettings cache(@Nullable String cache) {
    return new CacheSettings(
        read(
            layers.ofCache(cache, Catalogue.L1_MAXIMUM_SIZE),
            "a number of entries, 0 for none",
            text -> atLeast(0, Long.parseLong(text)),
            0L),
        read(
            layers.ofCache(cache, Catalogue.L1_MAXIMUM_BYTES),
            "a size from 1 byte, for instance 64 MiB, or unlimited",
            text -> bound(text, SettingReader::bytes),
            CacheSettings.UNLIMITED),
        read(
            layers.ofCache(cache, Catalogue.MAXIMUM_ENTRIES),
            "a number of entries from 1, or unlimited",
            text -> bound(text, Long::parseLong),
            CacheSettings.UNLIMITED),
        size(layers.ofCache(cache, Catalogue.KEY_SIZE), MAXIMUM_KEY_BYTES),
        size(layers.ofCache(cache, Catalogue.VALUE_SIZE), MAXIMUM_VALUE_BYTES),
        read(
            layers.ofCache(cache, Catalogue.ALLOW),
            "patterns separated by commas: a class (com.acme.Order), a package (com.acme.*), a"
                + " package and those below it (com.acme.**), or ** for all; each with ! before it"
                + " to refuse",
            SettingReader::patterns,
            List.of()),
        read(
            layers.ofCache(cache, Catalogue.UNDECODABLE),
            "fail, miss",
            text -> Undecodable.valueOf(text.toUpperCase(Locale.ROOT)),
            Undecodable.FAIL),
        read(
                layers.ofCache(cache, Catalogue.HISTORY),
                HistorySettings.ALLOWED,
                HistorySettings::parse,
                Optional.<HistorySettings>empty())
            .orElse(null));
  }

  /** Reads the expiry of one cache, or with null that of caches without a setting of their own. */
  DefaultExpiry expiry(@Nullable String cache) {
    return read(
        layers.ofCache(cache, Catalogue.EXPIRY),
        DefaultExpiry.ALLOWED,
        DefaultExpiry::parse,
        DefaultExpiry.ETERNAL);
  }

  private int size(Assignment assignment, long maximum) {
    return read(
            assignment,
            "a size from 1 byte to " + (maximum >> 20) + " MiB, for instance 512 KiB",
            text -> atMost(maximum, atLeast(1, bytes(text))),
            1L)
        .intValue();
  }

  private <T> T read(Assignment assignment, String allowed, Function<String, T> parser, T ifBad) {
    try {
      return parser.apply(assignment.text().strip());
    } catch (IllegalArgumentException | ConfigException notAllowed) {
      problems.refused(assignment, allowed);
      return ifBad;
    }
  }

  /** The word that a setting has for a constant. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static Config asConfig(String text) {
    return ConfigValueFactory.fromAnyRef(text).atKey("value");
  }

  private static StoreLocation location(String text) {
    StoreLocation location = StoreLocation.parse(text);
    if (!location.scheme().matches("[a-z][a-z0-9+.-]*")) {
      throw new IllegalArgumentException(text);
    }
    return location;
  }

  private static long bytes(String text) {
    return asConfig(text).getBytes("value");
  }

  private static long bound(String text, ToLongFunction<String> parser) {
    return text.equalsIgnoreCase("unlimited")
        ? CacheSettings.UNLIMITED
        : atLeast(1, parser.applyAsLong(text));
  }

  private static List<String> patterns(String text) {
    List<String> patterns =
        Arrays.stream(text.split(",")).map(String::strip).filter(p -> !p.isEmpty()).toList();
    if (!patterns.stream().allMatch(p -> CLASS_PATTERN.matcher(p).matches())) {
      throw new IllegalArgumentException(text);
    }
    return patterns;
  }

  private static long atLeast(long minimum, long value) {
    if (value < minimum) {
      throw new IllegalArgumentException(value + " < " + minimum);
    }
    return value;
  }

  private static long atMost(long maximum, long value) {
    if (value > maximum) {
      throw new IllegalArgumentException(value + " > " + maximum);
    }
    return value;
  }
}
