package io.larder.storage.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Logs failures that must not end what they happened in. A new kind of failure is logged at once,
 * and the same kind again after ten minutes at the earliest, with the number of those that were
 * left out. Failures are of a kind if they and their causes were thrown at the same places in the
 * code; their messages do not count, since they may differ each time. Thread-safe.
 */
final class FailureLog {

  private static final long SILENCE_NANOS = Duration.ofMinutes(10).toNanos();

  /** Beyond this the kind that has not been seen for longest is forgotten. */
  private static final int KINDS_KEPT = 100;

  private static final int CAUSES_TOLD_APART = 10;

  /** Where a failure was thrown; null if the JVM has left that out. */
  private record Place(Class<?> thrown, @Nullable StackTraceElement frame) {}

  private record Kind(String what, List<Place> places) {
    static Kind of(String what, Throwable failure) {
      List<Place> places = new ArrayList<>();
      Throwable next = failure;
      while (next != null && places.size() < CAUSES_TOLD_APART) {
        StackTraceElement[] frames = next.getStackTrace();
        places.add(new Place(next.getClass(), frames.length == 0 ? null : frames[0]));
        next = next.getCause();
      }
      return new Kind(what, places);
    }
  }

  private static final class Seen {
    private final long loggedAtNanos;
    private long leftOut;

    Seen(long loggedAtNanos) {
      this.loggedAtNanos = loggedAtNanos;
    }
  }

  private final System.Logger logger;
  private final LongSupplier nanoTime;
  private final Map<Kind, Seen> kinds =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Kind, Seen> eldest) {
          return size() > KINDS_KEPT;
        }
      };

  FailureLog(Class<?> owner) {
    this(System.getLogger(owner.getName()), System::nanoTime);
  }

  FailureLog(System.Logger logger, LongSupplier nanoTime) {
    this.logger = logger;
    this.nanoTime = nanoTime;
  }

  /**
   * @param what what has failed, in the same words each time
   */
  void log(String what, Throwable failure) {
    long leftOut = leftOut(Kind.of(what, failure));
    if (leftOut >= 0) {
      String before = leftOut == 0 ? "" : " It was so %,d more times.".formatted(leftOut);
      logger.log(
          System.Logger.Level.WARNING,
          what + before + " The like of it is logged every ten minutes at most.",
          failure);
    }
  }

  /** How many of the kind have gone unlogged since one was logged, or -1 to leave out this too. */
  private synchronized long leftOut(Kind kind) {
    long now = nanoTime.getAsLong();
    Seen seen = kinds.get(kind);
    if (seen != null && now - seen.loggedAtNanos < SILENCE_NANOS) {
      seen.leftOut++;
      return -1;
    }
    kinds.put(kind, new Seen(now));
    return seen == null ? 0 : seen.leftOut;
  }
}
