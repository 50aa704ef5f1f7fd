package io.larder.storage.kernel;

import io.larder.storage.Store;

/**
 * A store as {@link SharedStores} shares it among openers. Bounds and listeners belong to the
 * opener that brought them and go with it, so the store's own {@link Store#openSpace} bounds
 * nothing.
 */
public interface KeptStore extends Store {

  /** Its background work, which knows the bounds of spaces by opener. */
  Housekeeping housekeeping();

  /** Its listeners, by opener. */
  Listeners listeners();
}
