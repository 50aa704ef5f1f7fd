package io.larder.storage.kernel;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Logs failures that must not end what they happened in, each cause once. Thread-safe. */
final class FailureLog {

  /** Past this many causes nothing more is logged; by then the log has told the story. */
  private static final int CAUSES_KEPT = 100;

  private final System.Logger logger;
  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  FailureLog(Class<?> owner) {
    this.logger = System.getLogger(owner.getName());
  }

  void log(String what, Throwable failure) {
    if (logged.size() < CAUSES_KEPT && logged.add(what + failure)) {
      logger.log(System.Logger.Level.WARNING, what + " This cause is logged once.", failure);
    }
  }
}
