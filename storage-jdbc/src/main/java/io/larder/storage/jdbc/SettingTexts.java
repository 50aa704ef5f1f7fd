package io.larder.storage.jdbc;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one backend's settings, by their full names. Immutable. */
public final class SettingTexts {

  private static final String AUTOMATIC = "automatic";
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})\\s*(ms|s|m)?");
  private static final int MOST_CONNECTIONS = 256;

  private final Map<String, String> settings;

  /**
   * @param settings all settings; other parts' own are left alone
   * @param prefix what the backend's begin with, {@code larder.sqlite.}
   * @param known all of them
   * @param store what the backend is called, "the SQLite store"
   * @throws IllegalArgumentException if one begins so and is unknown
   */
  public SettingTexts(
      Map<String, String> settings, String prefix, Set<String> known, String store) {
    this.settings = settings;
    for (String name : settings.keySet()) {
      if (name.startsWith(prefix) && !known.contains(name)) {
        throw new IllegalArgumentException(
            "There is no setting '%s'; %s knows %s."
                .formatted(name, store, String.join(", ", new TreeSet<>(known))));
      }
    }
  }

  public String text(String name, String otherwise) {
    return settings.getOrDefault(name, otherwise).trim();
  }

  /**
   * A time, such as 10ms, 5s or 1m; a bare number is milliseconds.
   *
   * @throws IllegalArgumentException if it is none, or less than the least
   */
  public Duration time(String name, String otherwise, Duration least) {
    String value = text(name, otherwise);
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

  /**
   * How many connections read at once: a number, or {@code automatic}, which is twice the
   * processors.
   *
   * @param least at least so many if automatic
   * @throws IllegalArgumentException if it is neither
   */
  public int readers(String name, int least) {
    String value = text(name, AUTOMATIC);
    if (value.equals(AUTOMATIC)) {
      return Math.max(least, 2 * Runtime.getRuntime().availableProcessors());
    }
    if (value.matches("\\d{1,3}")) {
      int number = Integer.parseInt(value);
      if (number >= 1 && number <= MOST_CONNECTIONS) {
        return number;
      }
    }
    throw new IllegalArgumentException(
        "The setting %s is '%s'; allowed is a number from 1 to %d, or %s."
            .formatted(name, value, MOST_CONNECTIONS, AUTOMATIC));
  }
}
