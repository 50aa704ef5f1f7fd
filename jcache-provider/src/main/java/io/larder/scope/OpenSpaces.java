package io.larder.scope;

import io.larder.engine.Engine;
import io.larder.storage.SpaceName;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The engines of spaces that are in use, so many at most besides those at work. Two engines never
 * write to one space at once: what one writes the other would not hear of. Thread-safe.
 */
final class OpenSpaces implements AutoCloseable {

  private final Function<SpaceName, Engine<String, Object>> opener;
  private final int maximum;
  private final Map<SpaceName, Open> open = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * @param maximum how many stay open while nobody uses them
   */
  OpenSpaces(Function<SpaceName, Engine<String, Object>> opener, int maximum) {
    this.opener = opener;
    this.maximum = maximum;
  }

  /** An open space; its engine may be read from until it is {@link #closed}. */
  static final class Open {
    private final Engine<String, Object> engine;

    /** How many write to it; guarded by the map's own lock on the name. */
    private int writers;

    private volatile boolean closed;
    private volatile long usedNanos = System.nanoTime();

    private Open(Engine<String, Object> engine) {
      this.engine = engine;
    }

    Engine<String, Object> engine() {
      usedNanos = System.nanoTime();
      return engine;
    }

    boolean isClosed() {
      return closed;
    }
  }

  /** The space if it is open, or null. */
  @Nullable Open find(SpaceName name) {
    return open.get(name);
  }

  /** The space, which is opened if it is not. */
  Open get(SpaceName name) {
    Open found = open.get(name);
    if (found == null) {
      found = open.computeIfAbsent(name, this::opened);
      trim();
    }
    return found;
  }

  private Open opened(SpaceName name) {
    if (closed) {
      throw new IllegalStateException(
          "The scopes are closed, or their cache manager is: '" + name + "' cannot be opened.");
    }
    return new Open(opener.apply(name));
  }

  /** Writes to a space, which stays open meanwhile. */
  <R extends @Nullable Object> R write(
      SpaceName name, Function<Engine<String, Object>, R> writing) {
    Open used = use(name);
    try {
      return writing.apply(used.engine());
    } finally {
      open.computeIfPresent(
          name,
          (same, standing) -> {
            standing.writers--;
            return standing;
          });
    }
  }

  private Open use(SpaceName name) {
    boolean known = open.containsKey(name);
    Open used =
        open.compute(
            name,
            (same, standing) -> {
              Open wanted = standing == null ? opened(name) : standing;
              wanted.writers++;
              return wanted;
            });
    if (!known) {
      trim();
    }
    if (used == null) {
      throw new IllegalStateException("A space that was opened is there.");
    }
    return used;
  }

  /** Closes those that were not used for longest; a tenth at once, so that this is seldom done. */
  private void trim() {
    int surplus = open.size() - maximum;
    if (surplus <= 0) {
      return;
    }
    List<SpaceName> oldest =
        open.entrySet().stream()
            .map(entry -> Map.entry(entry.getValue().usedNanos, entry.getKey()))
            .sorted(Comparator.comparing(Map.Entry::getKey))
            .limit(surplus + maximum / 10)
            .map(Map.Entry::getValue)
            .toList();
    oldest.forEach(this::closeIfIdle);
  }

  private void closeIfIdle(SpaceName name) {
    open.computeIfPresent(
        name, (same, standing) -> standing.writers > 0 ? standing : shut(standing));
  }

  private static @Nullable Open shut(Open standing) {
    standing.closed = true;
    standing.engine.close();
    return null;
  }

  @Override
  public void close() {
    closed = true;
    open.keySet().forEach(name -> open.computeIfPresent(name, (same, standing) -> shut(standing)));
  }
}
