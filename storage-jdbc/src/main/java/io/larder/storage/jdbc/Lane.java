package io.larder.storage.jdbc;

import io.larder.storage.Batch;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of the ways in which groups are committed, and who leads it. */
final class Lane<T extends WriteTransaction> {

  static final int NO_SLOT = -1;
  private static final int SLOTS = 4096;

  final GroupAttempts<T> attempts;

  // Guarded by the queue's lock.
  private final BitSet slots = new BitSet(SLOTS);

  @Nullable Pending<T, ?> leader;

  Lane(Transactions<T> transactions) {
    this.attempts = new GroupAttempts<>(transactions);
  }

  /** Whether nobody leads it, or an error kept its last leader from handing it over. */
  boolean isFree() {
    return leader == null || leader.left;
  }

  /** Where the first key of the batch is kept; others may share the slot. */
  static int slot(@Nullable Batch batch) {
    if (batch == null || batch.mutations().isEmpty()) {
      return NO_SLOT;
    }
    int hash = 31 * Long.hashCode(batch.space().id()) + batch.mutations().get(0).key().hashCode();
    return Math.floorMod(hash ^ hash >>> 16, SLOTS);
  }

  /** These are what it has on its way from now on. */
  void hold(List<Pending<T, ?>> group) {
    slots.clear();
    for (Pending<T, ?> pending : group) {
      if (pending.slot != NO_SLOT) {
        slots.set(pending.slot);
      }
    }
  }

  /** Whether it may have the first key on its way. */
  boolean holds(Pending<T, ?> pending) {
    return pending.slot != NO_SLOT && !isFree() && slots.get(pending.slot);
  }

  /** Whether it is led by somebody who wants no other lane to be led. */
  boolean isAlone() {
    return leader != null && !leader.left && leader.wantsToBeAlone();
  }
}
