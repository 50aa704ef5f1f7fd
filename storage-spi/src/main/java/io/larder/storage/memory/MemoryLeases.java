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
    long millis = StoredLease.acquiredMillis(name, length);
    writerLock.lock();
    try {
      long now = clock.millis();
      if (standing(name, now) != null) {
        return Optional.empty();
      }
      LeaseToken token = new LeaseToken(incarnation, ++tokens);
      return Optional.of(keep(StoredLease.from(now, name, owner, token, millis)).lease());
    } finally {
      writerLock.unlock();
    }
  }

  @Override
  public List<Lease> renew(Collection<Lease> held, Duration length) {
    long millis = StoredLease.renewedMillis(held, length);
    writerLock.lock();
    try {
      long now = clock.millis();
      List<Lease> renewed = new ArrayList<>();
      for (Lease lease : held) {
        StoredLease standing = standing(lease, now);
        if (standing != null) {
          renewed.add(keep(standing.renewed(now, millis)).lease());
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
      return standing(held, clock.millis()) != null && leases.remove(held.name()) != null;
    } finally {
      writerLock.unlock();
    }
  }

  @Override
  public Optional<Lease> find(String name) {
    writerLock.lock();
    try {
      return Optional.ofNullable(standing(name, clock.millis())).map(StoredLease::lease);
    } finally {
      writerLock.unlock();
    }
  }

  /** The row of this very hold, or null if it has been lost. */
  private @Nullable StoredLease standing(Lease held, long now) {
    StoredLease standing = standing(held.name(), now);
    return standing != null && standing.lease().token().equals(held.token()) ? standing : null;
  }

  private @Nullable StoredLease standing(String name, long now) {
    StoredLease row = leases.get(name);
    if (row == null) {
      return null;
    }
    if (row.hasEnded(now)) {
      leases.remove(name);
      return null;
    }
    return keep(row.bounded(now));
  }

  private StoredLease keep(StoredLease row) {
    leases.put(row.lease().name(), row);
    return row;
  }
}
