package io.larder.storage.postgresql;

import io.larder.storage.jdbc.Committed;
import io.larder.storage.jdbc.GroupCommit;
import io.larder.storage.jdbc.WriteTask;
import java.util.List;
import java.util.stream.Stream;

/**
 * A group commit with two connections, so that one decides while the other's transaction is on its
 * way. Few writers share one, since two small groups cost the server more than one larger. Batches
 * that have only a later key in common may meet in the two, as those of two processes do: the row's
 * lock has one wait. Thread-safe.
 */
final class WriteLanes {

  private static final int LANES = 2;

  /** So many writers at once share one lane. */
  private static final int FEW = 16;

  private final List<PostgresWriter> writers;
  private final GroupCommit<PostgresTransaction> commits;

  WriteLanes(PostgresWriter.Shared shared) {
    this.writers = Stream.generate(() -> new PostgresWriter(shared)).limit(LANES).toList();
    this.commits = new GroupCommit<>(writers, FEW);
  }

  /** Commits the task; see {@link GroupCommit#submit}. */
  <R> Committed<PostgresTransaction, R> submit(WriteTask<PostgresTransaction, R> task) {
    return commits.submit(task);
  }

  void close() {
    commits.alone(() -> writers.forEach(PostgresWriter::close));
  }
}
