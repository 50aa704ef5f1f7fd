package io.larder.storage.postgresql;

import io.larder.storage.Durability;
import io.larder.storage.StoreOptions;
import io.larder.storage.jdbc.SettingTexts;
import io.larder.storage.kernel.Housekeeping;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The settings of one PostgreSQL store.
 *
 * @param durability kept for the openers to agree on: every commit is forced to the disk anyway
 * @param schema holds the tables; needs no quoting beyond quotation marks
 * @param user empty for the one that the location names
 * @param password empty for the one that the location names
 * @param readers how many connections read at once
 * @param connectionTimeout how long is waited for a connection
 * @param retryTimeout how long is tried again what is known not to have happened
 * @param pollInterval how often other processes' changes are looked for
 */
record PostgresSettings(
    Durability durability,
    String schema,
    String user,
    String password,
    int readers,
    Duration connectionTimeout,
    Duration retryTimeout,
    Duration pollInterval) {

  static final String SCHEMA = "larder.postgresql.schema";
  static final String USER = "larder.postgresql.user";
  static final String PASSWORD = "larder.postgresql.password";
  static final String READERS = "larder.postgresql.readers";
  static final String CONNECTION_TIMEOUT = "larder.postgresql.connection-timeout";
  static final String RETRY_TIMEOUT = "larder.postgresql.retry-timeout";
  static final String POLL_INTERVAL = "larder.postgresql.poll-interval";

  private static final int LEAST_READERS = 8;

  private static final String PREFIX = "larder.postgresql.";
  private static final Set<String> KNOWN =
      Set.of(SCHEMA, USER, PASSWORD, READERS, CONNECTION_TIMEOUT, RETRY_TIMEOUT, POLL_INTERVAL);
  private static final Pattern SCHEMA_NAME = Pattern.compile("(?!pg_)[a-z_][a-z0-9_]{0,62}");

  /** Less than that the pool does not take. */
  private static final Duration LEAST_CONNECTION_TIMEOUT = Duration.ofMillis(250);

  /**
   * Reads the settings that begin with {@code larder.postgresql.}; others are other parts' own.
   *
   * @throws IllegalArgumentException if one is unknown or cannot be understood
   */
  static PostgresSettings of(StoreOptions options) {
    SettingTexts texts =
        new SettingTexts(options.settings(), PREFIX, KNOWN, "the PostgreSQL store");
    return new PostgresSettings(
        options.durability(),
        schema(texts.text(SCHEMA, "larder")),
        texts.text(USER, ""),
        options.settings().getOrDefault(PASSWORD, ""),
        texts.readers(READERS, LEAST_READERS),
        texts.time(CONNECTION_TIMEOUT, "10s", LEAST_CONNECTION_TIMEOUT),
        texts.time(RETRY_TIMEOUT, "10s", Duration.ZERO),
        texts.time(POLL_INTERVAL, "100ms", Duration.ofMillis(1)));
  }

  private static String schema(String name) {
    if (SCHEMA_NAME.matcher(name).matches()) {
      return name;
    }
    throw new IllegalArgumentException(
        ("The setting %s is '%s'; allowed are 1 to 63 lower-case letters, digits and underscores,"
                + " not a digit first, nor pg_, which is PostgreSQL's own.")
            .formatted(SCHEMA, name));
  }

  /**
   * The options with these settings written out in one way, defaults included, none of other parts'
   * own, and not the password: two openers that mean the same have equal ones.
   *
   * @param connection what else the openers must agree on
   */
  StoreOptions writtenOut(StoreOptions options, Map<String, String> connection) {
    Map<String, String> written = new HashMap<>(connection);
    written.put(READERS, Integer.toString(readers));
    written.put(CONNECTION_TIMEOUT, connectionTimeout.toMillis() + "ms");
    written.put(RETRY_TIMEOUT, retryTimeout.toMillis() + "ms");
    written.put(POLL_INTERVAL, pollInterval.toMillis() + "ms");
    written.put(Housekeeping.SETTING, options.settings().getOrDefault(Housekeeping.SETTING, "on"));
    return new StoreOptions(durability, options.clock(), written);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "PostgresSettings[schema=%s, user=%s, readers=%d, connectionTimeout=%s, retryTimeout=%s, pollInterval=%s]"
        .formatted(schema, user, readers, connectionTimeout, retryTimeout, pollInterval);
  }
}
