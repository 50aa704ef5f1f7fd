package io.larder.engine;

import io.larder.storage.Mutation;
import io.larder.storage.Outcome;
import io.larder.storage.Stamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings expiries that accesses have moved to the store: in batches, within a quarter of the
 * duration or a second, whichever is shorter. A crash loses no more than that, and the store's
 * reaper waits twice as long before it collects an expired entry.
 */
final class AccessTimes<K, V> {

  private static final Logger LOG = LoggerFactory.getLogger(AccessTimes.class);

  private static final long LONGEST_DELAY_MILLIS = 1_000;

  /** Durations so short that their quarter is no delay worth having are told at once. */
  private static final long TOLD_AT_ONCE_MILLIS = 400;

  private static final int BATCH = 500;

  private final SpaceAccess space;
  private final EntryCodec<K, V> codec;
  private final L1<K> l1;
  private final ScheduledExecutorService scheduler;
  private final ConcurrentHashMap<K, Slot> moved = new ConcurrentHashMap<>();
  private final AtomicLong nextFlush = new AtomicLong(Long.MAX_VALUE);

  AccessTimes(
      SpaceAccess space, EntryCodec<K, V> codec, L1<K> l1, ScheduledExecutorService scheduler) {
    this.l1 = l1;
    this.space = space;
    this.codec = codec;
    this.scheduler = scheduler;
  }

  /** An access has moved the expiry of what L1 holds under the key. */
  void moved(K key, Slot slot, long nowMillis, long expiresAt) {
    if (!slot.moveExpiry(expiresAt)) {
      return;
    }
    Slot other = moved.put(codec.keptKey(key), slot);
    if (other != null && other != slot) {
      other.takeMove();
    }
    long duration = expiresAt - nowMillis;
    if (duration < TOLD_AT_ONCE_MILLIS) {
      flush(key);
    } else {
      flushWithin(nowMillis, Math.min(LONGEST_DELAY_MILLIS, duration / 4));
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // flushAll tells its own failures
  private void flushWithin(long nowMillis, long delayMillis) {
    long due = nowMillis + delayMillis;
    long earlier = nextFlush.getAndUpdate(planned -> Math.min(planned, due));
    if (due < earlier) {
      scheduler.schedule(this::flushAll, delayMillis, TimeUnit.MILLISECONDS);
    }
  }

  /** Tells the store of this key's expiry now, if it has been moved. */
  void flush(K key) {
    if (!moved.isEmpty()) {
      Slot slot = moved.remove(key);
      if (slot != null) {
        tell(Map.of(key, slot));
      }
    }
  }

  /** Tells the store of all that has been moved. */
  void flushAll() {
    nextFlush.set(Long.MAX_VALUE);
    try {
      Map<K, Slot> batch = new LinkedHashMap<>();
      for (K key : moved.keySet()) {
        Slot slot = moved.remove(key);
        if (slot != null) {
          batch.put(key, slot);
        }
        if (batch.size() == BATCH) {
          tell(batch);
          batch.clear();
        }
      }
      tell(batch);
    } catch (RuntimeException failure) {
      LOG.warn(
          "The cache '{}': accesses could not be recorded, so entries may expire early.",
          space.name(),
          failure);
    }
  }

  /** An entry that the store no longer has is not to live on in L1 by being read. */
  private void tell(Map<K, Slot> batch) {
    List<K> keys = new ArrayList<>(batch.size());
    List<Mutation> touches = new ArrayList<>(batch.size());
    batch.forEach(
        (key, slot) -> {
          Stamp stamp = slot.stamp();
          if (stamp != null) {
            keys.add(key);
            touches.add(new Mutation.Touch(codec.encodeKey(key), stamp, slot.takeMove()));
          }
        });
    if (touches.isEmpty()) {
      return;
    }
    List<Outcome> outcomes = space.commit(touches).outcomes();
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i).after() == null) {
        l1.invalidate(keys.get(i));
      }
    }
  }
}
