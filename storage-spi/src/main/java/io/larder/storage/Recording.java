package io.larder.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a history of what a batch changes: one {@link Revision} for each mutation that changes
 * an entry, kept as an ordinary entry of another space and written in the batch's own transaction.
 * So a bound of that space, expiry, the feed and its readers need know nothing of history.
 *
 * @param space where the records are kept: a space of the same store that holds nothing else
 * @param actor who makes the changes, or null if nobody says
 * @param expiresAt until when the records are kept, in milliseconds since the Unix epoch, or {@link
 *     Entry#NEVER}
 */
public record Recording(Space space, @Nullable String actor, long expiresAt) {

  private static final int LONGEST_ACTOR = 1024;

  /**
   * @throws IllegalArgumentException if the actor is longer than 1,024 characters or holds half of
   *     a surrogate pair, or the expiry is negative
   */
  public Recording {
    if (actor != null && actor.length() > LONGEST_ACTOR) {
      throw new IllegalArgumentException(
          "The actor of a recorded change is %,d characters long; at most %,d are allowed."
              .formatted(actor.length(), LONGEST_ACTOR));
    }
    if (actor != null && !UTF_8.newEncoder().canEncode(actor)) {
      throw new IllegalArgumentException(
          "The actor of a recorded change holds half of a surrogate pair, which no encoding can keep: not allowed.");
    }
    if (expiresAt < 0) {
      throw new IllegalArgumentException(
          "A record's expiry is in milliseconds since 1970 and not negative: %,d."
              .formatted(expiresAt));
    }
  }
}
