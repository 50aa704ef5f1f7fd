package io.larder.scope;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Settings with defaults: a value that one scope does not have is the next one's. {@code
 * scopes.forUser(42).fallingBackTo(team, global)} reads the user's, else the team's, else
 * everybody's; writes are the user's alone.
 *
 * <p>It costs nothing to make and needs no closing. Methods throw what those of {@link Namespace}
 * do. A call reads the scopes one after the other: what is changed in two of them at once may be
 * seen in one and not in the other. Thread-safe.
 */
public final class Fallback {

  /** The nearest first. */
  private final List<Namespace> layers;

  Fallback(List<Namespace> layers) {
    this.layers = layers;
  }

  /** The namespace of that name in each of the scopes, likewise. */
  public Fallback namespace(String first, String... parts) {
    return new Fallback(layers.stream().map(layer -> layer.sibling(first, parts)).toList());
  }

  /** The first one, which is written to: for counters and whatever else is not passed on. */
  public Namespace own() {
    return layers.get(0);
  }

  /** The nearest value. */
  public Optional<Object> get(String key) {
    return find(key).map(SourcedValue::value);
  }

  /**
   * The nearest value as that type.
   *
   * @throws javax.cache.CacheException if it is none and cannot be made one
   */
  public <T> Optional<T> get(String key, Class<T> type) {
    return find(key).map(found -> found.value(type));
  }

  /**
   * The nearest value as that type.
   *
   * @throws javax.cache.CacheException if it is none and cannot be made one
   */
  public <T> Optional<T> get(String key, TypeOf<T> type) {
    return find(key).map(found -> found.value(type));
  }

  /**
   * The nearest value, or the default if there is none.
   *
   * @param otherwise the default, whose class is the type that is wanted
   * @throws javax.cache.CacheException if the value is of another type and cannot be made one of
   *     this
   */
  public <T> T get(String key, T otherwise) {
    return get(key, Typed.classOf(otherwise)).orElse(otherwise);
  }

  /** The nearest value, and where it comes from. */
  public Optional<SourcedValue> find(String key) {
    for (int layer = 0; layer < layers.size(); layer++) {
      Object stored = layers.get(layer).read(key);
      if (stored != null) {
        return Optional.of(sourced(key, stored, layer));
      }
    }
    return Optional.empty();
  }

  /** Whether any of them has a value. */
  public boolean has(String key) {
    return layers.stream().anyMatch(layer -> layer.has(key));
  }

  /**
   * The nearest values of those keys that have one, in the order of the keys given; in one round
   * trip for each scope.
   */
  public Map<String, Object> getMany(Collection<String> keys) {
    return findMany(keys).entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                found -> found.getValue().value(),
                (one, other) -> one,
                LinkedHashMap::new));
  }

  /** Likewise, each with where it comes from. */
  public Map<String, SourcedValue> findMany(Collection<String> keys) {
    Set<String> missing = new LinkedHashSet<>(keys);
    Map<String, SourcedValue> found = new LinkedHashMap<>();
    for (int i = 0; i < layers.size() && !missing.isEmpty(); i++) {
      int layer = i;
      layers
          .get(layer)
          .readMany(missing)
          .forEach((key, stored) -> found.put(key, sourced(key, stored, layer)));
      missing.removeAll(found.keySet());
    }
    Map<String, SourcedValue> ordered = new LinkedHashMap<>();
    for (String key : keys) {
      SourcedValue value = found.get(key);
      if (value != null) {
        ordered.put(key, value);
      }
    }
    return ordered;
  }

  /** The keys of all of them, each once, in order. Read page by page. */
  public Stream<String> keys() {
    return all().map(SourcedValue::key);
  }

  /** The nearest values of all keys, in the order of their keys. Read page by page. */
  public Stream<SourcedValue> all() {
    return startingWith("");
  }

  /** The keys that begin with the text, each once, in order. Read page by page. */
  public Stream<String> keysStartingWith(String prefix) {
    return startingWith(prefix).map(SourcedValue::key);
  }

  /**
   * The nearest values of the keys that begin with the text, in the order of their keys. Read page
   * by page.
   */
  public Stream<SourcedValue> startingWith(String prefix) {
    return MergedLayers.stream(layers, requireNonNull(prefix, "prefix"));
  }

  /**
   * The nearest values as a tree of maps. Where one scope has a value and another one values below
   * it, the nearer of the two counts.
   *
   * @throws NestingException if a key is a leaf and a branch in one scope
   */
  public Map<String, Object> nested() {
    return nestedBelow("");
  }

  /**
   * The nearest values below a key as a tree of maps; empty if there are none.
   *
   * @throws NestingException as {@link #nested()} does
   */
  public Map<String, Object> nestedFrom(String key) {
    return nestedBelow(Names.key(key) + KeyTree.DOT);
  }

  private Map<String, Object> nestedBelow(String prefix) {
    LayeredTree tree = new LayeredTree();
    try (Stream<SourcedValue> values = startingWith(prefix)) {
      values.forEach(value -> tree.put(value.key().substring(prefix.length()), value));
    }
    return tree.toMaps();
  }

  /** Stores a value in the first scope: see {@link Namespace#set(String, Object)}. */
  public void set(String key, Object value) {
    own().set(key, value);
  }

  /** Stores a value in the first scope: see {@link Namespace#set(String, Object, Duration)}. */
  public void set(String key, Object value, Duration timeToLive) {
    own().set(key, value, timeToLive);
  }

  /** Stores several values in the first scope: see {@link Namespace#setMany(Map)}. */
  public void setMany(Map<String, ?> values) {
    own().setMany(values);
  }

  /**
   * Removes the first scope's own value, so that the inherited one counts again.
   *
   * @return whether there was one
   */
  public boolean reset(String key) {
    return own().delete(key);
  }

  private SourcedValue sourced(String key, Object stored, int layer) {
    return new SourcedValue(key, stored, layers.get(layer), layer);
  }

  /** The nearest first. */
  static Fallback of(Namespace own, Namespace next, Namespace... more) {
    List<Namespace> layers = new ArrayList<>();
    layers.add(own);
    layers.add(requireNonNull(next, "next"));
    layers.addAll(List.of(more));
    return new Fallback(List.copyOf(layers));
  }

  /** The scopes, the nearest first. */
  @Override
  public String toString() {
    return layers.stream().map(Namespace::toString).collect(Collectors.joining(" > "));
  }
}
