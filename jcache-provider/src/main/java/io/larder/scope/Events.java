package io.larder.scope;

import io.larder.engine.ChangeObserver;
import io.larder.engine.EventThread;
import io.larder.engine.StoreSession;
import io.larder.engine.StoredValues;
import io.larder.scope.ScopeEvent.Kind;
import io.larder.storage.Commit;
import io.larder.storage.Entry;
import io.larder.storage.Mutation;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of scopes, and what they are told. While there are none, the session is not
 * observed. Thread-safe.
 */
final class Events implements ChangeObserver, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Events.class);

  /** How many changed keys of others wait for listeners before some are missed. */
  private static final int MAXIMUM_UNHEARD = 10_000;

  /** How far the clocks of nodes may be apart. */
  private static final long CLOCKS_APART_MILLIS = 60_000;

  private final StoreSession session;
  private final Function<SpaceName, StoredValues> decoding;
  private final Values values;
  private final EventThread thread = new EventThread("scopes", EventThread.BACKLOG);
  private final List<Registration> registrations = new CopyOnWriteArrayList<>();
  private volatile Unheard unheard = new Unheard(MAXIMUM_UNHEARD, Long.MAX_VALUE);

  /**
   * @param decoding answers what reads the keys and values of a space
   */
  Events(StoreSession session, Function<SpaceName, StoredValues> decoding, Values values) {
    this.session = session;
    this.decoding = decoding;
    this.values = values;
  }

  private final class Registration implements Listening {
    private final Audience audience;
    private final ScopeListener listener;

    Registration(Audience audience, ScopeListener listener) {
      this.audience = audience;
      this.listener = listener;
    }

    void tell(ScopeEvent event) {
      try {
        listener.onEvent(event);
      } catch (Throwable failure) {
        LOG.warn("A listener of scopes failed at {}; the change stands.", event, failure);
      }
    }

    @Override
    public void close() {
      leave(this);
    }
  }

  /** Has a listener told of changes from now on. */
  synchronized Listening listen(Audience audience, ScopeListener listener) {
    if (registrations.isEmpty()) {
      long now = session.store().nowMillis();
      unheard = new Unheard(MAXIMUM_UNHEARD, now - CLOCKS_APART_MILLIS);
    }
    Registration registration = new Registration(audience, listener);
    registrations.add(registration);
    session.observe(this);
    return registration;
  }

  private synchronized void leave(Registration registration) {
    if (registrations.remove(registration) && registrations.isEmpty()) {
      session.observe(null);
    }
  }

  @Override
  public void committing(SpaceName space, List<Mutation> mutations) {
    unheard.committing(space, mutations);
  }

  @Override
  public void committed(SpaceName space, List<Mutation> mutations, @Nullable Commit commit) {
    tellUnheard(unheard.committed(space, mutations, commit));
  }

  @Override
  public void changed(
      SpaceName space, @Nullable Entry expired, @Nullable Entry before, @Nullable Entry after) {
    if (expired != null) {
      tellLater(Kind.EXPIRED, space, expired, expired, null);
    }
    Entry subject = after == null ? before : after;
    if (subject != null) {
      Kind kind = after == null ? Kind.DELETED : before == null ? Kind.CREATED : Kind.UPDATED;
      Unheard others = unheard;
      others.queued(space, subject.key());
      later(
          () -> {
            try {
              tell(kind, space, subject, value(space, before), value(space, after));
            } finally {
              tellUnheard(others.told(space, before, after));
            }
          });
    }
  }

  @Override
  public void cleared(SpaceName space, long epoch) {
    unheard.cleared(space, epoch);
    later(() -> tell(Kind.CLEARED, space, "", null, null));
  }

  @Override
  public void changedElsewhere(
      SpaceName space, Entry entry, @Nullable Supplier<? extends @Nullable Object> old) {
    if (!Names.isInternal(space)) {
      tellUnheard(unheard.changed(space, entry, old));
    }
  }

  @Override
  public void changedElsewhere(SpaceState state) {
    if (!Names.isInternal(state.name())) {
      tellUnheard(unheard.changed(state));
    }
  }

  @Override
  public void expired(SpaceName space, List<Entry> entries) {
    if (!Names.isInternal(space)) {
      entries.forEach(entry -> tellLater(Kind.EXPIRED, space, entry, entry, null));
    }
  }

  @Override
  public void evicted(SpaceName space, List<Entry> entries) {
    if (!Names.isInternal(space)) {
      entries.forEach(entry -> tellLater(Kind.EVICTED, space, entry, entry, null));
    }
  }

  @Override
  public void mayHaveMissed() {
    tellUnheard(unheard.missed());
  }

  private void tellLater(
      Kind kind, SpaceName space, Entry subject, @Nullable Entry old, @Nullable Entry now) {
    later(() -> tell(kind, space, subject, value(space, old), value(space, now)));
  }

  private @Nullable Supplier<Object> value(SpaceName space, @Nullable Entry entry) {
    return entry == null || entry.deleted() ? null : () -> decoding.apply(space).value(entry);
  }

  private void tellUnheard(boolean due) {
    if (due) {
      later(() -> unheard.take().forEach(this::tell));
    }
  }

  private void later(Runnable telling) {
    try {
      thread.execute(telling);
    } catch (RejectedExecutionException closed) {
      LOG.debug("Changes are told no more: the scopes are closed.", closed);
    }
  }

  private void tell(Unheard.News news) {
    if (news instanceof Unheard.News.Changed change) {
      SpaceName space = change.space();
      tell(Kind.SYNCED, space, change.entry(), change.old(), value(space, change.entry()));
    } else if (news instanceof Unheard.News.Cleared clear) {
      tell(Kind.CLEARED, clear.space(), "", null, null);
    } else {
      for (Registration registration : registrations) {
        registration.tell(registration.audience.missed(values));
      }
    }
  }

  /** Entries of caches may have keys that are no texts, which nobody here can name. */
  private void tell(
      Kind kind,
      SpaceName space,
      Entry subject,
      @Nullable Supplier<? extends @Nullable Object> old,
      @Nullable Supplier<? extends @Nullable Object> now) {
    if (registrations.stream().anyMatch(registration -> registration.audience.hears(space))) {
      String key = decoding.apply(space).text(subject.key());
      if (key != null) {
        tell(kind, space, key, old, now);
      }
    }
  }

  private void tell(
      Kind kind,
      SpaceName space,
      String key,
      @Nullable Supplier<? extends @Nullable Object> old,
      @Nullable Supplier<? extends @Nullable Object> now) {
    ScopeEvent event = new ScopeEvent(kind, space, key, old, now, values);
    for (Registration registration : registrations) {
      if (registration.audience.hears(space) && registration.audience.hears(key)) {
        registration.tell(event);
      }
    }
  }

  /** Tells nothing more but what is on its way. */
  @Override
  public void close() {
    session.observe(null);
    thread.close();
  }
}
