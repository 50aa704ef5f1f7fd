package io.larder.storage.postgresql;

import io.larder.storage.Change;
import io.larder.storage.Entry;
import io.larder.storage.Space;
import io.larder.storage.StoreListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers what it was told. */
final class HeardListener implements StoreListener {

  final List<String> keys = new CopyOnWriteArrayList<>();
  final AtomicInteger gaps = new AtomicInteger();

  @Override
  public void changed(List<Change> changes) {
    for (Change change : changes) {
      keys.add(
          change instanceof Change.OfEntry row
              ? TextKeys.text(row.entry().key())
              : "space " + ((Change.OfSpace) change).state().epoch());
    }
  }

  @Override
  public void gap() {
    gaps.incrementAndGet();
  }

  @Override
  public void expired(Space space, List<Entry> entries) {}

  @Override
  public void evicted(Space space, List<Entry> entries) {}
}
