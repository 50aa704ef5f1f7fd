package io.larder.storage;

import java.util.Comparator;

/**
 * What a store keeps of a space besides its entries.
 *
 * @param name the space's name
 * @param epoch raised by each clear; entries of a lower epoch are dead
 * @param versionFloor no version at or below this one is given out again: it is at least the
 *     highest version of any row that was collected
 * @param clearedAt hybrid timestamp of the clear that began this epoch, 0 if it is not known
 * @param origin the store replica that made that clear, 0 if it is not known
 * @param destroyed whether the space was destroyed and not opened again since
 */
public record SpaceState(
    SpaceName name, long epoch, long versionFloor, long clearedAt, long origin, boolean destroyed) {

  private static final Comparator<SpaceState> LATER_CLEAR =
      Comparator.comparingLong(SpaceState::epoch)
          .thenComparingLong(SpaceState::clearedAt)
          .thenComparingLong(SpaceState::origin)
          .thenComparing(SpaceState::destroyed);

  /** A space that has never been cleared. */
  public static SpaceState fresh(SpaceName name) {
    return new SpaceState(name, 1, 0, 0, 0, false);
  }

  /**
   * The conflict rule for spaces: the later clear wins, the version floor is the higher of the two.
   * Commutative, associative and idempotent.
   */
  public SpaceState merge(SpaceState other) {
    SpaceState later = LATER_CLEAR.compare(this, other) >= 0 ? this : other;
    return later.withVersionFloor(Math.max(versionFloor, other.versionFloor));
  }

  /** The state after a clear, or after a destruction. */
  public SpaceState cleared(long timestamp, long byOrigin, boolean destroy) {
    return new SpaceState(name, epoch + 1, versionFloor, timestamp, byOrigin, destroy);
  }

  /** The state that an entry of a higher epoch implies before the clear itself has arrived. */
  public SpaceState raisedTo(long higherEpoch) {
    return new SpaceState(name, higherEpoch, versionFloor, 0, 0, false);
  }

  public SpaceState withVersionFloor(long floor) {
    return floor == versionFloor
        ? this
        : new SpaceState(name, epoch, floor, clearedAt, origin, destroyed);
  }
}
