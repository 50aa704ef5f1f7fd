package io.larder.engine.copy;

import io.larder.storage.codec.Immutables;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The making of the first copy of a value, which finds out what the later ones have to heed. */
final class TrialCopying extends GraphCopying {

  /** Deeper values might need more stack than a later reader has; those are decoded. */
  private static final int MAX_DEPTH = 256;

  private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean sharing;
  private boolean cyclic;
  private boolean consulting;

  TrialCopying(Forms forms) {
    super(forms);
  }

  /** Whether no object that can change was reached twice. */
  boolean isTree() {
    return !sharing;
  }

  /**
   * Whether code of the program has, or may have, run on objects that were not finished. What it
   * saw then depends on the order in which deserialization reads the fields.
   */
  boolean ranOnUnfinished() {
    return cyclic && consulting;
  }

  @Override
  Object copy(Form form, Object original) {
    cyclic |= open.contains(original);
    if (begun(original) != null) {
      sharing |= !Immutables.isImmutable(original);
      return super.copy(form, original);
    }
    if (open.size() == MAX_DEPTH) {
      throw new Uncopyable("It is nested deeper than " + MAX_DEPTH + ".");
    }
    open.add(original);
    Object copy = super.copy(form, original);
    open.remove(original);
    return copy;
  }

  @Override
  void consulted(@Nullable Object original, @Nullable Object copy) {
    consulting |= original != copy;
  }

  @Override
  void requireShared(Iterable<?> parts) {
    for (Object part : parts) {
      if (copy(part) != part) {
        throw new Uncopyable("Code of " + part.getClass().getName() + " would run on it.");
      }
    }
  }
}
