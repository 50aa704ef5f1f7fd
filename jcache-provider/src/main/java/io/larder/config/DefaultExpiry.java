package io.larder.config;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.cache.configuration.Factory;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;

/**
 * The expiry of caches that are created without an expiry policy.
 *
 * @param policy makes one of the standard policies; nothing for entries that never expire
 */
record DefaultExpiry(Optional<Factory<ExpiryPolicy>> policy) {

  static final DefaultExpiry ETERNAL = new DefaultExpiry(Optional.empty());

  static final String ALLOWED =
      "eternal, or created, modified, accessed or touched with a duration, for instance"
          + " 'created 30m'";

  /**
   * @throws IllegalArgumentException if the text is none of {@link #ALLOWED}
   * @throws com.typesafe.config.ConfigException if its duration is none
   */
  static DefaultExpiry parse(String text) {
    if (text.equalsIgnoreCase("eternal")) {
      return ETERNAL;
    }
    String[] words = text.split("\\s+", 2);
    if (words.length < 2) {
      throw new IllegalArgumentException(text);
    }
    long millis = SettingReader.asConfig(words[1]).getDuration("value", TimeUnit.MILLISECONDS);
    if (millis < 1) {
      throw new IllegalArgumentException(text);
    }
    Duration duration = new Duration(TimeUnit.MILLISECONDS, millis);
    return new DefaultExpiry(
        Optional.of(
            switch (words[0].toLowerCase(Locale.ROOT)) {
              case "created" -> CreatedExpiryPolicy.factoryOf(duration);
              case "modified" -> ModifiedExpiryPolicy.factoryOf(duration);
              case "accessed" -> AccessedExpiryPolicy.factoryOf(duration);
              case "touched" -> TouchedExpiryPolicy.factoryOf(duration);
              default -> throw new IllegalArgumentException(text);
            }));
  }
}
