package io.larder.engine;

import io.larder.storage.Bytes;
import io.larder.storage.Commit;
import io.larder.storage.Condition;
import io.larder.storage.Counter;
import io.larder.storage.Entry;
import io.larder.storage.Mutation;
import io.larder.storage.Outcome;
import io.larder.storage.Stamp;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes for which JCache has no words: with an expiry of their own, of several entries in one
 * commit, on the condition that other entries are absent, and of counters. All or nothing, each.
 * Thread-safe; loaders and writers are not called.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
@SuppressWarnings("try") // turns and leases are held, not used
public final class EntryWrites<K, V> {

  private final Core<K, V> core;

  EntryWrites(Core<K, V> core) {
    this.core = core;
  }

  /**
   * What became of a write.
   *
   * @param before the entries that it replaced or removed, by key, as far as there were any
   * @param after the stamps that it has left
   * @param inTheWay a key that was to be absent and is not, so that nothing was written; or null
   */
  public record Written<K>(Map<K, Entry> before, Map<K, Stamp> after, @Nullable K inTheWay) {

    /** Whether the write was made. */
    public boolean applied() {
      return inTheWay == null;
    }

    /** Whether the key had no entry before. */
    public boolean created(K key) {
      return applied() && !before.containsKey(key);
    }
  }

  /**
   * What became of an addition.
   *
   * @param total what the counter stands at, or null if nothing was added
   * @param found what stands under the key and is no number, or null
   * @param inTheWay a key that was to be absent and is not, or null
   * @param created the stamp of a counter that was not there before, or null
   */
  public record Added<K, V>(
      @Nullable BigDecimal total,
      @Nullable V found,
      @Nullable K inTheWay,
      @Nullable Stamp created) {}

  /** The expiry that the cache's policy has for what is written now. */
  public Expiries policy() {
    long now = core.space().nowMillis();
    long created = core.expiry().onCreation(now);
    long updated = core.expiry().onUpdate(now);
    return new Expiries(created, updated);
  }

  /** Stores all of them in one commit, if none of the keys in {@code absent} has an entry. */
  public Written<K> put(Map<K, V> values, Expiries expiries, Collection<K> absent) {
    long start = core.statistics().start();
    List<Change<K, V>> changes = new ArrayList<>(values.size());
    values.forEach(
        (key, value) -> {
          Bytes encoded = core.codec().encodeValue(value);
          changes.add(
              new Change<>(
                  key,
                  value,
                  bytes ->
                      new Mutation.Put(
                          bytes,
                          encoded,
                          expiries.ifCreated(),
                          expiries.ifUpdated(),
                          Condition.NONE)));
        });
    Written<K> written = write(changes, absent);
    if (written.applied()) {
      core.statistics().put(values.size());
    }
    core.statistics().timedPut(start, values.size());
    return written;
  }

  /** Removes all of them in one commit. */
  public Written<K> remove(Collection<K> keys) {
    long start = core.statistics().start();
    List<Change<K, V>> changes =
        keys.stream().map(key -> new Change<K, V>(key, null, Mutation.Delete::of)).toList();
    Written<K> written = write(changes, List.of());
    core.statistics().removed(written.before().size());
    core.statistics().timedRemove(start, keys.size());
    return written;
  }

  /**
   * Lets stand again what stood before a write, key by key, where nobody has changed it since.
   * Listeners are not told.
   */
  public void undo(Written<K> written) {
    written
        .after()
        .forEach(
            (key, stamp) -> {
              Commit commit = null;
              try {
                commit = core.space().commit(before(key, stamp, written.before().get(key)));
              } finally {
                core.l1().invalidate(key);
              }
              if (commit.applied()) {
                changed(commit.outcomes());
              }
            });
  }

  /** Tells observers of the one change that a commit's mutations of one key amount to. */
  private void changed(List<Outcome> outcomes) {
    Outcome first = outcomes.get(0);
    core.space()
        .changed(first.expired(), first.before(), outcomes.get(outcomes.size() - 1).after());
  }

  private List<Mutation> before(K key, Stamp written, @Nullable Entry old) {
    Bytes bytes = core.codec().encodeKey(key);
    Condition same = Condition.stamp(written);
    if (old == null) {
      return List.of(new Mutation.Delete(bytes, same));
    }
    long expiresAt = old.expiresAt();
    Counter counter = Counter.of(old);
    return counter == null
        ? List.of(new Mutation.Put(bytes, old.value(), expiresAt, expiresAt, same))
        : List.of(
            new Mutation.Delete(bytes, same),
            new Mutation.Add(bytes, counter.total(), expiresAt, Entry.KEEP, Condition.NONE));
  }

  /** A change of one key; {@code value} is what stands then, or null if nothing does. */
  private record Change<K, V>(K key, @Nullable V value, Making making) {}

  private interface Making {
    Mutation of(Bytes key);
  }

  /** One change on its way. */
  private record Target<K, V>(
      K key, K kept, Bytes bytes, @Nullable V value, Mutation mutation, long generation) {}

  private Written<K> write(List<Change<K, V>> changes, Collection<K> absent) {
    SortedMap<Bytes, Change<K, V>> sorted = new TreeMap<>();
    changes.forEach(change -> sorted.put(core.codec().encodeKey(change.key()), change));
    List<K> kept = new ArrayList<>(sorted.size());
    sorted.forEach((bytes, change) -> kept.add(core.codec().keptKey(change.key(), bytes)));
    List<EntryEvent<K, V>> events = new ArrayList<>();
    Written<K> written;
    try (Turns turns = Turns.of(core, kept)) {
      List<Target<K, V>> targets = new ArrayList<>(kept.size());
      for (Map.Entry<Bytes, Change<K, V>> change : sorted.entrySet()) {
        targets.add(target(change.getKey(), change.getValue(), kept.get(targets.size())));
      }
      Commit commit = commit(targets, withAbsent(targets, absent));
      written = written(targets, commit, absent, events);
      core.tell(events);
    }
    return written;
  }

  private Target<K, V> target(Bytes bytes, Change<K, V> change, K kept) {
    long generation = core.l1().generation(kept);
    core.accessTimes().flush(kept);
    Mutation mutation = change.making().of(bytes);
    return new Target<>(change.key(), kept, bytes, change.value(), mutation, generation);
  }

  /** An entry that is to be absent is "deleted" on the condition that there is none. */
  private List<Mutation> withAbsent(List<Target<K, V>> targets, Collection<K> absent) {
    List<Mutation> mutations = new ArrayList<>(targets.size() + absent.size());
    targets.forEach(target -> mutations.add(target.mutation()));
    absent.forEach(
        key -> mutations.add(new Mutation.Delete(core.codec().encodeKey(key), Condition.ABSENT)));
    return mutations;
  }

  private Commit commit(Collection<Target<K, V>> targets, List<Mutation> mutations) {
    try {
      return core.space().commit(mutations);
    } catch (RuntimeException | Error unknown) {
      // It may have been made all the same, so what L1 holds may be stale.
      targets.forEach(target -> core.l1().invalidate(target.kept()));
      throw unknown;
    }
  }

  private Written<K> written(
      List<Target<K, V>> targets,
      Commit commit,
      Collection<K> absent,
      List<EntryEvent<K, V>> events) {
    Map<K, Entry> before = new LinkedHashMap<>();
    Map<K, Stamp> after = new LinkedHashMap<>();
    if (!commit.applied()) {
      return new Written<>(before, after, inTheWay(targets.size(), commit, absent));
    }
    int index = 0;
    for (Target<K, V> target : targets) {
      Outcome outcome = commit.outcomes().get(index++);
      publish(target, outcome, target.value(), events);
      Entry old = outcome.before();
      Entry stored = outcome.after();
      if (old != null) {
        before.put(target.key(), old);
      }
      if (stored != null) {
        after.put(target.key(), stored.stamp());
      }
    }
    return new Written<>(before, after, null);
  }

  private void publish(
      Target<K, V> target, Outcome outcome, @Nullable V value, List<EntryEvent<K, V>> events) {
    Entry after = outcome.after();
    core.publish(target.kept(), target.generation(), after, value);
    Standing<K, V> before = new Standing<>(core, target.key(), outcome.before());
    events.addAll(core.events(target.key(), outcome.expired(), before, after, value));
  }

  private @Nullable K inTheWay(int first, Commit commit, Collection<K> absent) {
    int index = first;
    for (K key : absent) {
      if (!commit.outcomes().get(index++).held()) {
        return key;
      }
    }
    return null;
  }

  /**
   * Adds to a counter, which begins at zero. A number that was put is taken for what the counter
   * has reached.
   */
  public Added<K, V> add(K key, BigDecimal delta, Expiries expiries, Collection<K> absent) {
    long start = core.statistics().start();
    Bytes bytes = core.codec().encodeKey(key);
    K kept = core.codec().keptKey(key, bytes);
    List<EntryEvent<K, V>> events = new ArrayList<>(2);
    try (Turns turns = Turns.of(core, List.of(kept))) {
      Added<K, V> added;
      do {
        added = tryAdd(key, bytes, kept, delta, expiries, absent, events);
      } while (added == null);
      core.tell(events);
      core.statistics().put(added.total() == null ? 0 : 1);
      core.statistics().timedPut(start, 1);
      return added;
    }
  }

  private @Nullable Added<K, V> tryAdd(
      K key,
      Bytes bytes,
      K kept,
      BigDecimal delta,
      Expiries expiries,
      Collection<K> absent,
      List<EntryEvent<K, V>> events) {
    Mutation add =
        new Mutation.Add(bytes, delta, expiries.ifCreated(), expiries.ifUpdated(), Condition.NONE);
    Change<K, V> adding = new Change<>(key, null, same -> add);
    Target<K, V> target = target(bytes, adding, kept);
    List<Target<K, V>> targets = List.of(target);
    Commit commit = commit(targets, withAbsent(targets, absent));
    Outcome outcome = commit.outcomes().get(0);
    if (commit.applied()) {
      return counted(target, outcome, outcome.before(), events);
    }
    Entry standing = outcome.held() ? null : outcome.before();
    if (standing == null) {
      return new Added<>(null, null, inTheWay(1, commit, absent), null);
    }
    V found = core.codec().decodeValue(standing);
    BigDecimal number = Numbers.exact(found);
    if (number == null) {
      return new Added<>(null, found, null, null);
    }
    Counter.requireCountable(number);
    Counter.requireCountable(delta);
    Mutation away = new Mutation.Delete(bytes, Condition.stamp(standing.stamp()));
    long expiresAt =
        expiries.ifUpdated() == Entry.KEEP ? standing.expiresAt() : expiries.ifUpdated();
    Mutation begin =
        new Mutation.Add(bytes, number.add(delta), expiresAt, Entry.KEEP, Condition.NONE);
    Commit replaced = commit(List.of(target), List.of(away, begin));
    return replaced.applied()
        ? counted(target, replaced.outcomes().get(1), standing, events)
        : null; // somebody else has changed it meanwhile
  }

  private Added<K, V> counted(
      Target<K, V> target, Outcome outcome, @Nullable Entry before, List<EntryEvent<K, V>> events) {
    Entry after = outcome.after();
    Counter counter = after == null ? null : Counter.of(after);
    if (after == null || counter == null) {
      throw new IllegalStateException("An addition has left no counter.");
    }
    Outcome whole = new Outcome(true, before, after, outcome.expired());
    publish(target, whole, core.codec().decodeValue(after), events);
    return new Added<>(counter.total(), null, null, before == null ? after.stamp() : null);
  }

  /**
   * Moves the expiry of an entry. A later one is no change of the entry; an earlier one is, so that
   * it prevails wherever the entry was copied to.
   *
   * @param expiresAt in milliseconds since the Unix epoch, or {@link Entry#NEVER}
   * @return false if there is no entry
   */
  public boolean expire(K key, long expiresAt) {
    Bytes bytes = core.codec().encodeKey(key);
    K kept = core.codec().keptKey(key, bytes);
    try (Turns turns = Turns.of(core, List.of(kept))) {
      while (true) {
        core.accessTimes().flush(kept);
        Entry standing = core.space().get(bytes);
        if (standing == null) {
          return false;
        }
        if (tryExpire(key, kept, standing, expiresAt)) {
          return true;
        }
      }
    }
  }

  private boolean tryExpire(K key, K kept, Entry standing, long expiresAt) {
    V value = core.codec().decodeValue(standing);
    Mutation mutation = expiry(standing, expiresAt);
    Target<K, V> target = target(standing.key(), new Change<>(key, value, same -> mutation), kept);
    Commit commit = commit(List.of(target), List.of(mutation));
    Entry after = commit.applied() ? commit.single().after() : null;
    // A touch does nothing to another state, and answers that one.
    boolean other =
        mutation instanceof Mutation.Touch
            && after != null
            && !after.stamp().equals(standing.stamp());
    if (after == null || other || after.expiresAt() != expiresAt) {
      return false;
    }
    core.publish(kept, target.generation(), after, value);
    if (!after.stamp().equals(standing.stamp())) {
      changed(commit.outcomes());
    }
    return true;
  }

  private static Mutation expiry(Entry standing, long expiresAt) {
    if (expiresAt >= standing.expiresAt()) {
      return new Mutation.Touch(standing.key(), standing.stamp(), expiresAt);
    }
    Condition same = Condition.stamp(standing.stamp());
    return Counter.of(standing) == null
        ? new Mutation.Put(standing.key(), standing.value(), expiresAt, expiresAt, same)
        : new Mutation.Add(standing.key(), BigDecimal.ZERO, expiresAt, expiresAt, same);
  }

  /**
   * The value that stands, or else the one that {@code supplier} computes, which is stored. The
   * supplier runs once, whoever asks at the same time on whatever node, unless it fails.
   *
   * @param expiries is asked once the value has been computed
   * @param supplier may answer null: then nothing is stored
   * @return the value, and whether it was computed now; {@link Computed#inTheWay} if it could not
   *     be stored
   */
  public Computed<K, V> computeIfAbsent(
      K key,
      Supplier<Expiries> expiries,
      Collection<K> absent,
      Supplier<? extends @Nullable V> supplier) {
    Bytes bytes = core.codec().encodeKey(key);
    K kept = core.codec().keptKey(key, bytes);
    boolean inside = UserCode.isRunning();
    try (Turns turns = Turns.of(core, List.of(kept));
        KeyLeases.Held lease = core.leases().acquireForLong(bytes, inside)) {
      Entry standing = core.space().get(bytes);
      V found = standing == null ? null : core.codec().decodeValue(standing);
      if (found != null) {
        return new Computed<>(found, null, null);
      }
      V value = UserCode.run(core.engine(), Set.of(key), supplier::get);
      if (value == null) {
        return new Computed<>(null, null, null);
      }
      return keepComputed(bytes, kept, key, value, expiries.get(), absent);
    }
  }

  /**
   * What was found or computed.
   *
   * @param value the value, or null if there is none
   * @param inTheWay a key that was to be absent and is not, so that nothing was stored; or null
   * @param created the stamp under which it was stored now, or null
   */
  public record Computed<K, V>(@Nullable V value, @Nullable K inTheWay, @Nullable Stamp created) {}

  private Computed<K, V> keepComputed(
      Bytes bytes, K kept, K key, V value, Expiries expiries, Collection<K> absent) {
    Bytes encoded = core.codec().encodeValue(value);
    Mutation put =
        new Mutation.Put(
            bytes, encoded, expiries.ifCreated(), expiries.ifCreated(), Condition.ABSENT);
    Target<K, V> target = target(bytes, new Change<>(key, value, same -> put), kept);
    List<Target<K, V>> targets = List.of(target);
    Commit commit = commit(targets, withAbsent(targets, absent));
    if (commit.applied()) {
      List<EntryEvent<K, V>> events = new ArrayList<>(2);
      publish(target, commit.outcomes().get(0), value, events);
      core.tell(events);
      core.statistics().put(1);
      Entry after = commit.outcomes().get(0).after();
      return new Computed<>(value, null, after == null ? null : after.stamp());
    }
    // Somebody has put one who did not ask first: that one stands.
    Entry standing = commit.outcomes().get(0).before();
    V other = standing == null ? null : core.codec().decodeValue(standing);
    return other == null
        ? new Computed<>(value, inTheWay(1, commit, absent), null)
        : new Computed<>(other, null, null);
  }
}
