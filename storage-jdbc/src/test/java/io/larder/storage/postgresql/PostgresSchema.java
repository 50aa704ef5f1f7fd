package io.larder.storage.postgresql;

import io.larder.storage.StorageProvider;
import io.larder.storage.Store;
import io.larder.storage.StoreFixture;
import io.larder.storage.StoreLocation;
import io.larder.storage.StoreOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * A schema for one test's store. The store makes it; closing takes it away.
 *
 * @param name needs no quotes
 */
public record PostgresSchema(PostgresServer server, String name) implements StoreFixture {

  /** The given settings and those that put a store here. */
  public Map<String, String> settings(Map<String, String> others) {
    Map<String, String> settings = new HashMap<>(others);
    settings.put("larder.postgresql.schema", name);
    return settings;
  }

  @Override
  public Store open(StoreOptions options) {
    StoreLocation location = StoreLocation.parse(server.url());
    StorageProvider provider =
        ServiceLoader.load(StorageProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.schemes().contains(location.scheme()))
            .findFirst()
            .orElseThrow();
    return provider.open(
        location,
        new StoreOptions(options.durability(), options.clock(), settings(options.settings())));
  }

  @Override
  public void close() {
    server.execute("DROP SCHEMA IF EXISTS " + name + " CASCADE");
  }
}
