package io.larder.storage.memory;

import io.larder.storage.StoreContract;
import io.larder.storage.StoreFixture;
import io.larder.storage.StoreLocation;
import java.util.UUID;

/** The memory store keeps the contract. */
class MemoryStoreTest extends StoreContract {

  @Override
  protected StoreFixture newFixture() {
    StoreLocation location = StoreLocation.parse("memory:" + UUID.randomUUID());
    return options -> new MemoryStorageProvider().open(location, options);
  }
}
