package io.larder.scope;

import io.larder.engine.Engine;
import io.larder.engine.EntryReads;
import io.larder.engine.EntryReads.Found;
import io.larder.storage.Bytes;
import io.larder.storage.KeyRange;
import io.larder.storage.SpaceName;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Entries of a range, read page by page when they are asked for. Used by one thread. */
final class Pages extends Spliterators.AbstractSpliterator<Found<String, Object>> {

  private static final int PAGE = 500;

  private final Context context;
  private final SpaceName space;
  private final KeyRange range;
  private @Nullable Bytes next;
  private boolean begun;
  private Iterator<Found<String, Object>> page = List.<Found<String, Object>>of().iterator();

  private Pages(Context context, SpaceName space, KeyRange range) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL);
    this.context = context;
    this.space = space;
    this.range = range;
  }

  static Stream<Found<String, Object>> stream(Context context, SpaceName space, KeyRange range) {
    return StreamSupport.stream(new Pages(context, space, range), false);
  }

  @Override
  public boolean tryAdvance(Consumer<? super Found<String, Object>> action) {
    while (!page.hasNext()) {
      if (begun && next == null) {
        return false;
      }
      Engine<String, Object> engine = context.existing(space);
      if (engine == null) {
        return false;
      }
      EntryReads.Page<String, Object> read = engine.entryReads().scan(range, next, PAGE);
      begun = true;
      next = read.next();
      page = read.entries().iterator();
    }
    action.accept(page.next());
    return true;
  }
}
