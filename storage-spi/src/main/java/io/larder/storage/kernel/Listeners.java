package io.larder.storage.kernel;

import io.larder.storage.Change;
import io.larder.storage.Entry;
import io.larder.storage.Space;
import io.larder.storage.StoreListener;
import io.larder.storage.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of one store. A listener that throws is logged, and neither the store nor the other
 * listeners suffer from it. Thread-safe; a listener is called on the thread that tells.
 */
public final class Listeners {

  private final class Registration implements Subscription {

    private final Object opener;
    private final StoreListener listener;

    Registration(Object opener, StoreListener listener) {
      this.opener = opener;
      this.listener = listener;
    }

    @Override
    public void close() {
      registrations.remove(this);
    }
  }

  private final List<Registration> registrations = new CopyOnWriteArrayList<>();
  private final FailureLog failures = new FailureLog(Listeners.class);
  private final String location;

  /**
   * @param location the store's, for messages
   */
  public Listeners(String location) {
    this.location = location;
  }

  /** Adds a listener until its subscription is closed. */
  public Subscription subscribe(StoreListener listener) {
    return subscribe(this, listener);
  }

  /** Adds a listener of that opener, until its subscription is closed or the opener leaves. */
  Subscription subscribe(Object opener, StoreListener listener) {
    Registration registration = new Registration(opener, listener);
    registrations.add(registration);
    return registration;
  }

  /** Ends all subscriptions of an opener. */
  void leave(Object opener) {
    registrations.removeIf(registration -> registration.opener == opener);
  }

  /** Whether anybody but {@code source} listens, so that it is worth finding out what to tell. */
  public boolean anyBut(@Nullable Subscription source) {
    for (Registration registration : registrations) {
      if (registration != source) {
        return true;
      }
    }
    return false;
  }

  /** Tells all but {@code source}; nobody if there is nothing to tell. */
  public void changed(List<Change> changes, @Nullable Subscription source) {
    if (!changes.isEmpty()) {
      tell(source, listener -> listener.changed(changes));
    }
  }

  /** Tells all that changes may have been missed. */
  public void gap() {
    tell(null, StoreListener::gap);
  }

  /** Tells all of collected expired entries; nobody if there are none. */
  public void expired(Space space, List<Entry> entries) {
    if (!entries.isEmpty()) {
      tell(null, listener -> listener.expired(space, entries));
    }
  }

  /** Tells all of evicted entries; nobody if there are none. */
  public void evicted(Space space, List<Entry> entries) {
    if (!entries.isEmpty()) {
      tell(null, listener -> listener.evicted(space, entries));
    }
  }

  private void tell(@Nullable Subscription source, Consumer<StoreListener> event) {
    for (Registration registration : registrations) {
      if (registration != source) {
        try {
          event.accept(registration.listener);
        } catch (Throwable failure) {
          failures.log(
              "The listener %s of the store %s failed; the store goes on."
                  .formatted(registration.listener.getClass().getName(), location),
              failure);
        }
      }
    }
  }
}
