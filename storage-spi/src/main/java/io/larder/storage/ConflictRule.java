package io.larder.storage;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Decides between two states of one key, the same on every node: pure, commutative, associative and
 * idempotent, so all nodes end equal whatever the order of arrival.
 *
 * <ol>
 *   <li>The higher (epoch, version, timestamp, origin) wins. A counter ranks by the stamp of its
 *       birth, so that all states of one life of a counter rank alike: ranking each state by its
 *       own stamp would let a put fall between two of them, and merging would depend on the order.
 *   <li>Two states of one life of a counter join, and the joined state bears a stamp of its own.
 *   <li>On equal stamps a tombstone wins, then the greater value bytes; neither happens between
 *       correct nodes.
 *   <li>Equal states that differ in expiry keep the later one: expiry is no change, and a renewal
 *       must not be lost.
 * </ol>
 */
public final class ConflictRule {

  private static final Comparator<Entry> SAME_STAMP =
      Comparator.comparing(Entry::deleted).thenComparing(Entry::value);

  private ConflictRule() {}

  /** The state that stands after both are known; one of the two unless they had to be joined. */
  public static Entry merge(Entry left, Entry right) {
    Counter leftCounter = Counter.of(left);
    Counter rightCounter = Counter.of(right);
    int order = rank(left, leftCounter).compareTo(rank(right, rightCounter));
    if (order != 0) {
      return order > 0 ? left : right;
    }
    if (leftCounter != null && rightCounter != null) {
      return join(left, leftCounter, right, rightCounter);
    }
    if (leftCounter != null || rightCounter != null) {
      return leftCounter != null ? left : right;
    }
    int tie = SAME_STAMP.compare(left, right);
    if (tie != 0) {
      return tie > 0 ? left : right;
    }
    return left.expiresAt() >= right.expiresAt() ? left : right;
  }

  /**
   * Whether the loser's value was not known to the winner, so that somebody's work is lost: it was
   * written elsewhere, and concurrently (as many versions) or later.
   */
  public static boolean isConflict(Entry winner, Entry loser) {
    Stamp won = winner.stamp();
    Stamp lost = loser.stamp();
    return !loser.deleted()
        && won.origin() != lost.origin()
        && won.epoch() == lost.epoch()
        && (lost.version() >= won.version() || lost.timestamp() > won.timestamp())
        && !(loser.value().equals(winner.value()) && !winner.deleted());
  }

  private static Stamp rank(Entry entry, @Nullable Counter counter) {
    return counter == null ? entry.stamp() : counter.birth();
  }

  private static Entry join(Entry left, Counter leftCounter, Entry right, Counter rightCounter) {
    Counter joined = leftCounter.join(rightCounter);
    Entry later = laterChange(left, right);
    long surplus = Math.max(surplus(left, leftCounter), surplus(right, rightCounter));
    long version = Math.min(joined.version() + surplus, Stamp.HIGHEST);
    Stamp stamp =
        new Stamp(
            later.stamp().epoch(), version, later.stamp().timestamp(), later.stamp().origin());
    Entry result =
        new Entry(
            left.key(),
            joined.toBytes(),
            stamp,
            Math.max(left.expiresAt(), right.expiresAt()),
            false);
    if (result.equals(left)) {
      return left;
    }
    return result.equals(right) ? right : result;
  }

  /**
   * By how much a version floor has put the entry ahead of its count of changes. The joined state
   * keeps it on top of the joined count, so that its stamp is that of neither side unless its bytes
   * are too: the greater of two versions alone may be taken.
   */
  private static long surplus(Entry entry, Counter counter) {
    return entry.stamp().version() - counter.version();
  }

  private static Entry laterChange(Entry left, Entry right) {
    int order = Long.compare(left.stamp().timestamp(), right.stamp().timestamp());
    if (order == 0) {
      order = Long.compare(left.stamp().origin(), right.stamp().origin());
    }
    return order >= 0 ? left : right;
  }
}
