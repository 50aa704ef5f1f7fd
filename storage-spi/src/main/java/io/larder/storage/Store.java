package io.larder.storage;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One durable home of entries.
 *
 * <p>Thread-safe. Every method throws {@link StorageException} if the store fails, and {@link
 * StoreClosedException} after {@link #close}. Nothing waits for user code and nothing is retried
 * that may have happened.
 *
 * <ol>
 *   <li>A space is opened by name, and holds entries by key.
 *   <li>{@link #commit} makes a batch of mutations, all or nothing, each under an optional
 *       condition that the store itself decides. Versions, timestamps and positions are given
 *       inside it.
 *   <li>{@link #clear} raises the space's epoch; entries of lower epochs are dead at once and are
 *       collected later.
 *   <li>Expiry is no write: an expired row keeps its stamp, is invisible, and is collected later.
 *   <li>{@link #changes} tells every state by the position of its last change, and {@link #merge}
 *       applies the states of another store by {@link ConflictRule}. Stores that exchange their
 *       changes, in whatever order, with repeats and gaps, end equal.
 * </ol>
 */
public interface Store extends AutoCloseable {

  /** For how long the answer to a batch with a {@link RequestId} is kept. */
  Duration REQUEST_WINDOW = Duration.ofMinutes(5);

  /** How far the times in merged rows may be ahead of this store's wall clock. */
  Duration CLOCK_SKEW_BOUND = Duration.ofMinutes(1);

  StoreIdentity identity();

  Set<Capability> capabilities();

  /** The time that expiries are measured by, in milliseconds since the Unix epoch. */
  long nowMillis();

  /** Opens the space, creating it if it is not there, and opening it anew if it was destroyed. */
  Space openSpace(SpaceName name, SpaceOptions options);

  /** The state of a space, or nothing if there has never been one of that name. */
  Optional<SpaceState> space(SpaceName name);

  /**
   * One page of the states of spaces, in the order of their names; fewer than the limit if there
   * are no more.
   */
  List<SpaceState> spaces(SpaceScan scan);

  /** How many rows the space holds that are neither tombstones nor dead; expired ones included. */
  long count(Space space);

  /** The sum of {@link #count} over all spaces. Cheap however many entries there are. */
  long count();

  /** The live entry under the key, or null. */
  @Nullable Entry get(Space space, Bytes key);

  /**
   * The live entries under the keys, in one round trip however many keys; absent ones are missing.
   */
  Map<Bytes, Entry> getAll(Space space, Collection<Bytes> keys);

  /**
   * One page of live entries in key order. Each page is consistent in itself; an entry that stands
   * during the whole scan is in it exactly once. Keys of more than 1,024 bytes that agree in their
   * first 993 come in an order of the store's own.
   */
  ScanPage scan(Scan scan);

  /**
   * The first live key of each range that has one; in one round trip where nothing is found,
   * however many ranges.
   */
  default Map<KeyRange, Bytes> firstKeys(Space space, Collection<KeyRange> ranges) {
    Map<KeyRange, Bytes> found = new LinkedHashMap<>();
    for (KeyRange range : ranges) {
      ScanPage page = scan(Scan.of(space, range, 1));
      while (page.entries().isEmpty() && page.next() != null) {
        page = scan(Scan.of(space, range, 1).after(page.next()));
      }
      if (!page.entries().isEmpty()) {
        found.put(range, page.entries().get(0).key());
      }
    }
    return found;
  }

  /**
   * Makes the batch, all or nothing.
   *
   * @throws StaleFenceException if its fence does not stand
   */
  Commit commit(Batch batch);

  /**
   * Removes all entries of the space, in constant time.
   *
   * @param source the subscription that is not told, or null
   */
  void clear(Space space, @Nullable Subscription source);

  /**
   * Clears the space of that name and marks it as destroyed; nothing happens if there is none, or
   * it is destroyed already. Openers that still hold it see a clear, and the first to write into it
   * opens it anew.
   *
   * @param source the subscription that is not told, or null
   */
  void destroy(SpaceName name, @Nullable Subscription source);

  /**
   * Destroys all spaces of one scope as {@link #destroy} does each, together or not at all, in a
   * time that does not depend on how many entries they have. A space of that scope that is opened
   * meanwhile for the first time may stay.
   *
   * @param source the subscription that is not told, or null
   * @return how many spaces that were not destroyed already
   * @throws IllegalArgumentException if that is no scope, or the global one: destroy its spaces one
   *     by one
   */
  int destroyScope(String scopeType, String scopeId, @Nullable Subscription source);

  /**
   * Reads the change feed.
   *
   * @param limit how many rows at most
   * @param maxBytes how many bytes of keys and values at most, but at least one row
   */
  ChangePage changes(Cursor cursor, int limit, int maxBytes);

  /**
   * Applies rows of another store's feed, and moves the cursor for that peer in the same
   * transaction.
   *
   * @param reached where the peer's feed has been read to, or null to leave that alone
   * @throws RefusedChangeException if one of the rows is such as no store writes, or was written
   *     more than {@link #CLOCK_SKEW_BOUND} ahead of this store's clock; nothing is applied then
   */
  MergeResult merge(List<Change> changes, @Nullable PeerCursor reached);

  /** How far the feed of the peer has been merged; {@link Cursor#START} if it never was. */
  Cursor cursorOf(String peer);

  /**
   * The newest recorded conflicts first; the log is bounded by {@link #CONFLICTS_KEPT} and {@link
   * #CONFLICT_BYTES_KEPT}.
   */
  List<Conflict> conflicts(int limit);

  /** How many conflicts are kept. */
  int CONFLICTS_KEPT = 1000;

  /**
   * How many bytes of keys and values the kept conflicts may have. The newest conflict is kept
   * whole whatever its size, so that no value is lost before anybody could see it.
   */
  long CONFLICT_BYTES_KEPT = 16L << 20;

  Leases leases();

  /** Collects rows that nobody needs, a bounded number of them. */
  Reaped reap(Reap reap);

  /**
   * Evicts the least recently written entries of the space until no more than {@code keep} remain
   * or {@code limit} have been evicted, or fewer if their values are large. Listeners are told.
   *
   * <p>Eviction is this store's own affair: readers of the feed keep what they hold, and a state
   * that they had not read yet is lost to them. The space's row moves to the end of the feed. Who
   * holds mere copies of this store's entries drops those at or below its version floor then: one
   * of them may have been changed, or deleted, after it was copied.
   *
   * @return how many were evicted
   */
  int evict(Space space, long keep, int limit);

  /** Registers a listener, until the subscription is closed. */
  Subscription subscribe(StoreListener listener);

  /** Closes this opener's store. Closing twice does nothing. */
  @Override
  void close();
}
