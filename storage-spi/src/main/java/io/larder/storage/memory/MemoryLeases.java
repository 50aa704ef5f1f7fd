package io.larder.storage.memory;

import io.larder.storage.Lease;
import io.larder.storage.LeaseToken;
import io.larder.storage.Leases;
import io.larder.storage.kernel.StoredLease;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** Leases in a map, under the store's writer lock, so that a fence is decided with its batch. */
final class MemoryLeases implements Leases {

  private final Lock writerLock;
  private final InstantSource clock;
  private final long incarnation;
  private final Map<String, StoredLease> leases = new HashMap<>();
  private long tokens;

  MemoryLeases(Lock writerLock, InstantSource clock, long incarnation) {
    this.writerLock = writerLock;
    this.clock = clock;
    this.incarnation = incarnation;
  }

  /** The lease row of that name, expired or not; called under the writer lock. */
  @Nullable Lease row(String name) {
    StoredLease row = leases.get(name);
    return row == null ? null : row.lease();
  }

  @Override
  public Optional<Lease> tryAcquire(String name, String owner, Duration length) {
    long millis = millis(length);
    writerLock.lock();
    try {
      long now = clock.millis();
      if (standing(name, now) != null) {
        return Optional.empty();
      }
      LeaseToken token = new LeaseToken(incarnation, ++tokens);
      return Optional.of(keep(new Lease(name, owner, token, now + millis), millis));
    } finally {
      writerLock.unlock();
    }
  }

  @Override
  public List<Lease> renew(Collection<Lease> held, Duration length) {
    long millis = millis(length);
    writerLock.lock();
    try {
      long now = clock.millis();
      List<Lease> renewed = new ArrayList<>();
      for (Lease lease : held) {
        if (stands(lease, now)) {
          renewed.add(
              keep(new Lease(lease.name(), lease.owner(), lease.token(), now + millis), millis));
        }
      }
      return renewed;
    } finally {
      writerLock.unlock();
    }
  }

  @Override
  public boolean release(Lease held) {
    writerLock.lock();
    try {
      return stands(held, clock.millis()) && leases.remove(held.name()) != null;
    } finally {
      writerLock.unlock();
    }
  }

  @Override
  public Optional<Lease> find(String name) {
    writerLock.lock();
    try {
      return Optional.ofNullable(standing(name, clock.millis()));
    } finally {
      writerLock.unlock();
    }
  }

  private boolean stands(Lease held, long now) {
    Lease standing = standing(held.name(), now);
    return standing != null && standing.token().equals(held.token());
  }

  private @Nullable Lease standing(String name, long now) {
    StoredLease row = leases.get(name);
    if (row == null) {
      return null;
    }
    if (row.hasEnded(now)) {
      leases.remove(name);
      return null;
    }
    StoredLease bounded = row.bounded(now);
    return keep(bounded.lease(), bounded.lengthMillis());
  }

  private Lease keep(Lease lease, long lengthMillis) {
    leases.put(lease.name(), new StoredLease(lease, lengthMillis));
    return lease;
  }

  private static long millis(Duration length) {
    if (length.isNegative() || length.isZero()) {
      throw new IllegalArgumentException("A lease's length is positive, not " + length + ".");
    }
    return Math.max(1, length.toMillis());
  }
}
