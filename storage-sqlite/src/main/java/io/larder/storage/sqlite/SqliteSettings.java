package io.larder.storage.sqlite;

import io.larder.storage.Durability;
import io.larder.storage.StoreOptions;
import io.larder.storage.jdbc.SettingTexts;
import io.larder.storage.kernel.Housekeeping;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

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

  private static final int LEAST_READERS = 4;

  private static final String PREFIX = "larder.sqlite.";
  private static final Set<String> KNOWN = Set.of(BUSY_TIMEOUT, POLL_INTERVAL, READERS);

  /**
   * Reads the settings that begin with {@code larder.sqlite.}; others are other parts' own.
   *
   * @throws IllegalArgumentException if one is unknown or cannot be understood
   */
  static SqliteSettings of(StoreOptions options) {
    SettingTexts texts = new SettingTexts(options.settings(), PREFIX, KNOWN, "the SQLite store");
    return new SqliteSettings(
        options.durability(),
        texts.time(BUSY_TIMEOUT, "30s", Duration.ofMillis(1)),
        texts.time(POLL_INTERVAL, "10ms", Duration.ofMillis(1)),
        texts.readers(READERS, LEAST_READERS));
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
