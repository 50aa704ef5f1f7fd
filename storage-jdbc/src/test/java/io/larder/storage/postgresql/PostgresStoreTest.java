package io.larder.storage.postgresql;

import io.larder.storage.Store;
import io.larder.storage.StoreContract;
import io.larder.storage.StoreFixture;
import io.larder.storage.StoreLocation;
import io.larder.storage.StoreOptions;

/** The PostgreSQL store does what every store must do. */
class PostgresStoreTest extends StoreContract {

  PostgresServer server() {
    return PostgresServer.shared();
  }

  /** Where a store finds the server. */
  String url() {
    return server().url();
  }

  @Override
  protected StoreFixture newFixture() {
    PostgresSchema schema = server().newSchema();
    return new StoreFixture() {
      @Override
      public Store open(StoreOptions options) {
        Store store =
            new PostgresStorageProvider()
                .open(
                    StoreLocation.parse(url()),
                    new StoreOptions(
                        options.durability(),
                        options.clock(),
                        schema.settings(options.settings())));
        return SettledFeed.of(store, schema.server());
      }

      @Override
      public void close() {
        schema.close();
      }
    };
  }
}
