package io.larder.scope;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long an entry has still to live: some time, for ever, or not at all since there is none.
 *
 * @param exists whether there is an entry
 * @param end how long it still lives, or null if it does not expire or does not exist
 */
public record TimeToLive(boolean exists, @Nullable Duration end) {

  /** There is no entry. */
  public static final TimeToLive ABSENT = new TimeToLive(false, null);

  /** There is an entry, and it does not expire. */
  public static final TimeToLive UNLIMITED = new TimeToLive(true, null);

  static TimeToLive of(Duration remaining) {
    return new TimeToLive(true, remaining);
  }

  /** How long the entry still lives; nothing if it does not expire or does not exist. */
  public Optional<Duration> remaining() {
    return Optional.ofNullable(end);
  }
}
