package io.larder.scope;

import io.larder.engine.StoredValues;
import io.larder.storage.Bytes;
import io.larder.storage.Entry;
import io.larder.storage.HybridClock;
import io.larder.storage.Revision;
import java.time.Instant;
import java.util.Optional;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * A change as history tells it: who changed what, when, from and to. Immutable; values are decoded
 * when they are asked for.
 */
public final class ScopedRevision {

  private final Revision revision;
  private final StoredValues decoding;
  private final Values values;

  ScopedRevision(Revision revision, StoredValues decoding, Values values) {
    this.revision = revision;
    this.decoding = decoding;
    this.values = values;
  }

  /** The key that was changed; empty if all were removed by {@link Namespace#clear}. */
  public String key() {
    return isClear() ? "" : String.valueOf(decoding.key(revision.key()));
  }

  /** Whether all values of the namespace were removed at once. */
  public boolean isClear() {
    return revision.key().length() == 0;
  }

  /** Who made the change; nothing if nobody said. */
  public Optional<String> actor() {
    return Optional.ofNullable(revision.actor());
  }

  /** When the change was made. */
  public Instant changedAt() {
    return Instant.ofEpochMilli(HybridClock.millis(revision.timestamp()));
  }

  /** The version that the change has given to the key. */
  public long version() {
    return revision.version();
  }

  /**
   * The value before; nothing if there was none.
   *
   * @throws CacheException if it cannot be read
   */
  public Optional<Object> from() {
    return stored(revision.from()).map(values::natural);
  }

  /**
   * Likewise, as that type.
   *
   * @throws CacheException if it is none and cannot be made one
   */
  public <T> Optional<T> from(Class<T> type) {
    return typed(revision.from(), type);
  }

  /**
   * The value after; nothing if it was removed.
   *
   * @throws CacheException if it cannot be read
   */
  public Optional<Object> to() {
    return stored(revision.to()).map(values::natural);
  }

  /**
   * Likewise, as that type.
   *
   * @throws CacheException if it is none and cannot be made one
   */
  public <T> Optional<T> to(Class<T> type) {
    return typed(revision.to(), type);
  }

  /** When the value after was going to expire; nothing if it was not. */
  public Optional<Instant> expiresAt() {
    return revision.to() == null || revision.expiresAt() == Entry.NEVER
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(revision.expiresAt()));
  }

  private Optional<Object> stored(@Nullable Bytes value) {
    return value == null ? Optional.empty() : Optional.of(decoding.value(value));
  }

  private <T> Optional<T> typed(@Nullable Bytes value, Class<T> type) {
    return stored(value).map(stored -> Typed.cast(values.as(stored, type), type));
  }

  /** Not the values, which may be secrets. */
  @Override
  public String toString() {
    return "ScopedRevision[%s, version %d, %s by %s]"
        .formatted(isClear() ? "clear" : key(), version(), changedAt(), actor().orElse("nobody"));
  }
}
