package io.larder.scope;

import io.larder.engine.Engine;
import io.larder.engine.StoreSession;
import io.larder.engine.StoredValues;
import io.larder.jcache.LarderCacheManager;
import io.larder.scope.OpenSpaces.Open;
import io.larder.storage.SpaceName;
import io.larder.storage.StorageException;
import io.larder.storage.Store;
import io.larder.storage.StoreClosedException;
import java.util.Optional;
import java.util.function.Function;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * What all scopes of one cache manager share.
 *
 * @param manager the cache manager of the global scope
 * @param session on the same store, but of its own: caches and namespaces of one name hear of each
 *     other
 * @param spaces the spaces in use
 * @param values values as they are stored
 * @param decoding answers what reads the keys and values of a space
 * @param events the listeners
 * @param currentUser who is at work, or null if nobody has said how to find that out
 */
record Context(
    LarderCacheManager manager,
    StoreSession session,
    OpenSpaces spaces,
    Values values,
    Function<SpaceName, StoredValues> decoding,
    Events events,
    @Nullable CurrentUser currentUser) {

  Context withCurrentUser(CurrentUser other) {
    return new Context(manager, session, spaces, values, decoding, events, other);
  }

  /** On whose behalf the current thread works; nothing if nobody is known. */
  Optional<String> actor() {
    return currentUser == null ? Optional.empty() : currentUser.id();
  }

  Store store() {
    return session.store();
  }

  long nowMillis() {
    return store().nowMillis();
  }

  /**
   * The engine to read a space with, or null if there is no such space: reading is to leave no
   * trace of somebody who has never stored anything.
   */
  @Nullable Engine<String, Object> existing(SpaceName name) {
    Open open = spaces.find(name);
    if (open != null && !open.isClosed()) {
      return open.engine();
    }
    return isThere(name) ? spaces.get(name).engine() : null;
  }

  private boolean isThere(SpaceName name) {
    try {
      return store().space(name).filter(state -> !state.destroyed()).isPresent();
    } catch (StoreClosedException closed) {
      throw new IllegalStateException(closed.getMessage(), closed);
    } catch (StorageException failure) {
      throw new CacheException(
          "%s cannot be read: %s".formatted(name, failure.getMessage()), failure);
    }
  }
}
