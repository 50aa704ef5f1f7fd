package io.larder.engine;

import io.larder.storage.Bytes;
import io.larder.storage.Capability;
import io.larder.storage.Lease;
import io.larder.storage.SpaceName;
import io.larder.storage.StorageException;
import io.larder.storage.Store;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.cache.CacheException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Short leases on keys, so that processes take turns where trying again would be wrong (a writer
 * runs once for each change) or useless (others win each time). No transaction is open meanwhile.
 * As with {@link KeyLocks}, correctness does not hang on them: a change is decided on its stamp.
 */
final class KeyLeases {

  private static final Logger LOG = LoggerFactory.getLogger(KeyLeases.class);

  private static final Duration LENGTH = Duration.ofSeconds(10);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long PATIENCE_INSIDE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

  /** A lease that was taken, or given up on. */
  interface Held extends AutoCloseable {
    @Override
    void close();
  }

  private static final Held NONE = () -> {};

  private final Store store;
  private final String prefix;
  private final String owner;
  private final boolean supported;
  private final ScheduledExecutorService scheduler;

  /**
   * @param owner names the session among all that share the store
   * @param scheduler renews leases that are held for long
   */
  KeyLeases(Store store, SpaceName space, String owner, ScheduledExecutorService scheduler) {
    this.scheduler = scheduler;
    this.store = store;
    this.prefix = "_larder.key/" + space + '/';
    this.owner = owner;
    this.supported = store.capabilities().contains(Capability.LEASES);
  }

  /**
   * Waits for the key's lease, within bounds, and keeps it until it is closed. A thread that is
   * interrupted waits on, and finds itself interrupted afterwards.
   *
   * @param insideUserCode whether the thread may hold other leases already, and so must not wait
   *     long
   */
  Held acquire(Bytes key, boolean insideUserCode) {
    return acquire(key, insideUserCode ? PATIENCE_INSIDE_NANOS : PATIENCE_NANOS);
  }

  /**
   * Waits for the key's lease as {@link #acquire(Bytes, boolean)} does, but as long as somebody
   * holds it: a supplier may take its time, and whoever dies holding it loses it soon.
   */
  Held acquireForLong(Bytes key, boolean insideUserCode) {
    return acquire(key, insideUserCode ? PATIENCE_INSIDE_NANOS : Long.MAX_VALUE);
  }

  private Held acquire(Bytes key, long patienceNanos) {
    if (!supported) {
      return NONE;
    }
    boolean interrupted = Thread.interrupted();
    try {
      String name = prefix + digest(key);
      String mine = owner + '-' + Thread.currentThread().getId();
      long start = System.nanoTime();
      long pause = FIRST_PAUSE_NANOS;
      while (true) {
        Optional<Lease> lease = store.leases().tryAcquire(name, mine, LENGTH);
        if (lease.isPresent()) {
          return keeping(lease.get());
        }
        if (System.nanoTime() - start > patienceNanos) {
          return NONE;
        }
        LockSupport.parkNanos(pause + ThreadLocalRandom.current().nextLong(pause));
        interrupted |= Thread.interrupted();
        pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
      }
    } catch (StorageException failure) {
      throw new CacheException(failure.getMessage(), failure);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A writer may take its time: the lease is renewed as long as it is held. */
  private Held keeping(Lease lease) {
    long period = LENGTH.toMillis() / 3;
    ScheduledFuture<?> renewal =
        scheduler.scheduleAtFixedRate(() -> renew(lease), period, period, TimeUnit.MILLISECONDS);
    return () -> {
      renewal.cancel(false);
      release(lease);
    };
  }

  private void renew(Lease lease) {
    try {
      store.leases().renew(List.of(lease), LENGTH);
    } catch (StorageException failure) {
      LOG.warn(
          "A key's lease could not be renewed; the change is still decided on its stamp.", failure);
    }
  }

  /** The change is made already, so a release that fails must not look like a failed change. */
  private void release(Lease lease) {
    try {
      store.leases().release(lease);
    } catch (StorageException failure) {
      LOG.warn("A key's lease was not given back; it ends by itself within {}.", LENGTH, failure);
    }
  }

  private static String digest(Bytes key) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(key.unsafeArray()));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JDK has SHA-256.", impossible);
    }
  }
}
