package io.larder.scope;

import io.larder.engine.Engine;
import io.larder.engine.EntryWrites;
import io.larder.engine.EntryWrites.Added;
import io.larder.engine.EntryWrites.Computed;
import io.larder.engine.EntryWrites.Written;
import io.larder.engine.Expiries;
import io.larder.storage.KeyRange;
import io.larder.storage.SpaceName;
import io.larder.storage.Stamp;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes that keep the keys of a namespace a tree: no key has a value while one above or below it
 * has.
 *
 * <p>That nothing stands above is a condition of the write itself. That nothing stands below is
 * looked up before. Both are looked up once more after a key has come into being: of two who write
 * at once one above and one below, whoever commits last finds the other, and takes back what it
 * wrote.
 */
final class TreeWrites {

  private final Engine<String, Object> engine;
  private final EntryWrites<String, Object> writes;
  private final SpaceName space;
  private final boolean tree;

  /**
   * @param tree false if dots mean nothing
   */
  TreeWrites(Engine<String, Object> engine, SpaceName space, boolean tree) {
    this.engine = engine;
    this.writes = engine.entryWrites();
    this.space = space;
    this.tree = tree;
  }

  /** Stores all of them or none. */
  Written<String> put(Map<String, Object> values, Expiries expiries) {
    Set<String> above = above(values.keySet());
    refuseBranches(values.keySet());
    Written<String> written = writes.put(values, expiries, above);
    if (written.inTheWay() != null) {
      throw underLeaf(written.inTheWay(), values.keySet());
    }
    Set<String> created = new LinkedHashSet<>(values.keySet());
    created.removeIf(key -> !written.created(key));
    NestingException refusal = refusalOfNew(created);
    if (refusal != null) {
      writes.undo(written);
      throw refusal;
    }
    return written;
  }

  /** Adds to a counter, and returns its sum. */
  BigDecimal add(String key, BigDecimal amount, Expiries expiries) {
    Set<String> above = above(List.of(key));
    refuseBranches(Set.of(key));
    Added<String, Object> added = writes.add(key, amount, expiries, above);
    if (added.inTheWay() != null) {
      throw underLeaf(added.inTheWay(), List.of(key));
    }
    BigDecimal total = added.total();
    if (total == null) {
      Object found = added.found();
      throw new NotANumberException(
          "'%s' in %s cannot be counted up: a %s stands there, no number."
              .formatted(key, space, found == null ? "value" : found.getClass().getSimpleName()));
    }
    takeBackIfOverBranch(key, added.created());
    return total;
  }

  /** The value that stands, or else the computed one, which is stored. */
  Object remember(String key, Supplier<Expiries> expiries, Supplier<Object> supplier) {
    Set<String> above = above(List.of(key));
    refuseBranches(Set.of(key));
    Computed<String, Object> computed = writes.computeIfAbsent(key, expiries, above, supplier);
    if (computed.inTheWay() != null) {
      throw underLeaf(computed.inTheWay(), List.of(key));
    }
    takeBackIfOverBranch(key, computed.created());
    Object value = computed.value();
    if (value == null) {
      throw new IllegalStateException("A supplier's value is never null.");
    }
    return value;
  }

  private void takeBackIfOverBranch(String key, @Nullable Stamp created) {
    NestingException refusal = created == null ? null : refusalOfNew(Set.of(key));
    if (created != null && refusal != null) {
      writes.undo(new Written<>(Map.of(), Map.of(key, created), null));
      throw refusal;
    }
  }

  private Set<String> above(Collection<String> keys) {
    if (!tree) {
      return Set.of();
    }
    Set<String> above = new LinkedHashSet<>();
    for (String key : keys) {
      above.addAll(KeyTree.ancestors(key));
    }
    for (String key : new TreeSet<>(keys)) {
      if (above.contains(key)) {
        throw new NestingException(
            "'%s' and a key below it cannot both have a value in %s.".formatted(key, space));
      }
    }
    return above;
  }

  /** A key that has a value has nothing below it, so where L1 holds one nothing is looked up. */
  private void refuseBranches(Set<String> keys) {
    Set<String> unknown = new LinkedHashSet<>(keys);
    unknown.removeIf(engine.entryReads()::isHeld);
    NestingException refusal = refusal(unknown);
    if (refusal != null) {
      throw refusal;
    }
  }

  /**
   * Likewise of keys that have come into being just now. What is above is looked up once more: a
   * database that locks rows cannot lock one that is absent.
   */
  private @Nullable NestingException refusalOfNew(Set<String> created) {
    NestingException refusal = refusal(created);
    Set<String> above = refusal == null ? above(created) : Set.of();
    if (above.isEmpty()) {
      return refusal;
    }
    Collection<KeyRange> ranges = above.stream().map(KeyRanges::only).toList();
    return engine.entryReads().firstKeys(ranges).values().stream()
        .findFirst()
        .map(leaf -> underLeaf(leaf, created))
        .orElse(null);
  }

  /** Why one of the keys cannot have a value, or null if all can. */
  private @Nullable NestingException refusal(Set<String> keys) {
    if (!tree || keys.isEmpty()) {
      return null;
    }
    Map<KeyRange, String> ranges = new LinkedHashMap<>();
    keys.forEach(key -> ranges.put(KeyRanges.below(key), key));
    for (Map.Entry<KeyRange, String> used :
        engine.entryReads().firstKeys(ranges.keySet()).entrySet()) {
      return new NestingException(
          "'%s' cannot have a value in %s: '%s' below it has one. Use flat() if dots mean nothing."
              .formatted(ranges.get(used.getKey()), space, used.getValue()));
    }
    return null;
  }

  private NestingException underLeaf(String leaf, Collection<String> keys) {
    String below =
        keys.stream().filter(key -> key.startsWith(leaf + KeyTree.DOT)).findFirst().orElse("");
    return new NestingException(
        "'%s' cannot have a value in %s: '%s' above it has one. Use flat() if dots mean nothing."
            .formatted(below, space, leaf));
  }
}
