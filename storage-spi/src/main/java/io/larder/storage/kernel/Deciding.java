package io.larder.storage.kernel;

import io.larder.storage.Batch;
import io.larder.storage.Bytes;
import io.larder.storage.Commit;
import io.larder.storage.Entry;
import io.larder.storage.Fence;
import io.larder.storage.Lease;
import io.larder.storage.Mutation;
import io.larder.storage.Outcome;
import io.larder.storage.SpaceState;
import io.larder.storage.StaleFenceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a batch in a write set, or rejects it without a trace there. */
record Deciding(WriteSet writes, Rows rows, Writer writer) {

  Commit decide(Batch batch) {
    checkFence(batch.fence());
    Restoring.check(batch.mutations(), writer.nowMillis());
    long space = batch.space().id();
    StoredSpace owner = writes.space(space);
    boolean reopens = owner.state().destroyed();
    SpaceState state = reopens ? writes.cleared(owner, false) : owner.state();
    writes.load(space, batch.mutations());
    Map<Bytes, Entry> pending = new LinkedHashMap<>();
    History history = History.of(batch, writer);
    List<Outcome> outcomes = new ArrayList<>(batch.mutations().size());
    boolean held = true;
    for (Mutation mutation : batch.mutations()) {
      Bytes key = mutation.key();
      Entry standing = pending.containsKey(key) ? pending.get(key) : writes.entry(space, key);
      Transition transition = Transition.of(mutation, standing, state, writer);
      outcomes.add(transition.outcome());
      held &= transition.outcome().held();
      if (transition.written() != null) {
        pending.remove(key); // a key's place in the feed is that of its last change
        pending.put(key, transition.written());
        if (history != null) {
          history.add(mutation, transition);
        }
      }
    }
    if (held) {
      if (reopens && !pending.isEmpty()) {
        writes.change(owner, state); // what is acknowledged here must survive whoever opens it next
      }
      pending.values().forEach(entry -> writes.write(space, entry));
      if (history != null) {
        history.writeTo(writes);
      }
    }
    return new Commit(held, outcomes);
  }

  private void checkFence(@Nullable Fence fence) {
    if (fence == null) {
      return;
    }
    Lease row = rows.lease(fence.lease());
    Lease standing = row == null || row.expiresAt() <= writer.nowMillis() ? null : row;
    if (standing == null || !standing.token().equals(fence.token())) {
      throw new StaleFenceException(fence, standing);
    }
  }
}
