package io.larder.storage.postgresql;

import io.larder.storage.Store;
import io.larder.storage.StoreContract;
import io.larder.storage.StoreFixture;
import io.larder.storage.StoreLocation;
import io.larder.storage.StoreOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;

/** Through a pooler that shares connections by the transaction, a store does all the same. */
@EnabledIf(
    value = "io.larder.storage.postgresql.PgBouncer#isInstalled",
    disabledReason = PgBouncer.INSTALL)
class PgBouncerStoreTest extends StoreContract {

  private static PgBouncer pooler;

  @BeforeAll
  static void start() {
    pooler = PgBouncer.to(PostgresServer.shared());
  }

  @AfterAll
  static void end() {
    pooler.close();
  }

  @Override
  protected StoreFixture newFixture() {
    PostgresSchema schema = PostgresServer.shared().newSchema();
    return new StoreFixture() {
      @Override
      public Store open(StoreOptions options) {
        Store store =
            new PostgresStorageProvider()
                .open(
                    StoreLocation.parse(pooler.urlWithoutNamedStatements()),
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
