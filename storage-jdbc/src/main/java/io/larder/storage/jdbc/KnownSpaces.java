package io.larder.storage.jdbc;

import io.larder.storage.SpaceName;
import io.larder.storage.kernel.StoredSpace;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Spaces as the last transaction left them, so that the next need not read them again. Whoever has
 * it forgets everything as soon as another process may have written.
 *
 * <p>Not thread-safe: it belongs to the thread that has the write transaction.
 */
public final class KnownSpaces {

  private static final int MAXIMUM = 10_000;

  private final Map<Long, StoredSpace> byId = new HashMap<>();
  private final Map<SpaceName, StoredSpace> byName = new HashMap<>();

  public void forget() {
    byId.clear();
    byName.clear();
  }

  /** Takes over what a transaction has committed. */
  public void remember(Collection<StoredSpace> spaces) {
    for (StoredSpace space : spaces) {
      remember(space);
    }
  }

  void remember(StoredSpace space) {
    if (byId.size() >= MAXIMUM) {
      forget();
    }
    byId.put(space.id(), space);
    byName.put(space.name(), space);
  }

  @Nullable StoredSpace find(long id) {
    return byId.get(id);
  }

  @Nullable StoredSpace find(SpaceName name) {
    return byName.get(name);
  }
}
