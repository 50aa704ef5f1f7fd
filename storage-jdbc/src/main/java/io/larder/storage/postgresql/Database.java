package io.larder.storage.postgresql;

import io.larder.storage.StoreLocation;
import io.larder.storage.jdbc.TableNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * One schema of one database, and how it is reached.
 *
 * @param place what tells it from others, in one way however it is written; no secrets
 * @param shown what people call it: with host, database and user; no secrets
 * @param schema holds the tables
 * @param user who connects; "?" if only the data source knows
 * @param agreed what openers of the same place must agree on; no secrets
 * @param connector makes a connection, each time a new one
 */
record Database(
    String place,
    String shown,
    String schema,
    String user,
    Map<String, String> agreed,
    Connector connector) {

  private static final String UNKNOWN = "?";

  /** Makes connections. */
  @FunctionalInterface
  interface Connector {
    Connection connect() throws SQLException;
  }

  /**
   * Understands a location.
   *
   * @throws IllegalArgumentException if it cannot be understood
   */
  static Database of(StoreLocation location, PostgresSettings settings) {
    return location.scheme().equals("datasource")
        ? ofDataSource(location.rest(), settings)
        : DriverUrl.parse(location, settings).database(settings);
  }

  private static Database ofDataSource(String name, PostgresSettings settings) {
    if (!settings.user().isEmpty() || !settings.password().isEmpty()) {
      throw new IllegalArgumentException(
          "%s and %s are for jdbc:postgresql: locations; the data source '%s' has its own user."
              .formatted(PostgresSettings.USER, PostgresSettings.PASSWORD, name));
    }
    DataSource source = DataSources.find(name);
    return new Database(
        "datasource:%s, schema %s".formatted(name, settings.schema()),
        "the data source '%s'".formatted(name),
        settings.schema(),
        UNKNOWN,
        new TreeMap<>(),
        source::getConnection);
  }

  /** With what the server says, where the location alone did not tell. */
  Database as(ServerFacts facts) {
    return user.equals(UNKNOWN)
        ? new Database(
            place,
            "the database '%s' at %s (%s, user '%s')"
                .formatted(
                    facts.database(),
                    facts.address().isEmpty() ? "this machine" : facts.address(),
                    shown,
                    facts.user()),
            schema,
            facts.user(),
            agreed,
            connector)
        : this;
  }

  /** Makes SQL of a text in which tables are written in braces: <code>{entry}</code>. */
  String sql(String text) {
    return new TableNames(schema).in(text);
  }
}
