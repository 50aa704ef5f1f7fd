package io.larder.storage.postgresql;

import io.larder.storage.Batch;
import io.larder.storage.jdbc.Committed;
import io.larder.storage.jdbc.GroupCommit;
import io.larder.storage.jdbc.WriteTask;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Two group commits, each with a connection of its own, so that one decides while the other's
 * transaction is on its way. Few writers share the first, since two small groups cost the server
 * more than one larger. When there are more, all writers of a key are in one lane, and do not wait
 * for locks of the other; while their number changes they may meet, as two processes do.
 * Thread-safe.
 */
final class WriteLanes {

  private static final int LANES = 2;

  /** So many writers at once share one lane. */
  private static final int FEW = 16;

  private record Lane(PostgresWriter writer, GroupCommit<PostgresTransaction> commits) {

    static Lane of(PostgresWriter.Shared shared) {
      PostgresWriter writer = new PostgresWriter(shared);
      return new Lane(writer, new GroupCommit<>(writer));
    }
  }

  private final List<Lane> lanes;
  private final AtomicInteger writers = new AtomicInteger();

  WriteLanes(PostgresWriter.Shared shared) {
    this.lanes = Stream.generate(() -> Lane.of(shared)).limit(LANES).toList();
  }

  /** Tells batches apart by their first key. */
  static int hash(Batch batch) {
    int key = batch.mutations().isEmpty() ? 0 : batch.mutations().get(0).key().hashCode();
    return 31 * Long.hashCode(batch.space().id()) + key;
  }

  /** Commits the task; see {@link GroupCommit#submit}. The hash chooses among the lanes. */
  <R> Committed<PostgresTransaction, R> submit(int hash, WriteTask<PostgresTransaction, R> task) {
    boolean few = writers.incrementAndGet() <= FEW;
    try {
      int spread = hash ^ hash >>> 16;
      int lane = few ? 0 : Math.floorMod(spread, LANES);
      return lanes.get(lane).commits().submit(task);
    } finally {
      writers.decrementAndGet();
    }
  }

  void close() {
    for (Lane lane : lanes) {
      lane.commits().alone(lane.writer()::close);
    }
  }
}
