package io.larder.storage.memory;

import io.larder.storage.Bytes;
import io.larder.storage.Conflict;
import io.larder.storage.SpaceName;
import io.larder.storage.Stamp;
import io.larder.storage.Store;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * The newest conflicts, within {@link Store#CONFLICTS_KEPT} and {@link Store#CONFLICT_BYTES_KEPT}.
 * Guarded by the writer lock.
 */
final class ConflictLog {

  private record Loss(SpaceName space, Bytes key, Stamp loser) {
    static Loss of(Conflict conflict) {
      return new Loss(conflict.space(), conflict.loser().key(), conflict.loser().stamp());
    }
  }

  private final Deque<Conflict> conflicts = new ArrayDeque<>();
  private final Set<Loss> losses = new HashSet<>();
  private long bytes;

  void add(Conflict conflict) {
    if (losses.add(Loss.of(conflict))) {
      conflicts.addLast(conflict);
      bytes += bytes(conflict);
      while (conflicts.size() > Store.CONFLICTS_KEPT
          || (bytes > Store.CONFLICT_BYTES_KEPT && conflicts.size() > 1)) {
        Conflict oldest = conflicts.removeFirst();
        losses.remove(Loss.of(oldest));
        bytes -= bytes(oldest);
      }
    }
  }

  private static long bytes(Conflict conflict) {
    return (long) conflict.loser().key().length() + conflict.loser().value().length();
  }

  boolean knows(SpaceName space, Bytes key, Stamp loser) {
    return losses.contains(new Loss(space, key, loser));
  }

  List<Conflict> newest(int limit) {
    List<Conflict> newest = new ArrayList<>();
    for (Iterator<Conflict> from = conflicts.descendingIterator();
        from.hasNext() && newest.size() < limit; ) {
      newest.add(from.next());
    }
    return newest;
  }
}
