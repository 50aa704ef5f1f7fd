package io.larder.engine;

import io.larder.storage.Bytes;
import io.larder.storage.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * The parts that the operations of one engine work with.
 *
 * @param engine the engine, to tell its callbacks apart from others'
 * @param source the cache that events name, or null if nobody will listen
 * @param options what was configured
 * @param space its entries in the store
 * @param codec keys and values as bytes
 * @param l1 its near cache
 * @param expiry its expiry policy
 * @param accessTimes expiries moved by accesses
 * @param listeners its listeners
 * @param statistics its counters
 * @param locks turns of this JVM's threads
 * @param leases turns of processes
 */
record Core<K, V>(
    Engine<K, V> engine,
    @Nullable Cache<K, V> source,
    EngineOptions<K, V> options,
    SpaceAccess space,
    EntryCodec<K, V> codec,
    L1<K> l1,
    ExpiryRule expiry,
    AccessTimes<K, V> accessTimes,
    Listeners<K, V> listeners,
    Statistics statistics,
    KeyLocks<K> locks,
    KeyLeases leases) {

  /** Keeps in L1 what was read from the store, and answers what is held of that state. */
  Slot fill(K key, Bytes bytes, long generation, Entry entry, V value) {
    return l1.fill(codec.keptKey(key, bytes), generation, codec.slot(entry, value));
  }

  /** Keeps in L1 that there is no entry. */
  void fillAbsent(K key, Bytes bytes, long generation) {
    l1.fill(codec.keptKey(key, bytes), generation, Slot.absent());
  }

  /**
   * Keeps in L1 what this engine has stored.
   *
   * @param kept the key as L1 may keep it
   * @param after what stands now, or null if it was removed
   */
  void publish(K kept, long generation, @Nullable Entry after, @Nullable V value) {
    Slot slot = after == null || value == null ? Slot.absent() : codec.slot(after, value);
    l1.publish(kept, generation, slot);
  }

  /** Moves the expiry of an entry that was just read, if the policy says so. */
  void accessed(K key, Slot slot) {
    if (!expiry.ignoresAccess()) {
      accessed(key, slot, space.nowMillis());
    }
  }

  /** Likewise, at that time. */
  void accessed(K key, Slot slot, long nowMillis) {
    long expiresAt = expiry.onAccess(nowMillis);
    if (expiresAt != Entry.KEEP && expiresAt != slot.expiresAt()) {
      accessTimes.moved(key, slot, nowMillis, expiresAt);
    }
  }

  /** The value of a slot, or null if there is none, or it cannot be read and that is a miss. */
  @SuppressWarnings("unchecked") // what L1 holds was checked when it entered
  @Nullable V value(Slot slot) {
    Object live = slot.live();
    if (live != null) {
      return (V) live;
    }
    return slot.isAbsent() ? null : codec.ownValue(slot);
  }

  /**
   * The value that stands, by L1 while that holds the same state: by reference the very object, by
   * value a copy if that can be had without decoding.
   */
  @Nullable V value(K key, Entry standing) {
    Slot slot = l1.get(key);
    if (slot != null && standing.stamp().equals(slot.stamp()) && !slot.isEncoded()) {
      return value(slot);
    }
    return codec.decodeValue(standing);
  }

  /**
   * The events of one change, for whom it may concern; empty while nobody listens. Observers of the
   * session are told.
   *
   * @param expired the expired entry that the change did away with, or null
   * @param before what stood before
   * @param stored what stands now, or null after a removal
   * @param value its value, as the caller gave it
   */
  List<EntryEvent<K, V>> events(
      K key,
      @Nullable Entry expired,
      Standing<K, V> before,
      @Nullable Entry stored,
      @Nullable V value) {
    space.changed(expired, before.entry(), stored);
    if (listeners.isEmpty() || source == null) {
      return List.of();
    }
    boolean oldValues = listeners.wantOldValues();
    List<EntryEvent<K, V>> events = new ArrayList<>(2);
    if (expired != null) {
      V old = oldValues ? new Standing<>(this, key, expired).valueToTell() : null;
      events.add(new EntryEvent<>(source, EventType.EXPIRED, key, old, old));
    }
    V old = oldValues ? before.valueToTell() : null;
    if (stored == null || value == null) {
      if (before.entry() != null) {
        events.add(new EntryEvent<>(source, EventType.REMOVED, key, old, old));
      }
    } else {
      EventType type = before.entry() == null ? EventType.CREATED : EventType.UPDATED;
      events.add(new EntryEvent<>(source, type, key, codec.handedOut(stored, value), old));
    }
    return events;
  }

  /** Tells the listeners, who may call the cache back. */
  void tell(List<EntryEvent<K, V>> events) {
    if (!events.isEmpty()) {
      UserCode.run(
          engine,
          Set.of(),
          () -> {
            listeners.tell(events);
            return true;
          });
    }
  }
}
