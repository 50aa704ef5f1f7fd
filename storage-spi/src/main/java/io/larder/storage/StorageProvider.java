package io.larder.storage;

import java.util.Set;

/** Opens stores of one kind. Found with {@link java.util.ServiceLoader} by location scheme. */
public interface StorageProvider {

  /** The schemes of the locations that it understands, in lower case. */
  Set<String> schemes();

  /**
   * Opens a store. Openers of one class loader that name the same place share one store; each
   * closes its own, and the last one closes it for good.
   *
   * @throws StorageException if it cannot be opened: the message names the place, the cause and
   *     what to do
   * @throws IllegalArgumentException if the location or an option cannot be understood, or
   *     contradicts what the same place is already open with
   */
  Store open(StoreLocation location, StoreOptions options);
}
