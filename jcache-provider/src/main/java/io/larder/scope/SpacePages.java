package io.larder.scope;

import io.larder.storage.SpaceName;
import io.larder.storage.SpaceScan;
import io.larder.storage.SpaceState;
import io.larder.storage.StorageException;
import io.larder.storage.Store;
import io.larder.storage.StoreClosedException;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * The names of spaces, but for Larder's own, in order, read page by page when they are asked for.
 * Used by one thread.
 */
final class SpacePages extends Spliterators.AbstractSpliterator<SpaceName> {

  static final int PAGE = 500;

  private final Store store;
  private @Nullable SpaceScan next;
  private Iterator<SpaceState> page = List.<SpaceState>of().iterator();

  private SpacePages(Store store, SpaceScan first) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL);
    this.store = store;
    this.next = first;
  }

  static Stream<SpaceName> stream(Store store, SpaceScan first) {
    return StreamSupport.stream(new SpacePages(store, first), false)
        .filter(name -> !name.namespace().startsWith(Names.RESERVED));
  }

  @Override
  public boolean tryAdvance(Consumer<? super SpaceName> action) {
    if (!page.hasNext()) {
      SpaceScan scan = next;
      if (scan == null) {
        return false;
      }
      List<SpaceState> read = read(scan);
      page = read.iterator();
      next = read.size() < scan.limit() ? null : scan.after(read.get(read.size() - 1).name());
      if (read.isEmpty()) {
        return false;
      }
    }
    action.accept(page.next().name());
    return true;
  }

  private List<SpaceState> read(SpaceScan scan) {
    try {
      return store.spaces(scan);
    } catch (StoreClosedException closed) {
      throw new IllegalStateException(closed.getMessage(), closed);
    } catch (StorageException failure) {
      throw new CacheException("The namespaces cannot be listed: " + failure.getMessage(), failure);
    }
  }
}
