package io.larder.scope;

import io.larder.storage.Bytes;
import io.larder.storage.Commit;
import io.larder.storage.Entry;
import io.larder.storage.HybridClock;
import io.larder.storage.Mutation;
import io.larder.storage.Outcome;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceState;
import io.larder.storage.Stamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What others have changed and listeners were not told yet: of each key its last state, of so many
 * keys at most. Thread-safe.
 *
 * <ol>
 *   <li>Another process's feed tells of our own changes too. A state that is ours, or older than
 *       ours, is no news; so a key on which we are at work waits until we know its state and have
 *       told of it.
 *   <li>Still, a change of ours may come to be told a moment after a later one of somebody else.
 *       That one is then told again, so that the last thing that a listener hears of a key is how
 *       it stands.
 *   <li>When too many keys wait, they are forgotten, and it is told that some were missed.
 * </ol>
 */
final class Unheard {

  private static final int OWN_STATES = 10_000;
  private static final int TOLD_STATES = 1_000;

  /** News of others. */
  sealed interface News {

    /** An entry stands, or a tombstone; {@code old} answers what was known to stand before. */
    record Changed(SpaceName space, Entry entry, @Nullable Supplier<? extends @Nullable Object> old)
        implements News {}

    /** A space was cleared, and is now in that epoch. */
    record Cleared(SpaceName space, long epoch) implements News {}

    /** There was more. */
    record Missed() implements News {}
  }

  /** A key of a space, or without one the space itself. */
  private record Place(SpaceName space, @Nullable Bytes key) {}

  /** How far a key has come. Within a store that names one state. */
  private record State(long epoch, long version) implements Comparable<State> {
    private static final Comparator<State> ORDER =
        Comparator.comparingLong(State::epoch).thenComparingLong(State::version);

    static State of(Stamp stamp) {
      return new State(stamp.epoch(), stamp.version());
    }

    /** What a change has left; null if there was nothing and is nothing. */
    static @Nullable State of(@Nullable Entry before, @Nullable Entry after) {
      if (after != null) {
        return of(after.stamp());
      }
      return before == null
          ? null
          : new State(before.stamp().epoch(), before.stamp().version() + 1);
    }

    @Override
    public int compareTo(State other) {
      return ORDER.compare(this, other);
    }
  }

  private final int maximum;
  private final long sinceMillis;
  private final Map<Place, News> waiting = new LinkedHashMap<>();
  private final Map<Place, Integer> atWork = new HashMap<>();
  private final Map<Place, State> own = recent(OWN_STATES);
  private final Map<Place, Entry> told = recent(TOLD_STATES);
  private final Map<SpaceName, Long> epochs = recent(OWN_STATES);
  private boolean missed;
  private boolean due;

  /**
   * @param maximum how many keys may wait
   * @param sinceMillis clears before that are no news
   */
  Unheard(int maximum, long sinceMillis) {
    this.maximum = maximum;
    this.sinceMillis = sinceMillis;
  }

  private static <K, V> Map<K, V> recent(int maximum) {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > maximum;
      }
    };
  }

  /** We are about to change these. */
  synchronized void committing(SpaceName space, List<Mutation> mutations) {
    places(space, mutations).forEach(place -> atWork.merge(place, 1, Integer::sum));
  }

  /**
   * We have changed them, or not; null if nobody knows.
   *
   * @return whether {@link #take} is to be called
   */
  synchronized boolean committed(
      SpaceName space, List<Mutation> mutations, @Nullable Commit commit) {
    if (commit != null && commit.applied()) {
      for (int i = 0; i < mutations.size(); i++) {
        Outcome outcome = commit.outcomes().get(i);
        State state = State.of(outcome.before(), outcome.after());
        if (state != null && !(mutations.get(i) instanceof Mutation.Touch)) {
          own.merge(new Place(space, mutations.get(i).key()), state, Unheard::later);
        }
      }
    }
    places(space, mutations).forEach(this::release);
    return !waiting.isEmpty() && becomesDue();
  }

  private static State later(State one, State other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Set<Place> places(SpaceName space, List<Mutation> mutations) {
    Set<Place> places = new HashSet<>();
    for (Mutation mutation : mutations) {
      if (!(mutation instanceof Mutation.Touch)) {
        places.add(new Place(space, mutation.key()));
      }
    }
    return places;
  }

  /** A change of ours waits to be told; what others have made of the key waits for it. */
  synchronized void queued(SpaceName space, Bytes key) {
    atWork.merge(new Place(space, key), 1, Integer::sum);
  }

  /** It has been told. Answers whether {@link #take} is to be called. */
  synchronized boolean told(SpaceName space, @Nullable Entry before, @Nullable Entry after) {
    Entry known = after == null ? before : after;
    State state = State.of(before, after);
    if (known == null || state == null) {
      return false;
    }
    Place place = new Place(space, known.key());
    release(place);
    Entry later = told.get(place);
    if (later != null && State.of(later.stamp()).compareTo(state) > 0) {
      waiting.putIfAbsent(place, new News.Changed(space, later, null));
    }
    return !waiting.isEmpty() && becomesDue();
  }

  private void release(Place place) {
    atWork.computeIfPresent(place, (same, count) -> count == 1 ? null : count - 1);
  }

  /** We have cleared a space. */
  synchronized void cleared(SpaceName space, long epoch) {
    epochs.merge(space, epoch, Math::max);
  }

  /** Others have left this state. Answers whether {@link #take} is to be called. */
  synchronized boolean changed(
      SpaceName space, Entry entry, @Nullable Supplier<? extends @Nullable Object> old) {
    Place place = new Place(space, entry.key());
    if (waiting.get(place) instanceof News.Changed standing) {
      if (entry.stamp().compareTo(standing.entry().stamp()) >= 0) {
        waiting.put(place, new News.Changed(space, entry, standing.old()));
      }
    } else {
      await(place, new News.Changed(space, entry, old));
    }
    return becomesDue();
  }

  /** Others have left a space in this state. Answers whether {@link #take} is to be called. */
  synchronized boolean changed(SpaceState state) {
    SpaceName space = state.name();
    Long known = epochs.get(space);
    boolean cleared =
        known == null
            ? HybridClock.millis(state.clearedAt()) >= sinceMillis
            : known < state.epoch();
    if (!cleared) {
      epochs.putIfAbsent(space, state.epoch());
      return false;
    }
    waiting.keySet().removeIf(place -> place.space().equals(space));
    await(new Place(space, null), new News.Cleared(space, state.epoch()));
    return becomesDue();
  }

  private void await(Place place, News news) {
    if (waiting.size() >= maximum) {
      waiting.clear();
      missed = true;
    } else {
      waiting.put(place, news);
    }
  }

  /** Some were missed. Answers whether {@link #take} is to be called. */
  synchronized boolean missed() {
    missed = true;
    return becomesDue();
  }

  private boolean becomesDue() {
    boolean before = due;
    due = true;
    return !before;
  }

  /** What is to be told now, in order. */
  synchronized List<News> take() {
    due = false;
    List<News> taken = new ArrayList<>();
    if (missed) {
      missed = false;
      taken.add(new News.Missed());
    }
    Iterator<Map.Entry<Place, News>> rows = waiting.entrySet().iterator();
    while (rows.hasNext()) {
      Map.Entry<Place, News> row = rows.next();
      if (!atWork.containsKey(row.getKey())) {
        rows.remove();
        if (isNews(row.getKey(), row.getValue())) {
          taken.add(row.getValue());
        }
      }
    }
    return taken;
  }

  private boolean isNews(Place place, News news) {
    if (news instanceof News.Changed change) {
      State mine = own.get(place);
      if (mine != null && mine.compareTo(State.of(change.entry().stamp())) >= 0) {
        return false;
      }
      told.put(place, change.entry());
    } else if (news instanceof News.Cleared clear) {
      Long known = epochs.get(place.space());
      if (known != null && known >= clear.epoch()) {
        return false;
      }
      epochs.put(place.space(), clear.epoch());
    }
    return true;
  }
}
