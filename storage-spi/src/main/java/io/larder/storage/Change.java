package io.larder.storage;

/** A row of the change feed. The feed holds states, not history: one row a key, one row a space. */
public sealed interface Change {

  /** The space that it belongs to. */
  SpaceName space();

  /** Its position in the feed of the store that tells it, never reused. */
  long position();

  /** The state that an entry, or a tombstone, is in. */
  record OfEntry(SpaceName space, Entry entry, long position) implements Change {}

  /** The state that a space is in: it was cleared, destroyed, or had its version floor raised. */
  record OfSpace(SpaceState state, long position) implements Change {
    @Override
    public SpaceName space() {
      return state.name();
    }
  }
}
