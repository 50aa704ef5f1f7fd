package io.larder.storage.postgresql;

import io.larder.storage.SpaceState;
import io.larder.storage.kernel.StoredSpace;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Spaces column by column, to be bound as arrays. */
record SpaceColumns(List<StoredSpace> spaces) {

  static SpaceColumns of(List<StoredSpace> spaces) {
    return new SpaceColumns(spaces);
  }

  private long[] numbers(ToLongFunction<StoredSpace> column) {
    return spaces.stream().mapToLong(column).toArray();
  }

  private long[] states(ToLongFunction<SpaceState> column) {
    return numbers(space -> column.applyAsLong(space.state()));
  }

  private String[] texts(Function<StoredSpace, String> column) {
    return spaces.stream().map(column).toArray(String[]::new);
  }

  long[] ids() {
    return numbers(StoredSpace::id);
  }

  long[] epochs() {
    return states(SpaceState::epoch);
  }

  long[] floors() {
    return states(SpaceState::versionFloor);
  }

  private long[] clears() {
    return states(SpaceState::clearedAt);
  }

  private long[] origins() {
    return states(SpaceState::origin);
  }

  private long[] destroyed() {
    return states(state -> state.destroyed() ? 1 : 0);
  }

  private long[] entries() {
    return numbers(StoredSpace::entries);
  }

  private long[] positions() {
    return numbers(StoredSpace::position);
  }

  /** In the order of the table. */
  Object[] all() {
    return new Object[] {
      ids(),
      texts(space -> space.name().scopeType()),
      texts(space -> space.name().scopeId()),
      texts(space -> space.name().namespace()),
      epochs(),
      floors(),
      clears(),
      origins(),
      destroyed(),
      entries(),
      positions()
    };
  }

  /** These, then the same spaces in the state in which they must be, then how many they are. */
  Object[] changeFrom(SpaceColumns before) {
    return new Object[] {
      ids(),
      epochs(),
      floors(),
      clears(),
      origins(),
      destroyed(),
      entries(),
      positions(),
      before.ids(),
      before.epochs(),
      before.floors(),
      before.clears(),
      before.origins(),
      before.destroyed(),
      (long) spaces.size()
    };
  }
}
