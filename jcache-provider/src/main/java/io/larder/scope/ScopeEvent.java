package io.larder.scope;

import io.larder.storage.SpaceName;
import java.util.Optional;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * A change of a key, or of a namespace, as a {@link ScopeListener} is told of it. Immutable; values
 * are decoded when they are asked for.
 */
public final class ScopeEvent {

  /** What has happened. */
  public enum Kind {
    /** These scopes have stored a value where none was. */
    CREATED,
    /** These scopes have replaced a value, counted on, or shortened its life. */
    UPDATED,
    /** These scopes have removed a value. */
    DELETED,
    /** A value has expired, and this process has collected it. */
    EXPIRED,
    /** A value was given up by this process since its namespace was over its bound. */
    EVICTED,
    /** All values of the namespace were removed, here or elsewhere. There is no key. */
    CLEARED,
    /**
     * Others have stored a value, which is {@link #newValue}, or have removed it, if there is none.
     */
    SYNCED,
    /**
     * Some changes of others were missed: what was read before may be stale. There is no key, and
     * the scope and namespace are those that were listened to.
     */
    MISSED
  }

  private final Kind kind;
  private final String scopeType;
  private final String scopeId;
  private final String namespace;
  private final String key;
  private final @Nullable Supplier<? extends @Nullable Object> oldValue;
  private final @Nullable Supplier<? extends @Nullable Object> newValue;
  private final Values values;

  /**
   * @param key empty if the event is of no key
   * @param oldValue answers what was stored, or null if nothing was or nobody knows
   * @param newValue answers what is stored, or null if nothing is
   */
  ScopeEvent(
      Kind kind,
      SpaceName space,
      String key,
      @Nullable Supplier<? extends @Nullable Object> oldValue,
      @Nullable Supplier<? extends @Nullable Object> newValue,
      Values values) {
    this(
        kind,
        space.scopeType(),
        space.scopeId(),
        space.namespace(),
        key,
        oldValue,
        newValue,
        values);
  }

  private ScopeEvent(
      Kind kind,
      String scopeType,
      String scopeId,
      String namespace,
      String key,
      @Nullable Supplier<? extends @Nullable Object> oldValue,
      @Nullable Supplier<? extends @Nullable Object> newValue,
      Values values) {
    this.kind = kind;
    this.scopeType = scopeType;
    this.scopeId = scopeId;
    this.namespace = namespace;
    this.key = key;
    this.oldValue = oldValue;
    this.newValue = newValue;
    this.values = values;
  }

  /** Some changes were missed; the names are empty where any were listened to. */
  static ScopeEvent missed(String scopeType, String scopeId, String namespace, Values values) {
    return new ScopeEvent(Kind.MISSED, scopeType, scopeId, namespace, "", null, null, values);
  }

  /** What has happened. */
  public Kind kind() {
    return kind;
  }

  /** The kind of owner; empty for the global scope. */
  public String scopeType() {
    return scopeType;
  }

  /** Which owner; empty for the global scope. */
  public String scopeId() {
    return scopeId;
  }

  /** The namespace. */
  public String namespace() {
    return namespace;
  }

  /** The key; empty if the event is of the namespace as a whole. */
  public String key() {
    return key;
  }

  /**
   * The value before, if there was one. Of changes that others have made it is not always known.
   *
   * @throws CacheException if it cannot be read
   */
  public Optional<Object> oldValue() {
    return natural(oldValue);
  }

  /**
   * Likewise, as that type.
   *
   * @throws CacheException if it is none and cannot be made one
   */
  public <T> Optional<T> oldValue(Class<T> type) {
    return typed(oldValue, type);
  }

  /**
   * The value now; nothing if there is none any more.
   *
   * @throws CacheException if it cannot be read
   */
  public Optional<Object> newValue() {
    return natural(newValue);
  }

  /**
   * Likewise, as that type.
   *
   * @throws CacheException if it is none and cannot be made one
   */
  public <T> Optional<T> newValue(Class<T> type) {
    return typed(newValue, type);
  }

  private Optional<Object> natural(@Nullable Supplier<? extends @Nullable Object> value) {
    return stored(value).map(values::natural);
  }

  private <T> Optional<T> typed(
      @Nullable Supplier<? extends @Nullable Object> value, Class<T> type) {
    return stored(value).map(stored -> Typed.cast(values.as(stored, type), type));
  }

  private static Optional<Object> stored(@Nullable Supplier<? extends @Nullable Object> value) {
    return value == null ? Optional.empty() : Optional.ofNullable(value.get());
  }

  /** What happened where; not the values, which may be secrets. */
  @Override
  public String toString() {
    return "ScopeEvent[%s %s:%s %s %s]".formatted(kind, scopeType, scopeId, namespace, key);
  }
}
