package io.larder.storage.postgresql;

import io.larder.storage.Batch;
import io.larder.storage.jdbc.Committed;
import io.larder.storage.jdbc.GroupCommit;
import io.larder.storage.jdbc.WriteTask;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two group commits, each with a connection of its own, so that one decides while the other's
 * transaction is on its way. All writers of a key are in one lane, and do not wait for locks of the
 * other. Thread-safe.
 */
final class WriteLanes {

  private static final int LANES = 2;

  private record Lane(PostgresWriter writer, GroupCommit<PostgresTransaction> commits) {

    static Lane of(PostgresWriter.Shared shared) {
      PostgresWriter writer = new PostgresWriter(shared);
      return new Lane(writer, new GroupCommit<>(writer));
    }
  }

  private final List<Lane> lanes;

  WriteLanes(PostgresWriter.Shared shared) {
    this.lanes = Stream.generate(() -> Lane.of(shared)).limit(LANES).toList();
  }

  /** Tells batches apart by their first key. */
  static int hash(Batch batch) {
    int key = batch.mutations().isEmpty() ? 0 : batch.mutations().get(0).key().hashCode();
    return 31 * Long.hashCode(batch.space().id()) + key;
  }

  /** Commits the task in the lane of that hash; see {@link GroupCommit#submit}. */
  <R> Committed<PostgresTransaction, R> submit(int hash, WriteTask<PostgresTransaction, R> task) {
    int spread = hash ^ hash >>> 16;
    return lanes.get(Math.floorMod(spread, LANES)).commits().submit(task);
  }

  void close() {
    for (Lane lane : lanes) {
      lane.commits().alone(lane.writer()::close);
    }
  }
}
