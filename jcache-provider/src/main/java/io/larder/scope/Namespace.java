package io.larder.scope;

import static java.util.Objects.requireNonNull;

import io.larder.engine.Acting;
import io.larder.engine.Engine;
import io.larder.engine.EntryWrites.Written;
import io.larder.storage.SpaceName;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Values of a scope under keys: preferences, a cart, counters. It is a view that costs nothing to
 * make and needs no closing; the values are in the store. Thread-safe, and atomic across threads,
 * processes and nodes that share the store.
 *
 * <p>Keys with dots are paths: {@code config.app.name}. A key may not have a value while one above
 * or below it has; {@link #flat} is the same namespace without that rule. Keys are in the order of
 * their code points.
 *
 * <p>Values are never null. Texts, numbers, times and arrays of bytes are stored as themselves,
 * everything else as JSON.
 *
 * <p>Unless said otherwise, methods throw {@link IllegalArgumentException} for names, keys and
 * durations that cannot be, {@link IllegalStateException} if the scopes are closed, and {@link
 * CacheException} if the store fails; nothing was changed then, or the message says so.
 */
public sealed class Namespace extends NamespaceReads permits Scope {

  private final boolean tree;

  Namespace(Context context, SpaceName space, boolean tree) {
    super(context, space);
    this.tree = tree;
  }

  /** The same namespace, where dots in keys mean nothing: no key is a branch. */
  public final Namespace flat() {
    return new Namespace(context(), space(), false);
  }

  /**
   * This namespace with defaults: a value that it does not have is the next one's, or else that of
   * the one after it. Writes are to this one alone.
   */
  public final Fallback fallingBackTo(Namespace next, Namespace... more) {
    return Fallback.of(this, next, more);
  }

  /** The namespace of that name in the same scope. */
  final Namespace sibling(String first, String... parts) {
    String name = Names.namespace(first, parts);
    return new Namespace(context(), new SpaceName(scopeType(), scopeId(), name), true);
  }

  /**
   * The same namespace, whose history names somebody else than the current user as the one who
   * makes changes.
   *
   * @param actor at most 1,024 characters
   */
  public final Namespace as(String actor) {
    Optional<String> other = Optional.of(Names.actor(actor));
    return new Namespace(context().withCurrentUser(() -> other), space(), tree);
  }

  /**
   * Stores a value. It does not expire, unless the configuration has an expiry for the namespace.
   *
   * @throws NestingException if a key above or below this one has a value
   */
  public final void set(String key, Object value) {
    store(Map.of(Names.key(key), stored(value)), null);
  }

  /**
   * Stores a value that expires.
   *
   * @param timeToLive from now on, more than nothing
   * @throws NestingException if a key above or below this one has a value
   */
  public final void set(String key, Object value, Duration timeToLive) {
    store(Map.of(Names.key(key), stored(value)), Lifetimes.positive(timeToLive));
  }

  /**
   * Removes a value.
   *
   * @return whether there was one
   */
  public final boolean delete(String key) {
    return deleteMany(List.of(key)) > 0;
  }

  /** Removes all values of the namespace, in constant time. */
  public final void clear() {
    if (context().existing(space()) != null) {
      write(
          engine -> {
            engine.clear();
            return true;
          });
    }
  }

  /** Takes a value out: removes it and returns what was removed. */
  public final Optional<Object> pull(String key) {
    return Optional.ofNullable(pulled(key)).map(context().values()::natural);
  }

  /**
   * Takes a value out: removes it and returns what was removed.
   *
   * @throws CacheException if it is not of that type and cannot be made one; it is removed then
   */
  public final <T> Optional<T> pull(String key, Class<T> type) {
    return Optional.ofNullable(pulled(key))
        .map(value -> Typed.cast(context().values().as(value, type), type));
  }

  private @Nullable Object pulled(String key) {
    Names.key(key);
    return context().existing(space()) == null ? null : write(engine -> engine.getAndRemove(key));
  }

  /**
   * The value, or else what the supplier computes, which is stored. The supplier runs once, whoever
   * asks at the same time on whatever node; the others wait for it. If it throws, nothing is stored
   * and the next one computes.
   *
   * @param timeToLive how long the value is kept once it is stored
   * @param supplier runs on this thread, and answers no null
   * @return a text, number, time or array of bytes as it is, JSON as maps and lists
   * @throws NestingException if a key above or below this one has a value
   */
  public final Object remember(String key, Duration timeToLive, Supplier<?> supplier) {
    Lifetimes.positive(timeToLive);
    return context().values().natural(remembered(key, timeToLive, supplier));
  }

  /** Likewise; the value does not expire. */
  public final Object remember(String key, Supplier<?> supplier) {
    return context().values().natural(remembered(key, null, supplier));
  }

  /** Likewise; the value is read as that type. */
  public final <T> T remember(
      String key, Duration timeToLive, Class<T> type, Supplier<? extends T> supplier) {
    Lifetimes.positive(timeToLive);
    return Typed.cast(context().values().as(remembered(key, timeToLive, supplier), type), type);
  }

  /** Likewise; the value is read as that type. */
  public final <T> T remember(
      String key, Duration timeToLive, TypeOf<T> type, Supplier<? extends T> supplier) {
    Lifetimes.positive(timeToLive);
    return Typed.cast(
        context().values().as(remembered(key, timeToLive, supplier), type.type()), type);
  }

  private Object remembered(String key, @Nullable Duration timeToLive, Supplier<?> supplier) {
    Object found = read(key);
    if (found != null) {
      return found;
    }
    Supplier<Object> computing =
        () -> stored(requireNonNull(supplier.get(), "what the supplier of a value answers"));
    return write(
        engine ->
            new TreeWrites(engine, space(), tree)
                .remember(key, () -> Lifetimes.from(engine, timeToLive), computing));
  }

  /**
   * Stores several values at once, all or none: in one round trip if they are {@link #flat} or
   * known to be there; others are looked up below before, and, where they are new, after.
   *
   * @throws NestingException if a key above or below one of them has a value
   */
  public final void setMany(Map<String, ?> values) {
    store(stored(values), null);
  }

  /** Likewise; they expire. */
  public final void setMany(Map<String, ?> values, Duration timeToLive) {
    store(stored(values), Lifetimes.positive(timeToLive));
  }

  /**
   * Removes several values at once, all or none, in one round trip.
   *
   * @return how many there were
   */
  public final int deleteMany(Collection<String> keys) {
    keys.forEach(Names::key);
    return keys.isEmpty() || context().existing(space()) == null
        ? 0
        : write(engine -> engine.entryWrites().remove(keys).before().size());
  }

  /**
   * Lets an entry live that long from now on.
   *
   * @return whether there is one
   */
  public final boolean touch(String key, Duration timeToLive) {
    return expire(key, Lifetimes.positive(timeToLive));
  }

  /**
   * Lets an entry live for ever.
   *
   * @return whether there is one
   */
  public final boolean persist(String key) {
    return expire(key, null);
  }

  private boolean expire(String key, @Nullable Duration timeToLive) {
    Names.key(key);
    return context().existing(space()) != null
        && write(
            engine ->
                engine.entryWrites().expire(key, Lifetimes.end(context().nowMillis(), timeToLive)));
  }

  /** See {@link #increment(String, BigDecimal)}. */
  public final long increment(String key) {
    return increment(key, 1);
  }

  /**
   * See {@link #increment(String, BigDecimal)}.
   *
   * @throws ArithmeticException if the sum has a fraction or is no long; it is added all the same
   */
  public final long increment(String key, long amount) {
    return increment(key, BigDecimal.valueOf(amount)).longValueExact();
  }

  /**
   * Adds to a counter, which begins at zero, and returns its sum. Nothing is lost or counted twice,
   * however many nodes count. A number that was set counts as the counter's beginning. The expiry
   * of an entry that was there stays.
   *
   * @throws NotANumberException if something else stands there
   * @throws NestingException if a key above or below this one has a value
   */
  public final BigDecimal increment(String key, BigDecimal amount) {
    return add(key, requireNonNull(amount, "amount"), null);
  }

  /**
   * See {@link #increment(String, BigDecimal)}.
   *
   * @param amount added as it is written: 0.1 is a tenth
   * @throws IllegalArgumentException if it is infinite or not a number
   */
  public final BigDecimal increment(String key, double amount) {
    if (!Double.isFinite(amount)) {
      throw new IllegalArgumentException(
          "The counter '%s' cannot count by %s.".formatted(key, amount));
    }
    return increment(key, BigDecimal.valueOf(amount));
  }

  /**
   * See {@link #increment(String, BigDecimal)}.
   *
   * @param timeToLive of a counter that begins now; one that was there keeps its expiry, so that it
   *     counts within a window
   */
  public final BigDecimal increment(String key, BigDecimal amount, Duration timeToLive) {
    return add(key, requireNonNull(amount, "amount"), Lifetimes.positive(timeToLive));
  }

  /** See {@link #increment(String)}. */
  public final long decrement(String key) {
    return increment(key, -1);
  }

  /** See {@link #increment(String, long)}. */
  public final long decrement(String key, long amount) {
    return increment(key, BigDecimal.valueOf(amount).negate()).longValueExact();
  }

  /** See {@link #increment(String, BigDecimal)}. */
  public final BigDecimal decrement(String key, BigDecimal amount) {
    return increment(key, amount.negate());
  }

  /** See {@link #increment(String, double)}. */
  public final BigDecimal decrement(String key, double amount) {
    return increment(key, -amount);
  }

  private BigDecimal add(String key, BigDecimal amount, @Nullable Duration timeToLive) {
    Names.key(key);
    return write(
        engine ->
            new TreeWrites(engine, space(), tree)
                .add(key, amount, Lifetimes.from(engine, timeToLive).keptOnUpdate()));
  }

  private void store(Map<String, Object> values, @Nullable Duration timeToLive) {
    if (!values.isEmpty()) {
      Written<String> unused =
          write(
              engine ->
                  new TreeWrites(engine, space(), tree)
                      .put(values, Lifetimes.from(engine, timeToLive)));
    }
  }

  private <R extends @Nullable Object> R write(Function<Engine<String, Object>, R> writing) {
    return context().currentUser() == null
        ? context().spaces().write(space(), writing)
        : Acting.as(context()::actor, () -> context().spaces().write(space(), writing));
  }

  private Object stored(Object value) {
    return context().values().stored(requireNonNull(value, "value"));
  }

  private Map<String, Object> stored(Map<String, ?> values) {
    Map<String, Object> stored = new LinkedHashMap<>();
    values.forEach((key, value) -> stored.put(Names.key(key), stored(value)));
    return stored;
  }
}
