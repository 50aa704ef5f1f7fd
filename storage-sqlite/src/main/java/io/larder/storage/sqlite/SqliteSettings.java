package io.larder.storage.sqlite;

import io.larder.storage.Durability;
import io.larder.storage.StoreOptions;
import io.larder.storage.kernel.Housekeeping;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of one SQLite store.
 *
 * @param durability what acknowledged writes survive
 * @param busyTimeout how long a write waits for other processes' writes
 * @param pollInterval how often other processes' changes are looked for
 * @param readers how many connections read at once
 */
record SqliteSettings(
    Durability durability, Duration busyTimeout, Duration pollInterval, int readers) {

  static final String BUSY_TIMEOUT = "larder.sqlite.busy-timeout";
  static final String POLL_INTERVAL = "larder.sqlite.poll-interval";
  static final String READERS = "larder.sqlite.readers";

  private static final String AUTOMATIC = "automatic";
  private static final String PREFIX = "larder.sqlite.";
  private static final Set<String> KNOWN =
      new TreeSet<>(Set.of(BUSY_TIMEOUT, POLL_INTERVAL, READERS));
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})\\s*(ms|s|m)?");
  private static final int MOST_READERS = 256;

  /**
   * Reads the settings that begin with {@code larder.sqlite.}; others are other parts' own.
   *
   * @throws IllegalArgumentException if one is unknown or cannot be understood
   */
  static SqliteSettings of(StoreOptions options) {
    Map<String, String> settings = options.settings();
    for (String name : settings.keySet()) {
      if (name.startsWith(PREFIX) && !KNOWN.contains(name)) {
        throw new IllegalArgumentException(
            "There is no setting '%s'; the SQLite store knows %s."
                .formatted(name, String.join(", ", KNOWN)));
      }
    }
    return new SqliteSettings(
        options.durability(),
        time(settings, BUSY_TIMEOUT, "30s", Duration.ofMillis(1)),
        time(settings, POLL_INTERVAL, "10ms", Duration.ofMillis(1)),
        readers(settings));
  }

  private static Duration time(
      Map<String, String> settings, String name, String otherwise, Duration least) {
    String value = settings.getOrDefault(name, otherwise).trim();
    Matcher matcher = TIME.matcher(value);
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      String unit = matcher.group(2) == null ? "ms" : matcher.group(2);
      Duration time =
          switch (unit) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofMillis(number);
          };
      if (time.compareTo(least) >= 0) {
        return time;
      }
    }
    throw new IllegalArgumentException(
        "The setting %s is '%s'; allowed is a time of at least %d ms, such as 10ms, 5s or 1m."
            .formatted(name, value, least.toMillis()));
  }

  private static int readers(Map<String, String> settings) {
    String value = settings.getOrDefault(READERS, AUTOMATIC).trim();
    if (value.equals(AUTOMATIC)) {
      return Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
    }
    if (value.matches("\\d{1,3}")) {
      int number = Integer.parseInt(value);
      if (number >= 1 && number <= MOST_READERS) {
        return number;
      }
    }
    throw new IllegalArgumentException(
        "The setting %s is '%s'; allowed is a number from 1 to %d, or %s."
            .formatted(READERS, value, MOST_READERS, AUTOMATIC));
  }

  /**
   * The options with these settings written out in one way, defaults included, and none of other
   * parts' own: two openers that mean the same have equal ones.
   */
  StoreOptions writtenOut(StoreOptions options) {
    return new StoreOptions(
        durability,
        options.clock(),
        Map.of(
            BUSY_TIMEOUT,
            busyTimeout.toMillis() + "ms",
            POLL_INTERVAL,
            pollInterval.toMillis() + "ms",
            READERS,
            Integer.toString(readers),
            Housekeeping.SETTING,
            options.settings().getOrDefault(Housekeeping.SETTING, "on")));
  }
}
