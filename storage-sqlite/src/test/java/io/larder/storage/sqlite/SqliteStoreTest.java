package io.larder.storage.sqlite;

import io.larder.storage.StoreContract;
import io.larder.storage.StoreFixture;

/** The SQLite store does what every store must do. */
class SqliteStoreTest extends StoreContract {

  @Override
  protected StoreFixture newFixture() {
    return TemporaryFile.fixture();
  }
}
