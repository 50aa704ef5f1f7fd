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
    Bytes bytes = core.codec().encodeKey(key);
    boolean inside = UserCode.isRunning();
    try (KeyLocks.Held turn = core.locks().acquire(key, !inside)) {
      Done<K, V, R> done = attempts(key, bytes, decision, inside);
      core.tell(done.events());
      return done.result();
    }
  }

  private <R> Done<K, V, R> attempts(
      K key, Bytes bytes, Decision<K, V, R> decision, boolean inside) {
    if (writer == null) {
      Done<K, V, R> done = attempt(key, bytes, decision);
      if (done != null) {
        return done;
      }
    }
    try (KeyLeases.Held lease = core.leases().acquire(bytes, inside)) {
      for (long pauseNanos = 1_000; ; pauseNanos = Math.min(pauseNanos * 2, 1_000_000)) {
        Done<K, V, R> done = attempt(key, bytes, decision);
        if (done != null) {
          return done;
        }
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(pauseNanos));
      }
    }
  }

  /** One attempt, or null if the entry was changed between reading and committing. */
  private <R> @Nullable Done<K, V, R> attempt(K key, Bytes bytes, Decision<K, V, R> decision) {
    long generation = core.l1().generation(key);
    core.accessTimes().flush(key);
    Standing<K, V> standing = new Standing<>(core, key, core.space().get(bytes));
    Step<V, R> step = decision.decide(standing);
    return switch (step.kind()) {
      case KEEP, ACCESS -> {
        keep(key, bytes, generation, standing, step.kind() == Step.Kind.ACCESS);
        yield new Done<>(step.result(), List.of());
      }
      case PUT, STORE -> put(key, bytes, generation, standing, step);
      case REMOVE -> remove(key, bytes, generation, standing, step.result());
    };
  }

  private void keep(K key, Bytes bytes, long generation, Standing<K, V> standing, boolean access) {
    Entry entry = standing.entry();
    if (entry == null) {
      core.fillAbsent(key, bytes, generation);
    } else if (access) {
      V value = standing.value();
      if (value != null) {
        core.accessed(key, core.fill(key, bytes, generation, entry, value));
      }
    }
  }

  private <R> @Nullable Done<K, V, R> put(
      K key, Bytes bytes, long generation, Standing<K, V> standing, Step<V, R> step) {
    V value = step.value();
    if (value == null) {
      throw new IllegalStateException("A decision to put has no value.");
    }
    Bytes encoded = core.codec().encodeValue(value);
    if (writer != null && step.kind() == Step.Kind.PUT) {
      writer.write(key, value);
    }
    long now = core.space().nowMillis();
    Entry before = standing.entry();
    long expiresAt = before == null ? core.expiry().onCreation(now) : core.expiry().onUpdate(now);
    if (before == null && expiresAt <= now) {
      return new Done<>(step.otherwise(), List.of());
    }
    Condition condition = before == null ? Condition.ABSENT : Condition.stamp(before.stamp());
    Commit commit =
        core.space().commit(new Mutation.Put(bytes, encoded, expiresAt, expiresAt, condition));
    if (!commit.applied()) {
      return null;
    }
    Outcome outcome = commit.single();
    core.publish(key, bytes, generation, outcome.after(), value);
    return new Done<>(
        step.result(), core.events(key, outcome.expired(), standing, outcome.after(), value));
  }

  private <R> @Nullable Done<K, V, R> remove(
      K key, Bytes bytes, long generation, Standing<K, V> standing, R result) {
    if (writer != null) {
      writer.delete(key);
    }
    Entry before = standing.entry();
    if (before == null) {
      core.fillAbsent(key, bytes, generation);
      return new Done<>(result, List.of());
    }
    Commit commit =
        core.space().commit(new Mutation.Delete(bytes, Condition.stamp(before.stamp())));
    if (!commit.applied()) {
      return null;
    }
    core.publish(key, bytes, generation, null, null);
    return new Done<>(result, core.events(key, null, standing, null, null));
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
    Bytes bytes = core.codec().encodeKey(key);
    try (KeyLocks.Held turn = core.locks().acquire(key, !UserCode.isRunning())) {
      long generation = core.l1().generation(key);
      core.accessTimes().flush(key);
      Outcome outcome = core.space().commit(change.on(bytes)).single();
      core.publish(key, bytes, generation, outcome.after(), value);
      Standing<K, V> before = new Standing<>(core, key, outcome.before());
      core.tell(core.events(key, outcome.expired(), before, outcome.after(), value));
      return outcome.before();
    }
  }
}
