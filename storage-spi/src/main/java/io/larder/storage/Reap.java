package io.larder.storage;

import java.time.Duration;

/**
 * Asks a store to collect a bounded number of rows that nobody needs.
 *
 * @param seenThrough rows with a higher position stay, since a peer has not seen them; {@link
 *     Long#MAX_VALUE} without peers
 * @param expiryGrace how long past their expiry entries stay, since an access that prolongs them
 *     may still be on its way to the store
 * @param tombstoneAge how long tombstones stay, so that other processes see them
 * @param limit how many rows at most
 */
public record Reap(long seenThrough, Duration expiryGrace, Duration tombstoneAge, int limit) {

  /** What a store without peers does on its own. */
  public static final Reap DEFAULT =
      new Reap(Long.MAX_VALUE, Duration.ofSeconds(2), Duration.ofSeconds(60), 500);
}
