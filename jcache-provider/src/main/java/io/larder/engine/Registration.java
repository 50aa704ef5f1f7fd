package io.larder.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryListener;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/** One listener and its filter, made from their configuration. */
record Registration<K, V>(
    CacheEntryListenerConfiguration<K, V> configuration,
    CacheEntryListener<? super K, ? super V> listener,
    @Nullable CacheEntryEventFilter<? super K, ? super V> filter) {

  static <K, V> Registration<K, V> of(CacheEntryListenerConfiguration<K, V> configuration) {
    Factory<CacheEntryEventFilter<? super K, ? super V>> filter =
        configuration.getCacheEntryEventFilterFactory();
    return new Registration<>(
        configuration,
        configuration.getCacheEntryListenerFactory().create(),
        filter == null ? null : filter.create());
  }

  /**
   * Tells the listener of those events that it wants.
   *
   * @param failed is given what it throws; it is told of the next event all the same
   */
  void tell(List<EntryEvent<K, V>> events, Consumer<Throwable> failed) {
    for (EntryEvent<K, V> event : events) {
      if (isFor(event.getEventType())) {
        try {
          tell(configuration.isOldValueRequired() ? event : event.withoutOldValue());
        } catch (RuntimeException | Error failure) {
          failed.accept(failure);
        }
      }
    }
  }

  private void tell(EntryEvent<K, V> event) {
    if (filter == null || filter.evaluate(event)) {
      dispatch(event);
    }
  }

  private boolean isFor(EventType type) {
    return switch (type) {
      case CREATED -> listener instanceof CacheEntryCreatedListener;
      case UPDATED -> listener instanceof CacheEntryUpdatedListener;
      case REMOVED -> listener instanceof CacheEntryRemovedListener;
      case EXPIRED -> listener instanceof CacheEntryExpiredListener;
    };
  }

  @SuppressWarnings("unchecked") // a listener for K and V takes events of K and V
  private void dispatch(EntryEvent<K, V> event) {
    List<CacheEntryEvent<? extends K, ? extends V>> one = new ArrayList<>(1);
    one.add(event);
    Iterable<CacheEntryEvent<? extends K, ? extends V>> events = one;
    CacheEntryListener<K, V> target = (CacheEntryListener<K, V>) listener;
    switch (event.getEventType()) {
      case CREATED -> ((CacheEntryCreatedListener<K, V>) target).onCreated(events);
      case UPDATED -> ((CacheEntryUpdatedListener<K, V>) target).onUpdated(events);
      case REMOVED -> ((CacheEntryRemovedListener<K, V>) target).onRemoved(events);
      case EXPIRED -> ((CacheEntryExpiredListener<K, V>) target).onExpired(events);
    }
  }

  void close(String cacheName) {
    Parts.close(cacheName, listener, filter);
  }
}
