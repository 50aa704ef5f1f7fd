package io.larder.storage;

/**
 * A position in a store's change feed.
 *
 * @param incarnation the {@link Incarnation#id} of the store that gave it; empty for {@link #START}
 * @param position the position; rows with a higher one are still to come
 * @param since rows collected up to this position were gone before this reader began, so it has
 *     missed nothing by not seeing them
 */
public record Cursor(String incarnation, long position, long since) {
  /** Before the first row of any store: reading from here bootstraps a peer. */
  public static final Cursor START = new Cursor("", 0, 0);
}
