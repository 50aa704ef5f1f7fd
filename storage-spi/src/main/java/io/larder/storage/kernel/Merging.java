package io.larder.storage.kernel;

import io.larder.storage.Change;
import io.larder.storage.Conflict;
import io.larder.storage.ConflictRule;
import io.larder.storage.Entry;
import io.larder.storage.HybridClock;
import io.larder.storage.MergeResult;
import io.larder.storage.SpaceState;
import io.larder.storage.Stamp;
import java.util.ArrayList;
import java.util.List;

/**
 * Applies rows of another store's feed to a write set.
 *
 * <ol>
 *   <li>A space row raises the local epoch, clear and version floor to the later of the two. What
 *       it kills though it was written after the clear goes to the conflict log.
 *   <li>An entry of a higher epoch raises the local epoch before its clear has arrived; one of a
 *       lower epoch is dead on arrival, and goes to the conflict log if it was written after the
 *       clear.
 *   <li>Any other entry meets the local row under {@link ConflictRule}. An expired row is a row
 *       like any other: it neither beats a renewal nor makes room for an older copy.
 * </ol>
 */
final class Merging {

  /** More survivors of one clear than this are not looked for; the log is bounded anyway. */
  private static final int SURVIVORS_LOGGED = 100;

  private final WriteSet writes;
  private final Rows rows;
  private final HybridClock clock;
  private final long nowMillis;
  private final List<Conflict> conflicts = new ArrayList<>();
  private int applied;
  private int ignored;

  Merging(WriteSet writes, Rows rows, HybridClock clock, long nowMillis) {
    this.writes = writes;
    this.rows = rows;
    this.clock = clock;
    this.nowMillis = nowMillis;
  }

  MergeResult merge(List<Change> changes) {
    for (Change change : changes) {
      boolean changed =
          change instanceof Change.OfSpace space
              ? mergeSpace(space.state())
              : mergeEntry((Change.OfEntry) change);
      if (changed) {
        applied++;
      } else {
        ignored++;
      }
    }
    return new MergeResult(applied, ignored, conflicts);
  }

  private boolean mergeSpace(SpaceState incoming) {
    clock.observe(incoming.clearedAt());
    StoredSpace local = writes.spaceNamed(incoming.name());
    SpaceState merged = local.state().merge(incoming);
    if (merged.equals(local.state())) {
      return false;
    }
    recordSurvivors(local, merged);
    writes.change(local, merged);
    return true;
  }

  /**
   * Records what the clear kills here though it was written later. That is the present epoch or, if
   * this epoch's own clear had not arrived yet, what an entry of this epoch has killed already;
   * never what another clear killed, which was judged then.
   */
  private void recordSurvivors(StoredSpace local, SpaceState merged) {
    SpaceState before = local.state();
    boolean awaited = before.clearedAt() == 0 && merged.clearedAt() > 0;
    if (merged.clearedAt() == 0 || !(awaited || merged.epoch() > before.epoch())) {
      return;
    }
    Survivors sought =
        new Survivors(
            local.id(),
            awaited ? 1 : before.epoch(),
            merged.epoch(),
            merged.clearedAt(),
            nowMillis,
            SURVIVORS_LOGGED);
    for (StoredEntry survivor : writes.survivors(sought)) {
      record(local, survivor.entry(), clearOf(merged));
    }
  }

  private boolean mergeEntry(Change.OfEntry change) {
    Entry incoming = change.entry();
    clock.observe(incoming.stamp().timestamp());
    StoredSpace local = writes.spaceNamed(change.space());
    long epoch = incoming.stamp().epoch();
    if (epoch < local.state().epoch()) {
      SpaceState state = local.state();
      if (incoming.isLiveAt(nowMillis)
          && state.clearedAt() > 0
          && incoming.stamp().timestamp() > state.clearedAt()) {
        record(local, incoming, clearOf(state));
      }
      return false;
    }
    if (epoch > local.state().epoch()) {
      local = writes.change(local, local.state().raisedTo(epoch));
    }
    Entry standing = writes.entry(local.id(), incoming.key());
    if (standing == null || standing.stamp().epoch() < epoch) {
      writes.write(local.id(), incoming);
      return true;
    }
    Entry merged = ConflictRule.merge(standing, incoming);
    recordLoss(local, merged, standing, incoming);
    if (merged.equals(standing)) {
      return false;
    }
    writes.write(local.id(), merged);
    return true;
  }

  private void recordLoss(StoredSpace space, Entry merged, Entry standing, Entry incoming) {
    Entry loser = merged.equals(standing) ? incoming : merged.equals(incoming) ? standing : null;
    if (loser != null && loser.isLiveAt(nowMillis) && ConflictRule.isConflict(merged, loser)) {
      record(space, loser, merged.stamp());
    }
  }

  private void record(StoredSpace space, Entry loser, Stamp winner) {
    if (!rows.knowsConflict(space.id(), loser.key(), loser.stamp())) {
      Conflict conflict = new Conflict(space.name(), loser, winner, nowMillis);
      if (writes.record(conflict)) {
        conflicts.add(conflict);
      }
    }
  }

  private static Stamp clearOf(SpaceState state) {
    return new Stamp(state.epoch(), 0, state.clearedAt(), state.origin());
  }
}
