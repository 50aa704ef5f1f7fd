package io.larder.storage.postgresql;

import io.larder.storage.Durability;
import io.larder.storage.StoreLocation;
import io.larder.storage.StoreOptions;
import java.time.InstantSource;
import java.util.Map;

/** Opens what a store stands on, without the store. */
final class Connecting {

  private Connecting() {}

  static PostgresConnections to(String location, Map<String, String> settings) {
    PostgresSettings read = settings(settings);
    return PostgresConnections.open(Database.of(StoreLocation.parse(location), read), read);
  }

  static PostgresConnections to(PostgresSchema schema) {
    return to(schema.server().url(), schema.settings(Map.of()));
  }

  static PostgresSettings settings(Map<String, String> settings) {
    return PostgresSettings.of(new StoreOptions(Durability.OS, InstantSource.system(), settings));
  }
}
