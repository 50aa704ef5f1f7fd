package io.larder.storage;

/**
 * How a space is to be kept by the opener that asks.
 *
 * @param maximumEntries the bound past which the least recently written entries are evicted in the
 *     background, or {@link #UNBOUNDED}
 */
public record SpaceOptions(long maximumEntries) {
  public static final long UNBOUNDED = Long.MAX_VALUE;

  /** No bound. */
  public static final SpaceOptions DEFAULT = new SpaceOptions(UNBOUNDED);

  public SpaceOptions {
    if (maximumEntries < 1) {
      throw new IllegalArgumentException(
          "A space's maximum of entries is at least 1, not " + maximumEntries + ".");
    }
  }
}
