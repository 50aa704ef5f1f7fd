package io.larder.storage.kernel;

import io.larder.storage.Batch;
import io.larder.storage.Bytes;
import io.larder.storage.Entry;
import io.larder.storage.Mutation;
import io.larder.storage.Recording;
import io.larder.storage.Revision;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a batch changes, one record for each mutation that changes an entry, and writes
 * that once the batch is made.
 *
 * <p>Its records are never looked for before they are written: their keys hold the changed key, the
 * timestamp that the change has brought it, later than all before, and the origin.
 */
final class History {

  private final Recording recording;
  private final Writer writer;

  /** No record has a later timestamp; an entry that was restored may bear an earlier one. */
  private long latest;

  private final List<Revision> revisions = new ArrayList<>();

  private History(Recording recording, Writer writer) {
    this.recording = recording;
    this.writer = writer;
    this.latest = writer.clock().last();
  }

  /** Null if the batch wants no history. */
  static @Nullable History of(Batch batch, Writer writer) {
    Recording recording = batch.recording();
    return recording == null ? null : new History(recording, writer);
  }

  /** An expiry that moves is no change, and neither is a tombstone where nothing stood. */
  void add(Mutation mutation, Transition transition) {
    Entry after = transition.written();
    Entry before = transition.outcome().before();
    if (after == null
        || mutation instanceof Mutation.Touch
        || (before == null && after.deleted())
        || (before != null && before.stamp().equals(after.stamp()))) {
      return;
    }
    Bytes from = before == null ? null : before.value();
    Bytes to = after.deleted() ? null : after.value();
    long stamped = after.stamp().timestamp();
    latest = stamped > latest ? stamped : writer.clock().next();
    revisions.add(
        new Revision(
            after.key(),
            after.stamp().version(),
            latest,
            writer.origin(),
            recording.actor(),
            from,
            to,
            after.expiresAt()));
  }

  /** Opens the space anew if it was destroyed meanwhile, as a write of its own would. */
  void writeTo(WriteSet writes) {
    if (revisions.isEmpty()) {
      return;
    }
    StoredSpace space = writes.opened(writes.space(recording.space().id()));
    for (Revision revision : revisions) {
      writes.writeNew(
          space.id(),
          new Entry(
              revision.recordKey(),
              revision.toBytes(),
              writer.firstStamp(space.state(), revision.timestamp()),
              recording.expiresAt(),
              false));
    }
  }
}
