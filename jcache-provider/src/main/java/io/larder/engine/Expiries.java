package io.larder.engine;

import io.larder.storage.Entry;

/**
 * When an entry that is written expires, in milliseconds since the Unix epoch or {@link
 * Entry#NEVER}.
 *
 * @param ifCreated if none stood there
 * @param ifUpdated if one did, or {@link Entry#KEEP}
 */
public record Expiries(long ifCreated, long ifUpdated) {

  /** At that time in any case. */
  public static Expiries at(long millis) {
    return new Expiries(millis, millis);
  }

  /** The same for a new entry; one that stood keeps its expiry. */
  public Expiries keptOnUpdate() {
    return new Expiries(ifCreated, Entry.KEEP);
  }
}
