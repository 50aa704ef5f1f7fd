package io.larder.storage.kernel;

import io.larder.storage.SpaceName;
import io.larder.storage.SpaceState;

/**
 * A space as a store keeps it.
 *
 * @param id its number in this store
 * @param state its state
 * @param entries how many rows of the present epoch are no tombstones
 * @param position the feed position of its last change of state, 0 if it never had one
 */
public record StoredSpace(long id, SpaceState state, long entries, long position) {

  public SpaceName name() {
    return state.name();
  }

  StoredSpace counting(long difference) {
    return new StoredSpace(id, state, entries + difference, position);
  }

  StoredSpace in(SpaceState newState, long newPosition) {
    long left = newState.epoch() == state.epoch() ? entries : 0;
    return new StoredSpace(id, newState, left, newPosition);
  }
}
