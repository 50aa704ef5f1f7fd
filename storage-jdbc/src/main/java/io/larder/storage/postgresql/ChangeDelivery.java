package io.larder.storage.postgresql;

import io.larder.storage.Change;
import io.larder.storage.kernel.Listeners;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what other processes have changed, and other processes that this one has.
 *
 * <ol>
 *   <li>One thread looks for what has been committed every interval, and at once when another
 *       process has given a hint, but not more often than each {@link #PAUSE}. Hints only save
 *       time. While others keep changing something, it looks every {@link #ALERT_INTERVAL}.
 *   <li>Another thread gives such hints after this process's commits, at most one each {@link
 *       #PAUSE}.
 *   <li>It also watches over the first one: after a look that has been going on for {@link
 *       #PATIENCE} beyond the interval, listeners are told of a gap, and again until it has ended.
 *   <li>After a failure, listeners are told of a gap at once and with each attempt that fails, so
 *       that nothing stays in memory for longer than an interval; and once more when it has
 *       succeeded, since what was read in between may have changed.
 * </ol>
 *
 * <p>This process's own transactions are never told. Thread-safe.
 */
final class ChangeDelivery implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(5);

  /** Whoever has just changed something may well go on: a hint that is late is not waited for. */
  private static final Duration ALERT = Duration.ofSeconds(1);

  private static final Duration ALERT_INTERVAL = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(ChangeDelivery.class);

  private final Database.Connector connector;
  private final String schema;
  private final String location;
  private final Listeners listeners;
  private final long intervalNanos;
  private final HorizonWatch horizon;
  private final Consumer<String> warnings;
  private final OwnTransactions own = new OwnTransactions();
  private final AtomicBoolean hintDue = new AtomicBoolean(true);
  private final Thread poller;
  private final Thread sender;
  private volatile boolean closed;
  private volatile @Nullable Notifications notifications;
  private volatile long lookedAtNanos;
  private @Nullable ChangeReader reader;
  private long foundAtNanos;
  private boolean failing;
  private boolean deaf;

  private ChangeDelivery(
      Database.Connector connector,
      String schema,
      String location,
      Listeners listeners,
      Duration interval,
      HorizonWatch horizon,
      Consumer<String> warnings) {
    this.connector = connector;
    this.schema = schema;
    this.location = location;
    this.listeners = listeners;
    this.intervalNanos = interval.toNanos();
    this.horizon = horizon;
    this.warnings = warnings;
    this.poller = new Thread(this::poll, "larder-changes " + location);
    this.foundAtNanos = System.nanoTime() - ALERT.toNanos();
    this.sender = new Thread(this::send, "larder-hints " + location);
    poller.setDaemon(true);
    sender.setDaemon(true);
  }

  /**
   * Begins: what others commit from now on is told.
   *
   * @param connector gives a connection that belongs to whoever asked for it
   * @param schema holds the tables
   * @param location the store's, for messages
   * @param interval how often is looked at least
   */
  static ChangeDelivery start(
      Database.Connector connector,
      String schema,
      String location,
      Listeners listeners,
      Duration interval)
      throws SQLException {
    HorizonWatch horizon = new HorizonWatch(location, System::nanoTime, LOG::warn);
    return start(connector, schema, location, listeners, interval, horizon, LOG::warn);
  }

  static ChangeDelivery start(
      Database.Connector connector,
      String schema,
      String location,
      Listeners listeners,
      Duration interval,
      HorizonWatch horizon,
      Consumer<String> warnings)
      throws SQLException {
    ChangeDelivery delivery =
        new ChangeDelivery(connector, schema, location, listeners, interval, horizon, warnings);
    delivery.connect();
    delivery.poller.start();
    delivery.sender.start();
    return delivery;
  }

  /** This process has begun a transaction that writes; to be said before it may be visible. */
  void began(long xid) {
    own.began(xid);
  }

  /** It has been committed. */
  void committed(long xid) {
    own.committed(xid);
    if (!hintDue.getAndSet(true)) {
      LockSupport.unpark(sender);
    }
  }

  /**
   * It has been undone, or nobody knows: if it has been committed after all, listeners are told of
   * its changes.
   */
  void abandoned(long xid) {
    own.abandoned(xid);
  }

  /**
   * For how long the oldest transaction on the server, in whatever database, has been seen running.
   * The change feed of {@link io.larder.storage.Store#changes} is that far behind; what listeners
   * are told is not.
   */
  Duration horizonAge() {
    return horizon.age();
  }

  private void poll() {
    while (!closed) {
      try {
        look();
      } catch (Throwable failure) {
        if (!closed) {
          lost(failure);
        }
      }
    }
  }

  private void look() throws SQLException {
    Notifications hints = notifications;
    ChangeReader changes = reader;
    long begun = System.nanoTime();
    if (hints == null || changes == null) {
      connect();
      listeners.gap();
      LOG.info("Changes of other nodes in {} are seen again.", location);
      failing = false;
      return;
    }
    if (!changes.poll(listeners.anyBut(null) ? this::tell : null)) {
      listeners.gap();
    }
    lookedAtNanos = begun;
    horizon.see(changes.snapshot(), hints.connection());
    checkHints(hints);
    LockSupport.parkNanos(this, begun + PAUSE.toNanos() - System.nanoTime());
    boolean alert = begun - foundAtNanos < ALERT.toNanos();
    hints.await(
        begun + (alert ? Math.min(intervalNanos, ALERT_INTERVAL.toNanos()) : intervalNanos));
  }

  private void tell(List<Change> changes) {
    foundAtNanos = System.nanoTime();
    listeners.changed(changes, null);
  }

  private void checkHints(Notifications hints) throws SQLException {
    if (hints.isBroken()) {
      throw new SQLException("The connection that notifications are sent on is lost.");
    }
    if (hints.isDeaf() && !deaf) {
      deaf = true;
      warnings.accept(
          ("Notifications do not come through from %s: there seems to be a pooler in between that"
                  + " shares connections by the transaction. Changes of other nodes are found by"
                  + " asking every %d ms. Connect to the server itself, or to a pool in session"
                  + " mode.")
              .formatted(location, Duration.ofNanos(intervalNanos).toMillis()));
    }
  }

  /** What is in the database now is not told; listeners that know older states hear of a gap. */
  private void connect() throws SQLException {
    Notifications hints = Notifications.open(connector, schema);
    boolean begun = false;
    try {
      reader = new ChangeReader(hints.connection(), schema, own);
      begun = true;
    } finally {
      if (!begun) {
        hints.close();
      }
    }
    lookedAtNanos = System.nanoTime();
    notifications = hints;
    hintDue.set(true);
    LockSupport.unpark(sender);
    if (closed) {
      hints.close();
    }
  }

  private void lost(Throwable failure) {
    listeners.gap();
    Notifications hints = notifications;
    notifications = null;
    reader = null;
    if (hints != null) {
      hints.close();
    }
    if (!failing) {
      failing = true;
      LOG.warn(
          "Changes of other nodes in {} cannot be seen. Until they can, caches keep nothing in"
              + " memory for longer than {} ms.",
          location,
          Duration.ofNanos(intervalNanos).toMillis(),
          failure);
    }
    LockSupport.parkNanos(this, intervalNanos);
  }

  private void send() {
    long earliest = System.nanoTime();
    long watched = earliest;
    while (!closed) {
      try {
        Notifications hints = notifications;
        boolean due = hints != null && !hints.isBroken() && hintDue.get();
        long wait = due ? earliest - System.nanoTime() : PATIENCE.toNanos();
        if (wait > 0) {
          LockSupport.parkNanos(this, wait);
        } else if (hints != null) {
          hintDue.set(false);
          hints.send().ifPresent(own::wroteNothing);
          earliest = System.nanoTime() + PAUSE.toNanos();
        }
        if (System.nanoTime() - watched >= PATIENCE.toNanos()) {
          watched = System.nanoTime();
          watch();
        }
      } catch (Throwable failure) {
        // Short of memory, say. The hint is lost, and the next commit gives another.
        earliest = System.nanoTime() + PATIENCE.toNanos();
      }
    }
  }

  /** A look that hangs on a dead connection must not keep caches from what they cannot hear. */
  private void watch() {
    if (System.nanoTime() - lookedAtNanos > intervalNanos + PATIENCE.toNanos()) {
      listeners.gap();
    }
  }

  /** Ends both threads. */
  @Override
  public void close() {
    closed = true;
    Notifications hints = notifications;
    if (hints != null) {
      hints.close();
    }
    boolean interrupted = false;
    for (Thread thread : new Thread[] {poller, sender}) {
      LockSupport.unpark(thread);
      while (thread.isAlive() && thread != Thread.currentThread()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
