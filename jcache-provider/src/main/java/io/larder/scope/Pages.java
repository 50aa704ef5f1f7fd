package io.larder.scope;

import io.larder.storage.Bytes;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What is read page by page when it is asked for. Used by one thread. */
final class Pages<T> extends Spliterators.AbstractSpliterator<T> {

  /** How much is read at once. */
  static final int SIZE = 500;

  private final Source<T> source;
  private @Nullable Bytes next;
  private boolean begun;
  private Iterator<T> page = List.<T>of().iterator();

  /** Reads a page. */
  interface Source<T> {

    /**
     * Reads one.
     *
     * @param after the {@link Page#next} of the page before, or null for the first
     */
    Page<T> read(@Nullable Bytes after);
  }

  /**
   * A page.
   *
   * @param next where the next page begins, or null if this was the last
   */
  record Page<T>(List<T> content, @Nullable Bytes next) {

    /** There is nothing. */
    static <T> Page<T> none() {
      return new Page<>(List.of(), null);
    }
  }

  private Pages(Source<T> source) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL);
    this.source = source;
  }

  static <T> Stream<T> stream(Source<T> source) {
    return StreamSupport.stream(new Pages<>(source), false);
  }

  @Override
  public boolean tryAdvance(Consumer<? super T> action) {
    while (!page.hasNext()) {
      if (begun && next == null) {
        return false;
      }
      Page<T> read = source.read(next);
      begun = true;
      next = read.next();
      page = read.content().iterator();
    }
    action.accept(page.next());
    return true;
  }
}
