package io.larder.storage;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The leases of a store. Each call is one conditional step on the store's own clock, so two openers
 * never hold the same lease at once. If that clock is set back, a hold still ends within one length
 * of when its name is looked at next. Thread-safe. All throw {@link StorageException} if the store
 * fails.
 */
public interface Leases {

  /**
   * The longest that a lease is taken or renewed for, ten years: its end stays a time that can be
   * told. Who wants to hold for longer renews.
   */
  Duration MAXIMUM_LENGTH = Duration.ofDays(3_650);

  /**
   * Takes the lease if nobody holds it. It is not re-entrant: the present owner is refused too.
   *
   * @param length rounded down to milliseconds, but to no less than one
   * @throws IllegalArgumentException if the length is not positive, or above {@link
   *     #MAXIMUM_LENGTH}
   */
  Optional<Lease> tryAcquire(String name, String owner, Duration length);

  /**
   * Prolongs holds from now on, in one step for all of them.
   *
   * @return those that still stood, with their new end; what is missing has been lost
   * @throws IllegalArgumentException as {@link #tryAcquire} does, and then nothing is prolonged
   */
  List<Lease> renew(Collection<Lease> held, Duration length);

  /**
   * Gives a hold back.
   *
   * @return false if it had been lost already
   */
  boolean release(Lease held);

  /** The hold that stands under the name now. */
  Optional<Lease> find(String name);
}
