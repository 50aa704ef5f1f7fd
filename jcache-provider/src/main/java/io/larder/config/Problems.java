package io.larder.config;

import java.util.LinkedHashSet;
import java.util.Set;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** Collects everything that is wrong with the settings, so that one exception tells all of it. */
final class Problems {

  private final Set<String> messages = new LinkedHashSet<>();
  private @Nullable Throwable cause;

  void add(String message) {
    messages.add(message);
  }

  void add(String message, Throwable because) {
    messages.add(message);
    if (cause == null) {
      cause = because;
    }
  }

  /** Says that a setting has a value that it must not have. */
  void refused(Assignment assignment, String allowed) {
    add(
        "%s is '%s' (%s); allowed: %s."
            .formatted(
                assignment.fullName(), assignment.shownValue(), assignment.source(), allowed));
  }

  /**
   * @throws CacheException with all messages, if there are any
   */
  void throwIfAny() {
    if (!messages.isEmpty()) {
      throw new CacheException(
          "Larder cannot start, its settings are wrong:\n- " + String.join("\n- ", messages),
          cause);
    }
  }
}
