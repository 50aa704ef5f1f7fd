package io.larder.engine;

import io.larder.storage.Bytes;
import io.larder.storage.Capability;
import io.larder.storage.Lease;
import io.larder.storage.Leases;
import io.larder.storage.SpaceName;
import io.larder.storage.StorageException;
import io.larder.storage.Store;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
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

  KeyLeases(Store store, SpaceName space, String owner) {
    this.store = store;
    this.prefix = "_larder.key/" + space + '/';
    this.owner = owner;
    this.supported = store.capabilities().contains(Capability.LEASES);
  }

  /** No lease. */
  static Held none() {
    return NONE;
  }

  /**
   * Waits for the key's lease, within bounds.
   *
   * @param insideUserCode whether the thread may hold other leases already, and so must not wait
   *     long
   */
  Held acquire(Bytes key, boolean insideUserCode) {
    if (!supported) {
      return NONE;
    }
    String name = prefix + digest(key);
    long patience = insideUserCode ? PATIENCE_INSIDE_NANOS : PATIENCE_NANOS;
    long end = System.nanoTime() + patience;
    long pause = TimeUnit.MICROSECONDS.toNanos(100);
    try {
      Leases leases = store.leases();
      while (true) {
        Optional<Lease> lease =
            leases.tryAcquire(name, owner + '-' + Thread.currentThread().getId(), LENGTH);
        if (lease.isPresent()) {
          return () -> release(lease.get());
        }
        if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
          return NONE;
        }
        LockSupport.parkNanos(pause + ThreadLocalRandom.current().nextLong(pause));
        pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
      }
    } catch (StorageException failure) {
      throw new CacheException(failure.getMessage(), failure);
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
