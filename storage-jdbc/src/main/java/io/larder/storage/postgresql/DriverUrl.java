package io.larder.storage.postgresql;

import io.larder.storage.StoreLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * A {@code jdbc:postgresql:} URL, as the driver understands it. What stands after its question mark
 * is handed to the driver as properties, so that no URL with a password in it goes any further.
 */
final class DriverUrl {

  private static final String PREFIX = "jdbc:postgresql:";

  /** What is not to be shown, nor compared. */
  private static final Set<String> SECRETS =
      Set.of(PGProperty.PASSWORD.getName(), PGProperty.SSL_PASSWORD.getName());

  /** What the place is made of already. */
  private static final Set<String> PLACE =
      Set.of(
          PGProperty.PG_HOST.getName(),
          PGProperty.PG_PORT.getName(),
          PGProperty.PG_DBNAME.getName());

  private final String url;
  private final Properties properties;

  private DriverUrl(String url, Properties properties) {
    this.url = url;
    this.properties = properties;
  }

  /**
   * Understands a location and completes it with the settings.
   *
   * @throws IllegalArgumentException if it is no such URL, or contradicts the settings
   */
  static DriverUrl parse(StoreLocation location, PostgresSettings settings) {
    String text = location.scheme() + ':' + location.rest();
    if (!text.startsWith(PREFIX)) {
      int end = location.rest().indexOf(':');
      throw new IllegalArgumentException(
          ("larder.store begins with jdbc:%s, but the only database that Larder reaches with jdbc: is"
                  + " PostgreSQL: jdbc:postgresql://host/database. A SQLite file is sqlite:path.")
              .formatted(end < 0 ? "" : location.rest().substring(0, end + 1)));
    }
    int query = text.indexOf('?');
    String url = query < 0 ? text : text.substring(0, query);
    if (url.indexOf('@') >= 0) {
      throw new IllegalArgumentException(
          ("larder.store has a user before its host (jdbc:postgresql://***@%s): the PostgreSQL driver"
                  + " does not know that form. Set %s and %s instead, or write ?user=...&password=...")
              .formatted(
                  url.substring(url.lastIndexOf('@') + 1),
                  PostgresSettings.USER,
                  PostgresSettings.PASSWORD));
    }
    Properties parsed = Driver.parseURL(text, null);
    if (parsed == null) {
      throw new IllegalArgumentException(
          ("larder.store is '%s', which the PostgreSQL driver does not understand; allowed is"
                  + " jdbc:postgresql://host:port/database?parameter=value&...")
              .formatted(url));
    }
    return new DriverUrl(url, completed(parsed, settings));
  }

  private static Properties completed(Properties parsed, PostgresSettings settings) {
    Properties properties = new Properties();
    parsed.stringPropertyNames().forEach(n -> properties.setProperty(n, parsed.getProperty(n)));
    fill(properties, PGProperty.USER, PostgresSettings.USER, settings.user());
    fill(properties, PGProperty.PASSWORD, PostgresSettings.PASSWORD, settings.password());
    int hosts = hosts(properties).size();
    long seconds = Math.max(1, settings.connectionTimeout().toSeconds());
    properties.putIfAbsent(PGProperty.LOGIN_TIMEOUT.getName(), Long.toString(seconds));
    // So that there is time for each of them.
    long each = Math.max(1, seconds / hosts);
    properties.putIfAbsent(PGProperty.CONNECT_TIMEOUT.getName(), Long.toString(each));
    properties.putIfAbsent(PGProperty.SOCKET_TIMEOUT.getName(), "60");
    properties.putIfAbsent(PGProperty.TCP_KEEP_ALIVE.getName(), "true");
    properties.putIfAbsent(PGProperty.APPLICATION_NAME.getName(), "larder");
    if (hosts > 1) {
      properties.putIfAbsent(PGProperty.TARGET_SERVER_TYPE.getName(), "primary");
    }
    return properties;
  }

  private static void fill(
      Properties properties, PGProperty property, String setting, String value) {
    if (value.isEmpty()) {
      return;
    }
    String standing = properties.getProperty(property.getName());
    if (standing != null && !standing.equals(value)) {
      throw new IllegalArgumentException(
          "%s is set, and larder.store has another %s among its parameters: give one of the two."
              .formatted(setting, property.getName()));
    }
    properties.setProperty(property.getName(), value);
  }

  Database database(PostgresSettings settings) {
    String hosts = String.join(",", hosts(properties));
    String name = properties.getProperty(PGProperty.PG_DBNAME.getName(), user());
    Map<String, String> agreed = new TreeMap<>();
    for (String parameter : properties.stringPropertyNames()) {
      if (!SECRETS.contains(parameter) && !PLACE.contains(parameter)) {
        agreed.put("larder.store's " + parameter, properties.getProperty(parameter));
      }
    }
    return new Database(
        "jdbc:postgresql://%s/%s, schema %s".formatted(hosts, name, settings.schema()),
        "the database '%s' at %s (user '%s')".formatted(name, hosts, user()),
        settings.schema(),
        user(),
        agreed,
        () -> new Driver().connect(url, properties));
  }

  private String user() {
    return properties.getProperty(PGProperty.USER.getName(), System.getProperty("user.name"));
  }

  private static List<String> hosts(Properties properties) {
    String[] hosts =
        properties.getProperty(PGProperty.PG_HOST.getName(), "localhost").split(",", -1);
    String[] ports = properties.getProperty(PGProperty.PG_PORT.getName(), "5432").split(",", -1);
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < hosts.length; i++) {
      shown.add(hosts[i] + ':' + (i < ports.length ? ports[i] : ports[0]));
    }
    return shown;
  }
}
