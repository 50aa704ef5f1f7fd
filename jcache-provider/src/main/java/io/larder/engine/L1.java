package io.larder.engine;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.larder.storage.Stamp;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The near cache of one engine, on Caffeine, and its coherence protocol.
 *
 * <ol>
 *   <li>Who is going to read a key from the store, or to change it there, first takes the key's
 *       {@link #generation}.
 *   <li>What was read enters by {@link #fill} only if the generation is still the same: otherwise
 *       the entry may have changed between the read and now, and the answer is used but not kept.
 *   <li>What was changed enters by {@link #publish} under the same condition, and raises the
 *       generation, so that a fill which began before it cannot undo it.
 *   <li>An invalidation raises the generation first and removes the slot then. A fill that checked
 *       before the raise is removed; one that checks after it does not enter. Both happen under
 *       Caffeine's lock on the key.
 *   <li>A change that L1 already holds by its stamp is no news.
 * </ol>
 *
 * <p>Thread-safe.
 */
final class L1<K> {

  /** Of a large L1; a small one, of which there may be many, has no more than its entries. */
  private static final int STRIPES = 4096;

  /** About what a slot takes up beside its key and value. */
  private static final int SLOT_BYTES = 128;

  private final ConcurrentMap<K, Slot> slots;
  private final Generations generations;

  static <K> L1<K> of(EngineOptions<K, ?> options) {
    Caffeine<Object, Object> caffeine = Caffeine.newBuilder().executor(Runnable::run);
    if (options.l1MaximumSize() == 0) {
      // A bound takes an entry out again only after it was in for a moment, and may be seen.
      caffeine.expireAfterWrite(Duration.ZERO);
    }
    return new L1<>(
        options.weighsL1()
            ? caffeine
                .maximumWeight(options.l1MaximumBytes())
                .<K, Slot>weigher(L1::weight)
                .<K, Slot>build()
                .asMap()
            : caffeine.maximumSize(options.l1MaximumSize()).<K, Slot>build().asMap(),
        stripes(options));
  }

  private static int stripes(EngineOptions<?, ?> options) {
    long entries = Math.max(16, Math.min(options.l1MaximumSize(), STRIPES));
    return Integer.highestOneBit((int) entries);
  }

  /** What is absent may be asked for under long keys too. */
  private static int weight(Object key, Slot slot) {
    int absent = slot.isAbsent() && key instanceof String text ? text.length() : 0;
    return SLOT_BYTES + slot.bytesHeld() + absent;
  }

  /** An L1 on a map whose {@code compute} is atomic for each key. */
  L1(ConcurrentMap<K, Slot> slots, int stripes) {
    this.slots = slots;
    this.generations = new Generations(stripes);
  }

  /** What is held under the key, or null if nothing is known. */
  @Nullable Slot get(K key) {
    return slots.get(key);
  }

  long generation(K key) {
    return generations.of(key);
  }

  /**
   * Keeps what was read from the store, if nothing has become stale since {@code generation}. What
   * is held and is not known to be as new goes in any case: a reader that has seen the newer state
   * must not find the older one afterwards.
   *
   * @return what is held of that state, or {@code slot} if nothing is
   */
  Slot fill(K key, long generation, Slot slot) {
    Slot kept =
        slots.compute(
            key,
            (same, held) -> {
              Slot newer = held == null ? slot : newer(held, slot);
              return newer != slot || generations.of(key) == generation ? newer : null;
            });
    return kept == null || !kept.isSameStateAs(slot) ? slot : kept;
  }

  /** Keeps what this engine has changed in the store, unless others changed it meanwhile. */
  void publish(K key, long generation, Slot slot) {
    slots.compute(
        key,
        (same, held) -> {
          boolean current = generations.of(key) == generation;
          generations.raise(key);
          return current ? slot : null;
        });
  }

  /**
   * The newer of two states that were both read before anybody said that one is stale; null if that
   * cannot be told, since one of them is that there is no entry.
   */
  private static @Nullable Slot newer(Slot held, Slot read) {
    Stamp heldStamp = held.stamp();
    Stamp readStamp = read.stamp();
    if (heldStamp == null || readStamp == null) {
      return Objects.equals(heldStamp, readStamp) ? held : null;
    }
    int order = heldStamp.compareTo(readStamp);
    if (order == 0) {
      held.adoptExpiry(Math.max(held.expiresAt(), read.expiresAt()));
    }
    return order >= 0 ? held : read;
  }

  /** Drops the key, whatever is held. */
  void invalidate(K key) {
    generations.raise(key);
    slots.remove(key);
  }

  /** Another node has left this state of the key in the store; null for a tombstone. */
  void changed(K key, @Nullable Stamp stamp, long expiresAt) {
    Slot held = slots.get(key);
    if (held != null && stamp != null && stamp.equals(held.stamp())) {
      held.adoptExpiry(expiresAt);
      return;
    }
    invalidate(key);
  }

  /**
   * The store has collected rows of versions up to this one, of which nothing else tells. What has
   * a higher version, and that there is no entry, is still true.
   */
  void collectedThrough(long version) {
    generations.raiseAll();
    slots.values().removeIf(slot -> slot.stamp() != null && slot.stamp().version() <= version);
  }

  /** Drops everything. */
  void invalidateAll() {
    generations.raiseAll();
    slots.clear();
  }
}
