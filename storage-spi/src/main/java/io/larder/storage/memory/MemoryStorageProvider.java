package io.larder.storage.memory;

import io.larder.storage.StorageProvider;
import io.larder.storage.Store;
import io.larder.storage.StoreLocation;
import io.larder.storage.StoreOptions;
import io.larder.storage.kernel.SharedStores;
import java.util.Set;
import java.util.UUID;

/**
 * Opens {@code memory:name}: a store that is shared by all its openers in this class loader and is
 * gone when the last of them closes it; {@code memory:} without a name is a store of its own.
 * Thread-safe.
 */
public final class MemoryStorageProvider implements StorageProvider {

  private static final SharedStores<StoreLocation> OPEN = new SharedStores<>();

  /** Found by {@link java.util.ServiceLoader}. */
  public MemoryStorageProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("memory");
  }

  @Override
  public Store open(StoreLocation location, StoreOptions options) {
    StoreLocation place =
        location.rest().isEmpty()
            ? new StoreLocation(location.scheme(), UUID.randomUUID().toString())
            : location;
    return OPEN.open(place, options, () -> new MemoryStore(location.toString(), options));
  }
}
