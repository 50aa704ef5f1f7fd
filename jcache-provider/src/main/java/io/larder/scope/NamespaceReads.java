package io.larder.scope;

import static java.util.Objects.requireNonNull;

import io.larder.engine.Engine;
import io.larder.engine.EntryReads;
import io.larder.engine.StoredValues;
import io.larder.storage.Entry;
import io.larder.storage.KeyRange;
import io.larder.storage.Revision;
import io.larder.storage.SpaceName;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * What can be read of a namespace. Reading leaves no trace: a space of which nothing was ever
 * stored is not made. Thread-safe.
 *
 * <p>Unless said otherwise, methods throw {@link IllegalArgumentException} for keys that cannot be,
 * {@link IllegalStateException} if the cache manager is closed, and {@link CacheException} if the
 * store fails or holds what cannot be read.
 */
public abstract sealed class NamespaceReads permits Namespace {

  private final Context context;
  private final SpaceName space;

  NamespaceReads(Context context, SpaceName space) {
    this.context = context;
    this.space = space;
  }

  /** What the scope and all its namespaces share. */
  final Context context() {
    return context;
  }

  final SpaceName space() {
    return space;
  }

  /** The kind of owner, {@code user} for instance; empty for the global scope. */
  public final String scopeType() {
    return space.scopeType();
  }

  /** Which owner; empty for the global scope. */
  public final String scopeId() {
    return space.scopeId();
  }

  /** The namespace, {@code invoices.drafts} for instance. */
  public final String namespace() {
    return space.namespace();
  }

  /** The value: a text, number, time or array of bytes as it is, JSON as maps and lists. */
  public final Optional<Object> get(String key) {
    return Optional.ofNullable(read(key)).map(context.values()::natural);
  }

  /**
   * The value as that type.
   *
   * @throws CacheException if it is none and cannot be made one
   */
  public final <T> Optional<T> get(String key, Class<T> type) {
    return Optional.ofNullable(read(key, type)).map(value -> Typed.cast(value, type));
  }

  /**
   * The value as that type.
   *
   * @throws CacheException if it is none and cannot be made one
   */
  public final <T> Optional<T> get(String key, TypeOf<T> type) {
    return Optional.ofNullable(read(key, type.type())).map(value -> Typed.cast(value, type));
  }

  /**
   * The value, or the default if there is none.
   *
   * @param otherwise the default, whose class is the type that is wanted
   * @throws CacheException if the value is of another type and cannot be made one of this
   */
  public final <T> T get(String key, T otherwise) {
    return get(key, Typed.classOf(otherwise)).orElse(otherwise);
  }

  /** The entry with its version and expiry. */
  public final Optional<ScopedEntry> entry(String key) {
    return Optional.ofNullable(find(key)).map(this::entry);
  }

  private EntryReads.@Nullable Found<String, Object> find(String key) {
    Names.key(key);
    Engine<String, Object> engine = context.existing(space);
    return engine == null ? null : engine.entryReads().find(key);
  }

  /** Whether there is a value. */
  public final boolean has(String key) {
    Names.key(key);
    Engine<String, Object> engine = context.existing(space);
    return engine != null && engine.containsKey(key);
  }

  /** The values of those keys that have one, in the order of the keys given; in one round trip. */
  public final Map<String, Object> getMany(Collection<String> keys) {
    Map<String, Object> found = new LinkedHashMap<>();
    readMany(keys).forEach((key, value) -> found.put(key, context.values().natural(value)));
    return found;
  }

  /**
   * Likewise, as that type.
   *
   * @throws CacheException if one is of another type and cannot be made one of this
   */
  public final <T> Map<String, T> getMany(Collection<String> keys, Class<T> type) {
    Map<String, T> found = new LinkedHashMap<>();
    readMany(keys)
        .forEach(
            (key, value) -> found.put(key, Typed.cast(context.values().as(value, type), type)));
    return found;
  }

  /** The keys, in order. Read page by page as the stream is consumed. */
  public final Stream<String> keys() {
    return all().map(ScopedEntry::key);
  }

  /** The entries, in the order of their keys. Read page by page as the stream is consumed. */
  public final Stream<ScopedEntry> all() {
    return startingWith("");
  }

  /** The keys that begin with the text, in order. */
  public final Stream<String> keysStartingWith(String prefix) {
    return startingWith(prefix).map(ScopedEntry::key);
  }

  /** The entries whose keys begin with the text, in order. */
  public final Stream<ScopedEntry> startingWith(String prefix) {
    requireNonNull(prefix, "prefix");
    return entries(KeyRanges.startingWith(prefix));
  }

  /**
   * The entries after a key, in order: to go on where a page ended.
   *
   * @param key need not exist
   */
  public final Stream<ScopedEntry> after(String key) {
    return entries(KeyRanges.after(Names.key(key)));
  }

  private Stream<ScopedEntry> entries(KeyRange range) {
    return Pages.<EntryReads.Found<String, Object>>stream(
            after -> {
              Engine<String, Object> engine = context.existing(space);
              if (engine == null) {
                return Pages.Page.none();
              }
              var page = engine.entryReads().scan(range, after, Pages.SIZE);
              return new Pages.Page<>(page.entries(), page.next());
            })
        .map(this::entry);
  }

  /**
   * What was changed under a key, the latest change first, as far as the configuration has a
   * history kept of the namespace. Read page by page as the stream is consumed.
   */
  public final Stream<ScopedRevision> history(String key) {
    Names.key(key);
    return revisions(engine -> engine.historyReads().of(key));
  }

  /**
   * Likewise, of all keys: the removals of all at once first, then key by key in their order, of
   * each the latest change first.
   */
  public final Stream<ScopedRevision> history() {
    return revisions(engine -> KeyRange.ALL);
  }

  private Stream<ScopedRevision> revisions(Function<Engine<String, Object>, KeyRange> range) {
    StoredValues decoding = context.decoding().apply(space);
    return Pages.<Revision>stream(
            after -> {
              Engine<String, Object> engine = context.existing(space);
              if (engine == null) {
                return Pages.Page.none();
              }
              var page = engine.historyReads().scan(range.apply(engine), after, Pages.SIZE);
              return new Pages.Page<>(page.revisions(), page.next());
            })
        .map(revision -> new ScopedRevision(revision, decoding, context.values()));
  }

  /** How many entries there are; expired ones count until they are collected. */
  public final long count() {
    Engine<String, Object> engine = context.existing(space);
    return engine == null ? 0 : engine.count();
  }

  /**
   * All values as a tree of maps, by the parts of their keys.
   *
   * @throws NestingException if a key is a leaf and a branch, which only {@link Namespace#flat} or
   *     a cache can have made
   */
  public final Map<String, Object> nested() {
    return nestedBelow("");
  }

  /**
   * The values below a key as a tree of maps; empty if there are none. The value of the key itself
   * is not in it.
   *
   * @throws NestingException as {@link #nested()} does
   */
  public final Map<String, Object> nestedFrom(String key) {
    return nestedBelow(Names.key(key) + KeyTree.DOT);
  }

  private Map<String, Object> nestedBelow(String prefix) {
    Map<String, Object> root = new KeyTree.Branch();
    try (Stream<ScopedEntry> entries = startingWith(prefix)) {
      entries.forEach(
          entry -> KeyTree.put(root, entry.key().substring(prefix.length()), entry.value()));
    }
    return root;
  }

  /** How long the entry has still to live. */
  public final TimeToLive ttl(String key) {
    EntryReads.Found<String, Object> found = find(key);
    if (found == null) {
      return TimeToLive.ABSENT;
    }
    return found.expiresAt() == Entry.NEVER
        ? TimeToLive.UNLIMITED
        : TimeToLive.of(Duration.ofMillis(found.expiresAt() - context.nowMillis()));
  }

  /**
   * Tells a listener of changes from now on, until it is closed or the cache manager is. See {@link
   * ScopeListener} for what is told when.
   */
  public final Listening listen(ScopeListener listener) {
    return context.events().listen(Audience.of(space), requireNonNull(listener, "listener"));
  }

  /**
   * Likewise, of some keys.
   *
   * @param pattern a key, in which {@code *} stands for any characters but dots and {@code **} for
   *     any characters: {@code cart.*} is what is right below {@code cart}, {@code cart.**}
   *     whatever is below it
   */
  public final Listening listen(String pattern, ScopeListener listener) {
    requireNonNull(listener, "listener");
    return context.events().listen(Audience.of(space, pattern), listener);
  }

  final @Nullable Object read(String key) {
    Names.key(key);
    Engine<String, Object> engine = context.existing(space);
    return engine == null ? null : engine.get(key);
  }

  private @Nullable Object read(String key, Type type) {
    Object stored = read(key);
    return stored == null ? null : context.values().as(stored, type);
  }

  /** The values of those keys that have one, as they are stored, in the order of the keys. */
  final Map<String, Object> readMany(Collection<String> keys) {
    Set<String> wanted = new LinkedHashSet<>();
    keys.forEach(key -> wanted.add(Names.key(key)));
    Engine<String, Object> engine = context.existing(space);
    if (engine == null) {
      return Map.of();
    }
    Map<String, Object> found = engine.getAll(wanted);
    Map<String, Object> ordered = new LinkedHashMap<>();
    for (String key : wanted) {
      Object value = found.get(key);
      if (value != null) {
        ordered.put(key, value);
      }
    }
    return ordered;
  }

  private ScopedEntry entry(EntryReads.Found<String, Object> found) {
    return new ScopedEntry(found, context.values());
  }

  /** The scope and the namespace. */
  @Override
  public String toString() {
    return space.toString();
  }
}
