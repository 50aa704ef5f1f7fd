package io.larder.storage.kernel;

import io.larder.storage.Lease;

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

  /** Whether nobody holds it any more. */
  public boolean hasEnded(long nowMillis) {
    return lease.expiresAt() <= nowMillis || lengthMillis <= 0;
  }

  /** This, or if the clock has been set back the same hold with the end that is to be kept. */
  public StoredLease bounded(long nowMillis) {
    if (lease.expiresAt() - lengthMillis <= nowMillis) {
      return this;
    }
    long end = nowMillis + lengthMillis;
    return new StoredLease(
        new Lease(lease.name(), lease.owner(), lease.token(), end), lengthMillis);
  }
}
