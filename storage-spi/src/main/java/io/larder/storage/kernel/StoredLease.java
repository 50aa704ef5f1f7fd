package io.larder.storage.kernel;

import io.larder.storage.Lease;
import io.larder.storage.LeaseToken;
import io.larder.storage.Leases;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A lease as a store keeps it.
 *
 * <p>Its end is an instant of the wall clock. If that is set back, the end lies further away than
 * the lease was ever long; whoever looks then moves it to one length from now, and keeps that. So a
 * holder that is alive loses nothing, and one that has crashed excludes others for one length more,
 * not until the clock has caught up.
 *
 * @param lease the hold, which may have ended
 * @param lengthMillis for how long it was acquired or last renewed
 */
public record StoredLease(Lease lease, long lengthMillis) {

  /** A hold that begins, or is renewed, now. */
  public static StoredLease from(
      long nowMillis, String name, String owner, LeaseToken token, long lengthMillis) {
    Lease lease = new Lease(name, owner, token, nowMillis + lengthMillis);
    return new StoredLease(lease, lengthMillis);
  }

  /**
   * How long a lease may be acquired for: at least a millisecond.
   *
   * @throws IllegalArgumentException if {@link Leases#tryAcquire} does not allow the length
   */
  public static long acquiredMillis(String name, Duration length) {
    return millis(List.of(name), length);
  }

  /**
   * How long holds may be renewed for: at least a millisecond.
   *
   * @throws IllegalArgumentException if {@link Leases#renew} does not allow the length
   */
  public static long renewedMillis(Collection<Lease> held, Duration length) {
    return millis(held.stream().map(Lease::name).toList(), length);
  }

  private static long millis(List<String> names, Duration length) {
    if (length.isNegative() || length.isZero() || length.compareTo(Leases.MAXIMUM_LENGTH) > 0) {
      throw new IllegalArgumentException(
          "The lease %s cannot be held for %s; a length is positive, and at most %d days. Who wants to hold for longer renews."
              .formatted(
                  names.stream().collect(Collectors.joining("', '", "'", "'")),
                  length,
                  Leases.MAXIMUM_LENGTH.toDays()));
    }
    return Math.max(1, length.toMillis());
  }

  /** The same hold, renewed now. */
  public StoredLease renewed(long nowMillis, long newLengthMillis) {
    return from(nowMillis, lease.name(), lease.owner(), lease.token(), newLengthMillis);
  }

  /** Whether nobody holds it any more. */
  public boolean hasEnded(long nowMillis) {
    return lease.expiresAt() <= nowMillis || lengthMillis <= 0;
  }

  /** This, or if the clock has been set back the same hold with the end that is to be kept. */
  public StoredLease bounded(long nowMillis) {
    boolean setBack = lease.expiresAt() - lengthMillis > nowMillis;
    return setBack ? renewed(nowMillis, lengthMillis) : this;
  }
}
