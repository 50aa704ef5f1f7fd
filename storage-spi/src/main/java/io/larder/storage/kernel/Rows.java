package io.larder.storage.kernel;

import io.larder.storage.Bytes;
import io.larder.storage.Commit;
import io.larder.storage.Lease;
import io.larder.storage.RequestId;
import io.larder.storage.SpaceName;
import io.larder.storage.Stamp;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a store's rows inside its one write transaction, as they stood when it began. A {@link
 * WriteSet} asks for each row once and keeps what it changes.
 */
public interface Rows {

  /** The row under the key, tombstones, expired and dead ones included, or null. */
  @Nullable StoredEntry entry(long space, Bytes key);

  /** The rows under the keys; absent ones are missing. */
  Map<Bytes, StoredEntry> entries(long space, Collection<Bytes> keys);

  /** The space with that id, which exists. */
  StoredSpace space(long id);

  /** The space of that name, or null. */
  @Nullable StoredSpace space(SpaceName name);

  /** The spaces of that scope, and none that is destroyed. */
  List<StoredSpace> spaces(String scopeType, String scopeId);

  /** An id for a new space of that name, which no space of another name has had. */
  long newSpaceId(SpaceName name);

  /** The lease row of that name, expired or not, or null. */
  @Nullable Lease lease(String name);

  /** The answer kept for that request, or null. */
  @Nullable Commit answer(RequestId request);

  /** Whether the loss of that state is in the conflict log. */
  boolean knowsConflict(long space, Bytes key, Stamp loser);

  /**
   * The rows that are asked for, by key, and no others: the limit counts only them. A store
   * collects no dead rows of a space whose {@link io.larder.storage.SpaceState#clearedAt} is 0: the
   * clear that killed them is still to come, and has to be compared with them.
   */
  List<StoredEntry> survivors(Survivors sought);
}
