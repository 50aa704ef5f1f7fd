package io.larder.config;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How much of the history of a cache is kept: one bound at least.
 *
 * @param maximumEntries of so many changes; {@link CacheSettings#UNLIMITED} for any number
 * @param keepMillis for so long, in milliseconds; {@link CacheSettings#UNLIMITED} for ever
 */
public record HistorySettings(long maximumEntries, long keepMillis) {

  static final String ALLOWED =
      "off, or how many changes are kept, or how long, or both, for instance 10000, 30d or"
          + " '10000, 30d'";

  /**
   * What a text says; nothing for no history.
   *
   * @throws IllegalArgumentException if the text is none of {@link #ALLOWED}
   * @throws com.typesafe.config.ConfigException if its duration is none
   */
  static Optional<HistorySettings> parse(String text) {
    if (text.equalsIgnoreCase("off")) {
      return Optional.empty();
    }
    Long entries = null;
    Long millis = null;
    for (String part : text.split(",", -1)) {
      String bound = part.strip();
      if (bound.matches("\\d+") && entries == null) {
        entries = positive(Long.parseLong(bound));
      } else if (!bound.matches("\\d+") && millis == null) {
        millis =
            positive(SettingReader.asConfig(bound).getDuration("value", TimeUnit.MILLISECONDS));
      } else {
        throw new IllegalArgumentException(text);
      }
    }
    return Optional.of(
        new HistorySettings(
            entries == null ? CacheSettings.UNLIMITED : entries,
            millis == null ? CacheSettings.UNLIMITED : millis));
  }

  private static long positive(long bound) {
    if (bound < 1) {
      throw new IllegalArgumentException(bound + " < 1");
    }
    return bound;
  }
}
