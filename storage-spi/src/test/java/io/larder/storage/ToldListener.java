package io.larder.storage;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers what it was told. */
final class ToldListener implements StoreListener {

  final List<Change> changes = new CopyOnWriteArrayList<>();
  final List<Entry> expired = new CopyOnWriteArrayList<>();
  final List<Entry> evicted = new CopyOnWriteArrayList<>();
  final List<Space> spaces = new CopyOnWriteArrayList<>();
  final AtomicInteger gaps = new AtomicInteger();

  @Override
  public void changed(List<Change> some) {
    changes.addAll(some);
  }

  @Override
  public void gap() {
    gaps.incrementAndGet();
  }

  @Override
  public void expired(Space space, List<Entry> entries) {
    spaces.add(space);
    expired.addAll(entries);
  }

  @Override
  public void evicted(Space space, List<Entry> entries) {
    spaces.add(space);
    evicted.addAll(entries);
  }
}
