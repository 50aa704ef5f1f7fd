package io.larder.engine;

import io.larder.storage.Bytes;
import io.larder.storage.Commit;
import io.larder.storage.Condition;
import io.larder.storage.Entry;
import io.larder.storage.Mutation;
import io.larder.storage.Outcome;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one path on which an entry is changed.
 *
 * <ol>
 *   <li>Take the key's turn among this JVM's threads.
 *   <li>Note the key's generation, read the entry from the store, decide.
 *   <li>Encode the new value, so that one which cannot be stored is refused before anything
 *       happens; call the writer.
 *   <li>Commit on the stamp that was read. If the entry was changed meanwhile, take the key's lease
 *       and begin again; with a writer the lease is taken at once.
 *   <li>Publish to L1, tell the listeners.
 * </ol>
 *
 * <p>A change that needs nothing of the standing entry (no writer, an expiry policy that is known)
 * is one unconditional commit.
 */
@SuppressWarnings("try") // a turn and a lease are held, not used
final class Updates<K, V> {

  /**
   * The key that an operation is on.
   *
   * @param key as the caller gave it
   * @param kept as L1 may keep it
   * @param bytes as the store knows it
   */
  private record Target<K>(K key, K kept, Bytes bytes) {}

  /** What an attempt has come to. */
  private record Done<K, V, R>(R result, List<EntryEvent<K, V>> events) {}

  private final Core<K, V> core;
  private final @Nullable WriteThrough<K, V> writer;

  Updates(Core<K, V> core, @Nullable WriteThrough<K, V> writer) {
    this.core = core;
    this.writer = writer;
  }

  /** Whether a put can do without reading what stands. */
  boolean isBlind() {
    return writer == null && storesBlindly();
  }

  /** Whether storing can do without reading what stands, once the writer has been called. */
  boolean storesBlindly() {
    return core.expiry().isKnown() && core.expiry().onCreation(0) != 0;
  }

  /** Changes the entry as decided, and answers the decision's result. */
  <R> R update(K key, Decision<K, V, R> decision) {
    UserCode.refuseSameKey(core.engine(), key);
    Target<K> target = target(key);
    boolean inside = UserCode.isRunning();
    try (KeyLocks.Held turn = core.locks().acquire(target.kept(), !inside)) {
      Done<K, V, R> done = attempts(target, decision, inside);
      core.tell(done.events());
      return done.result();
    }
  }

  /** Changes an entry whose turn and lease the caller holds; it tells of the events. */
  <R> R updateInTurn(K key, Decision<K, V, R> decision, List<EntryEvent<K, V>> events) {
    Done<K, V, R> done = untilDone(target(key), decision);
    events.addAll(done.events());
    return done.result();
  }

  private Target<K> target(K key) {
    Bytes bytes = core.codec().encodeKey(key);
    return new Target<>(key, core.codec().keptKey(key, bytes), bytes);
  }

  private <R> Done<K, V, R> attempts(Target<K> target, Decision<K, V, R> decision, boolean inside) {
    if (writer == null) {
      Done<K, V, R> done = attempt(target, decision);
      if (done != null) {
        return done;
      }
    }
    try (KeyLeases.Held lease = core.leases().acquire(target.bytes(), inside)) {
      return untilDone(target, decision);
    }
  }

  private <R> Done<K, V, R> untilDone(Target<K> target, Decision<K, V, R> decision) {
    for (long pauseNanos = 1_000; ; pauseNanos = Math.min(pauseNanos * 2, 1_000_000)) {
      Done<K, V, R> done = attempt(target, decision);
      if (done != null) {
        return done;
      }
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(pauseNanos));
    }
  }

  /** One attempt, or null if the entry was changed between reading and committing. */
  private <R> @Nullable Done<K, V, R> attempt(Target<K> target, Decision<K, V, R> decision) {
    long generation = core.l1().generation(target.kept());
    core.accessTimes().flush(target.kept());
    Standing<K, V> standing = new Standing<>(core, target.key(), core.space().get(target.bytes()));
    Step<V, R> step = decision.decide(standing);
    return switch (step.kind()) {
      case KEEP, ACCESS -> {
        keep(target, generation, standing, step.kind() == Step.Kind.ACCESS);
        yield new Done<>(step.result(), List.of());
      }
      case PUT, STORE -> put(target, generation, standing, step);
      case REMOVE -> remove(target, generation, standing, step.result());
    };
  }

  private void keep(Target<K> target, long generation, Standing<K, V> standing, boolean access) {
    Entry entry = standing.entry();
    if (entry == null) {
      core.l1().fill(target.kept(), generation, Slot.absent());
    } else if (access) {
      V value = standing.value();
      if (value != null) {
        Slot slot = core.codec().slot(entry, value);
        core.accessed(target.kept(), core.l1().fill(target.kept(), generation, slot));
      }
    }
  }

  private <R> @Nullable Done<K, V, R> put(
      Target<K> target, long generation, Standing<K, V> standing, Step<V, R> step) {
    V value = step.value();
    if (value == null) {
      throw new IllegalStateException("A decision to put has no value.");
    }
    Bytes encoded = core.codec().encodeValue(value);
    if (writer != null && step.kind() == Step.Kind.PUT) {
      writer.write(target.key(), value);
    }
    long now = core.space().nowMillis();
    Entry before = standing.entry();
    long expiresAt = before == null ? core.expiry().onCreation(now) : core.expiry().onUpdate(now);
    if (before == null && expiresAt <= now) {
      return new Done<>(step.otherwise(), List.of());
    }
    Condition condition = before == null ? Condition.ABSENT : Condition.stamp(before.stamp());
    Mutation put = new Mutation.Put(target.bytes(), encoded, expiresAt, expiresAt, condition);
    Outcome outcome = commit(target, generation, put, value);
    return outcome == null
        ? null
        : new Done<>(
            step.result(),
            core.events(target.key(), outcome.expired(), standing, outcome.after(), value));
  }

  private <R> @Nullable Done<K, V, R> remove(
      Target<K> target, long generation, Standing<K, V> standing, R result) {
    if (writer != null) {
      writer.delete(target.key());
    }
    Entry before = standing.entry();
    if (before == null) {
      core.l1().fill(target.kept(), generation, Slot.absent());
      return new Done<>(result, List.of());
    }
    Mutation delete = new Mutation.Delete(target.bytes(), Condition.stamp(before.stamp()));
    Outcome outcome = commit(target, generation, delete, null);
    return outcome == null
        ? null
        : new Done<>(result, core.events(target.key(), null, standing, null, null));
  }

  /** Commits and publishes; null if the condition did not hold. */
  private @Nullable Outcome commit(
      Target<K> target, long generation, Mutation mutation, @Nullable V value) {
    Commit commit;
    try {
      commit = core.space().commit(mutation);
    } catch (RuntimeException | Error unknown) {
      // It may have been made all the same, so what L1 holds may be stale.
      core.l1().invalidate(target.kept());
      throw unknown;
    }
    if (!commit.applied()) {
      return null;
    }
    Outcome outcome = commit.single();
    core.publish(target.kept(), generation, outcome.after(), value);
    return outcome;
  }

  /** Puts without reading first; only if {@link #isBlind}. Answers what stood there before. */
  @Nullable Entry putBlindly(K key, V value) {
    Bytes encoded = core.codec().encodeValue(value);
    long now = core.space().nowMillis();
    long ifCreated = core.expiry().onCreation(now);
    long ifUpdated = core.expiry().onUpdate(now);
    return blindly(
        key,
        value,
        bytes -> new Mutation.Put(bytes, encoded, ifCreated, ifUpdated, Condition.NONE));
  }

  /** Removes without reading first; only without a writer. Answers what stood there before. */
  @Nullable Entry removeBlindly(K key) {
    return blindly(key, null, Mutation.Delete::of);
  }

  private interface Blind {
    Mutation on(Bytes key);
  }

  private @Nullable Entry blindly(K key, @Nullable V value, Blind change) {
    UserCode.refuseSameKey(core.engine(), key);
    Target<K> target = target(key);
    try (KeyLocks.Held turn = core.locks().acquire(target.kept(), !UserCode.isRunning())) {
      long generation = core.l1().generation(target.kept());
      core.accessTimes().flush(target.kept());
      Outcome outcome = commit(target, generation, change.on(target.bytes()), value);
      if (outcome == null) {
        throw new IllegalStateException("A change without a condition was rejected.");
      }
      Standing<K, V> before = new Standing<>(core, key, outcome.before());
      core.tell(core.events(key, outcome.expired(), before, outcome.after(), value));
      return outcome.before();
    }
  }
}
