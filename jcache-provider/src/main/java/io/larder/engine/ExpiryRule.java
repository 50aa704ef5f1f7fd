package io.larder.engine;

import io.larder.storage.Entry;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An expiry policy as arithmetic on milliseconds. The specification's own policies are recognised
 * by their exact class and asked once; any other one is asked each time.
 *
 * <p>The methods answer an expiry time in milliseconds, {@link Entry#NEVER}, or {@link Entry#KEEP}.
 */
final class ExpiryRule {

  private static final Logger LOG = LoggerFactory.getLogger(ExpiryRule.class);

  /** A duration in milliseconds that stands for: leave the expiry as it is. */
  private static final long UNCHANGED = -1;

  private final ExpiryPolicy policy;
  private final boolean known;
  private final long creation;
  private final long update;
  private final long access;

  ExpiryRule(ExpiryPolicy policy) {
    this.policy = policy;
    Class<?> type = policy.getClass();
    known =
        type == EternalExpiryPolicy.class
            || type == CreatedExpiryPolicy.class
            || type == ModifiedExpiryPolicy.class
            || type == TouchedExpiryPolicy.class
            || type == AccessedExpiryPolicy.class;
    creation = known ? creationMillis() : 0;
    update = known ? millis(policy.getExpiryForUpdate()) : 0;
    access = known ? millis(policy.getExpiryForAccess()) : 0;
  }

  /** Whether its answers are known beforehand, so that asking for one in vain does no harm. */
  boolean isKnown() {
    return known;
  }

  /** Whether no access ever moves an expiry. */
  boolean ignoresAccess() {
    return known && access == UNCHANGED;
  }

  long onCreation(long nowMillis) {
    long duration = known ? creation : creationMillis();
    return duration == UNCHANGED ? Entry.NEVER : after(nowMillis, duration);
  }

  long onUpdate(long nowMillis) {
    return after(nowMillis, known ? update : ask("update", policy::getExpiryForUpdate, UNCHANGED));
  }

  long onAccess(long nowMillis) {
    return after(nowMillis, known ? access : ask("access", policy::getExpiryForAccess, UNCHANGED));
  }

  private long creationMillis() {
    return ask("creation", policy::getExpiryForCreation, Entry.NEVER);
  }

  /** A policy that throws must not lose an entry: the expiry stays, a new entry does not expire. */
  private static long ask(String event, Supplier<@Nullable Duration> question, long otherwise) {
    try {
      return millis(question.get());
    } catch (RuntimeException thrown) {
      LOG.warn("The expiry policy failed on {}; it is taken to have no opinion.", event, thrown);
      return otherwise;
    }
  }

  private static long millis(@Nullable Duration duration) {
    if (duration == null) {
      return UNCHANGED;
    }
    if (duration.isEternal()) {
      return Entry.NEVER;
    }
    TimeUnit unit = duration.getTimeUnit();
    long amount = duration.getDurationAmount();
    long millis = unit.toMillis(amount);
    return millis == 0 && amount > 0 ? 1 : millis;
  }

  private static long after(long nowMillis, long duration) {
    if (duration == UNCHANGED) {
      return Entry.KEEP;
    }
    long end = nowMillis + duration;
    return end < nowMillis ? Entry.NEVER : end;
  }
}
