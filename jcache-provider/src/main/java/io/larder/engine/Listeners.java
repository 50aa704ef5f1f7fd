package io.larder.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.cache.CacheException;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryListenerException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of one cache. Synchronous ones are called on the thread that made the change, and
 * what they throw reaches it after all of them were told; asynchronous ones are called in order on
 * one thread of their own, and what they throw is logged.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Listeners<K, V> {

  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  private final String cacheName;
  private final CopyOnWriteArrayList<Registration<K, V>> registrations =
      new CopyOnWriteArrayList<>();
  private @Nullable EventThread asynchronous;

  Listeners(String cacheName) {
    this.cacheName = cacheName;
  }

  /**
   * @throws IllegalArgumentException if that very configuration is registered already
   */
  synchronized void register(CacheEntryListenerConfiguration<K, V> configuration) {
    for (Registration<K, V> registration : registrations) {
      if (registration.configuration().equals(configuration)) {
        throw new IllegalArgumentException(
            "The cache '" + cacheName + "' has that listener already: " + configuration);
      }
    }
    registrations.add(Registration.of(configuration));
  }

  synchronized void deregister(CacheEntryListenerConfiguration<K, V> configuration) {
    for (Registration<K, V> registration : registrations) {
      if (registration.configuration().equals(configuration)) {
        registrations.remove(registration);
        registration.close(cacheName);
      }
    }
  }

  boolean isEmpty() {
    return registrations.isEmpty();
  }

  /** Whether anybody wants the value that an entry had before. */
  boolean wantOldValues() {
    for (Registration<K, V> registration : registrations) {
      if (registration.configuration().isOldValueRequired()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Tells of changes that have been made. Every listener is told of every event, whatever others
   * throw.
   *
   * @throws CacheEntryListenerException what a synchronous listener threw
   */
  void tell(List<EntryEvent<K, V>> events) {
    List<Throwable> thrown = new ArrayList<>();
    for (Registration<K, V> registration : registrations) {
      if (registration.configuration().isSynchronous()) {
        registration.tell(events, thrown::add);
      } else {
        thread().execute(() -> registration.tell(events, this::log));
      }
    }
    if (!thrown.isEmpty()) {
      Throwable first = thrown.get(0);
      thrown.subList(1, thrown.size()).forEach(first::addSuppressed);
      throw asListenerException(first);
    }
  }

  private RuntimeException asListenerException(Throwable first) {
    if (first instanceof Error error) {
      throw error;
    }
    return first instanceof CacheException known
        ? known
        : new CacheEntryListenerException(
            "A listener of the cache '%s' failed; the change stands.".formatted(cacheName), first);
  }

  private void log(Throwable failure) {
    LOG.warn("A listener of the cache '{}' failed.", cacheName, failure);
  }

  private synchronized EventThread thread() {
    if (asynchronous == null) {
      asynchronous = new EventThread(cacheName, EventThread.BACKLOG);
    }
    return asynchronous;
  }

  /** Closes every listener that can be closed. Events that are on their way are still told. */
  synchronized void close() {
    for (Registration<K, V> registration : registrations) {
      registration.close(cacheName);
    }
    registrations.clear();
    if (asynchronous != null) {
      asynchronous.close();
    }
  }
}
