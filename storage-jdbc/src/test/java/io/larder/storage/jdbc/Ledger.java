package io.larder.storage.jdbc;

import io.larder.storage.Batch;
import io.larder.storage.Bytes;
import io.larder.storage.Commit;
import io.larder.storage.HybridClock;
import io.larder.storage.Lease;
import io.larder.storage.RequestId;
import io.larder.storage.SpaceName;
import io.larder.storage.Stamp;
import io.larder.storage.StorageException;
import io.larder.storage.kernel.Rows;
import io.larder.storage.kernel.StoredEntry;
import io.larder.storage.kernel.StoredSpace;
import io.larder.storage.kernel.Survivors;
import io.larder.storage.kernel.WriteSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Transactions that write words into a list; a word can make the commit, or the leader, fail. */
final class Ledger implements Transactions<Ledger.Page> {

  static final String POISON = "poison";

  /** A word that may only be committed durably. */
  static final String PRECIOUS = "precious";

  /** A word after which no other fits its transaction. */
  static final String LARGE = "large";

  /** Written only under the lead, and read after it. */
  final List<String> words = new ArrayList<>();

  /** How many words each transaction committed. */
  final List<Integer> commits = new ArrayList<>();

  /** Whether each transaction was begun as a durable one. */
  final List<Boolean> durable = new ArrayList<>();

  private @Nullable Thread inside;
  volatile Runnable beforeBegin = () -> {};
  volatile boolean refuses;

  /** A transaction with a batch for this key cannot begin. */
  static final Bytes STUCK = Bytes.wrap(new byte[] {1});

  volatile Runnable afterRollback = () -> {};

  final class Page implements WriteTransaction {

    private final WriteSet writes =
        new WriteSet(new NoRows(), 1, new HybridClock(InstantSource.system()), 0, words.size());
    private final List<String> pending = new ArrayList<>();

    void write(String word) {
      pending.add(word);
    }

    @Override
    public WriteSet writes() {
      return writes;
    }

    @Override
    public boolean mustBeDurable() {
      return pending.contains(PRECIOUS);
    }

    @Override
    public boolean isFull() {
      return pending.contains(LARGE);
    }

    @Override
    public void commit() throws SQLException {
      if (pending.contains(POISON)) {
        throw new SQLException("the commit found " + POISON);
      }
      words.addAll(pending);
      commits.add(pending.size());
      leave();
    }

    @Override
    public void rollback() {
      pending.clear();
      leave();
      afterRollback.run();
    }
  }

  @Override
  public Page begin(boolean durable, List<Batch> batches) throws SQLException {
    beforeBegin.run();
    if (refuses) {
      throw new SQLException("no transaction can begin");
    }
    if (batches.stream().anyMatch(batch -> batch.mutations().get(0).key().equals(STUCK))) {
      throw new SQLException("a row is stuck");
    }
    if (inside != null) {
      throw new AssertionError("two transactions at once");
    }
    inside = Thread.currentThread();
    this.durable.add(durable);
    return new Page();
  }

  private void leave() {
    if (inside != Thread.currentThread()) {
      throw new AssertionError("a transaction changed threads");
    }
    inside = null;
  }

  @Override
  public boolean mayBeOneTasks(Exception failure) {
    return !refuses;
  }

  @Override
  public StorageException failure(SQLException cause) {
    return new StorageException("told: " + cause.getMessage(), cause);
  }

  /** A store with nothing in it. */
  static final class NoRows implements Rows {

    @Override
    public @Nullable StoredEntry entry(long space, Bytes key) {
      return null;
    }

    @Override
    public Map<Bytes, StoredEntry> entries(long space, Collection<Bytes> keys) {
      return Map.of();
    }

    @Override
    public StoredSpace space(long id) {
      throw new IllegalStateException("no space " + id);
    }

    @Override
    public @Nullable StoredSpace space(SpaceName name) {
      return null;
    }

    @Override
    public List<StoredSpace> spaces(String scopeType, String scopeId) {
      throw new AssertionError();
    }

    @Override
    public long newSpaceId(SpaceName name) {
      return 1;
    }

    @Override
    public @Nullable Lease lease(String name) {
      return null;
    }

    @Override
    public @Nullable Commit answer(RequestId request) {
      return null;
    }

    @Override
    public boolean knowsConflict(long space, Bytes key, Stamp loser) {
      return false;
    }

    @Override
    public List<StoredEntry> survivors(Survivors sought) {
      return List.of();
    }
  }
}
