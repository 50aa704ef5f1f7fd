package io.larder.storage;

import java.util.Comparator;

/**
 * A fencing token: who holds a lease later has a greater one. Drawn from one store-wide sequence
 * and never repeated.
 *
 * @param incarnation the {@link Incarnation#number} of the store
 * @param number the sequence
 */
public record LeaseToken(long incarnation, long number) implements Comparable<LeaseToken> {

  private static final Comparator<LeaseToken> ORDER =
      Comparator.comparingLong(LeaseToken::incarnation).thenComparingLong(LeaseToken::number);

  @Override
  public int compareTo(LeaseToken other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return incarnation + "." + number;
  }
}
