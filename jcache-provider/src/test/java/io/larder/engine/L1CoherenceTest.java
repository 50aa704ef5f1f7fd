package io.larder.engine;

import io.larder.storage.Bytes;
import io.larder.storage.Entry;
import io.larder.storage.Stamp;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * The coherence protocol of L1 under every interleaving of a few threads: reads that fill, local
 * changes that publish, and changes behind its back that invalidate. What a reader sees is
 * linearizable with the store, so a change between a read and its fill is never undone by the fill.
 *
 * <p>Red if {@code fill} does not check the generation, if {@code publish} does not raise it, and
 * if {@code invalidate} raises it after removing.
 */
public class L1CoherenceTest {

  private static final String KEY = "key";

  private final AtomicReference<Entry> store = new AtomicReference<>(entry(1));
  private final L1<String> l1 = new L1<>(new ConcurrentHashMap<>(), 1);

  /** As Reads does it. */
  @Operation
  public long read() {
    Slot held = l1.get(KEY);
    if (held != null) {
      return version(held);
    }
    long generation = l1.generation(KEY);
    Slot slot = slot(store.get());
    l1.fill(KEY, generation, slot);
    return version(slot);
  }

  /** As Updates does it. */
  @Operation
  public long change() {
    while (true) {
      long generation = l1.generation(KEY);
      Entry standing = store.get();
      Entry changed = entry(standing.stamp().version() + 1);
      if (store.compareAndSet(standing, changed)) {
        l1.publish(KEY, generation, slot(changed));
        return changed.stamp().version();
      }
    }
  }

  /** Something may have been missed. */
  @Operation
  public void gap() {
    l1.invalidateAll();
  }

  /** As another node does it, and the feed tells of it. */
  @Operation
  public long changeElsewhere() {
    Entry changed = store.updateAndGet(standing -> entry(standing.stamp().version() + 1));
    l1.changed(KEY, changed.stamp(), changed.expiresAt());
    return changed.stamp().version();
  }

  /** As another node removes it, and the feed tells of it. */
  @Operation
  public void removeElsewhere() {
    store.updateAndGet(standing -> gone(standing.stamp().version() + 1));
    l1.changed(KEY, null, Entry.NEVER);
  }

  @Test
  void whatReadersSeeIsLinearizable() {
    new ModelCheckingOptions()
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(1)
        .actorsAfter(1)
        .iterations(25)
        .invocationsPerIteration(1_000)
        .sequentialSpecification(Register.class)
        .check(L1CoherenceTest.class);
  }

  /** A cache that is never stale. */
  public static class Register {
    private long version = 1;
    private boolean gone;

    public long read() {
      return gone ? 0 : version;
    }

    public long change() {
      gone = false;
      return ++version;
    }

    public void gap() {}

    public void removeElsewhere() {
      version++;
      gone = true;
    }

    public long changeElsewhere() {
      gone = false;
      return ++version;
    }
  }

  private static Entry entry(long version) {
    return new Entry(
        Bytes.EMPTY, Bytes.EMPTY, new Stamp(1, version, version, 1), Entry.NEVER, false);
  }

  private static Entry gone(long version) {
    return new Entry(
        Bytes.EMPTY, Bytes.EMPTY, new Stamp(1, version, version, 1), Entry.NEVER, true);
  }

  private static Slot slot(Entry entry) {
    return entry.deleted() ? Slot.absent() : Slot.of(entry.stamp().version(), entry, null);
  }

  private static long version(Slot slot) {
    Stamp stamp = slot.stamp();
    return stamp == null ? 0 : stamp.version();
  }
}
