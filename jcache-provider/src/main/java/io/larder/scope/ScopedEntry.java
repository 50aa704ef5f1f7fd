package io.larder.scope;

import io.larder.engine.EntryReads;
import io.larder.storage.Entry;
import io.larder.storage.HybridClock;
import java.time.Instant;
import java.util.Optional;

/** A key of a namespace with its value, as it stood when it was read. Immutable. */
public final class ScopedEntry {

  private final EntryReads.Found<String, Object> found;
  private final Values values;

  ScopedEntry(EntryReads.Found<String, Object> found, Values values) {
    this.found = found;
    this.values = values;
  }

  /** The key. */
  public String key() {
    return found.key();
  }

  /** The value: a text, number, time or array of bytes as it is, JSON as maps and lists. */
  public Object value() {
    return values.natural(found.value());
  }

  Object stored() {
    return found.value();
  }

  /**
   * The value as that type.
   *
   * @throws javax.cache.CacheException if it is none and cannot be made one
   */
  public <T> T value(Class<T> type) {
    return Typed.cast(values.as(found.value(), type), type);
  }

  /**
   * The value as that type.
   *
   * @throws javax.cache.CacheException if it is none and cannot be made one
   */
  public <T> T value(TypeOf<T> type) {
    return Typed.cast(values.as(found.value(), type.type()), type);
  }

  /** How often the key was written, since it was first or since the namespace was cleared. */
  public long version() {
    return found.stamp().version();
  }

  /** When the value was written. */
  public Instant writtenAt() {
    return Instant.ofEpochMilli(HybridClock.millis(found.stamp().timestamp()));
  }

  /** When the entry expires; nothing if it does not. */
  public Optional<Instant> expiresAt() {
    return found.expiresAt() == Entry.NEVER
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(found.expiresAt()));
  }

  /** The key alone: values may be secrets. */
  @Override
  public String toString() {
    return "ScopedEntry[" + found.key() + ", version " + version() + ']';
  }
}
