package io.larder.storage.postgresql;

import io.larder.storage.StoreOptions;
import io.larder.storage.kernel.KeptStore;

/** One open database schema, shared by its openers in this class loader. Thread-safe. */
final class PostgresStore {

  private PostgresStore() {}

  /** Opens the schema, creating it if it is not there. */
  static KeptStore open(Database database, PostgresSettings settings, StoreOptions options) {
    PostgresConnections connections = PostgresConnections.open(database, settings);
    connections.close();
    throw new UnsupportedOperationException(options.toString());
  }
}
