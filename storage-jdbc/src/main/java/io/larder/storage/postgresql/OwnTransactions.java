package io.larder.storage.postgresql;

import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * This process's own transactions, whose changes its listeners hear from those who make them. One
 * that has not come back from its commit may be visible already; until its outcome is known it is
 * neither told nor forgotten. Thread-safe.
 */
final class OwnTransactions {

  /** What is known of a transaction. */
  enum State {
    OPEN,
    COMMITTED
  }

  private final ConcurrentSkipListMap<Long, State> states = new ConcurrentSkipListMap<>();
  private String incarnation = "";

  /** Forgets those of any other incarnation: their numbers may come again. */
  synchronized void enter(String present) {
    if (!present.equals(incarnation)) {
      incarnation = present;
      states.clear();
    }
  }

  void began(long xid) {
    states.put(xid, State.OPEN);
  }

  /** One without changes, which is not worth looking for. */
  void wroteNothing(long xid) {
    states.put(xid, State.COMMITTED);
  }

  /** One that began in another incarnation is not known any more, and stays unknown. */
  void committed(long xid) {
    states.replace(xid, State.COMMITTED);
  }

  /** From here on it is like another process's: if it has committed after all, it is told. */
  void abandoned(long xid) {
    states.remove(xid);
  }

  /** A copy; what a snapshot taken before shows of this process is in it. */
  NavigableMap<Long, State> known() {
    // Not a TreeMap: its copy of a sorted map expects as many entries as that had a moment before.
    return new ConcurrentSkipListMap<>(states);
  }

  /**
   * Forgets those that a later snapshot than {@code snapshot} does not ask for.
   *
   * @param known what was left out when that was told
   */
  void forget(NavigableMap<Long, State> known, Snapshot snapshot) {
    known.forEach(
        (xid, state) -> {
          if (state == State.COMMITTED && snapshot.hasEnded(xid)) {
            states.remove(xid);
          }
        });
  }
}
