package io.larder.scope;

/** A value that was found by {@link Fallback}, and where. Immutable. */
public final class SourcedValue {

  private final String key;
  private final Object stored;
  private final Namespace source;
  private final int layer;

  /**
   * @param layer how many come before its source
   */
  SourcedValue(String key, Object stored, Namespace source, int layer) {
    this.key = key;
    this.stored = stored;
    this.source = source;
    this.layer = layer;
  }

  /** The key. */
  public String key() {
    return key;
  }

  /** The value: a text, number, time or array of bytes as it is, JSON as maps and lists. */
  public Object value() {
    return values().natural(stored);
  }

  /**
   * The value as that type.
   *
   * @throws javax.cache.CacheException if it is none and cannot be made one
   */
  public <T> T value(Class<T> type) {
    return Typed.cast(values().as(stored, type), type);
  }

  /**
   * The value as that type.
   *
   * @throws javax.cache.CacheException if it is none and cannot be made one
   */
  public <T> T value(TypeOf<T> type) {
    return Typed.cast(values().as(stored, type.type()), type);
  }

  /** Where the value is, with {@link Namespace#scopeType} and {@link Namespace#scopeId}. */
  public Namespace source() {
    return source;
  }

  /** Whether it comes from another scope than the first. */
  public boolean isInherited() {
    return layer > 0;
  }

  int layer() {
    return layer;
  }

  private Values values() {
    return source.context().values();
  }

  /** The key and where it was found: values may be secrets. */
  @Override
  public String toString() {
    return "SourcedValue[" + key + " of " + source + ']';
  }
}
