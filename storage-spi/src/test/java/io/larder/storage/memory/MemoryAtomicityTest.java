package io.larder.storage.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.Batch;
import io.larder.storage.Bytes;
import io.larder.storage.Entry;
import io.larder.storage.KeyRange;
import io.larder.storage.Mutation;
import io.larder.storage.Scan;
import io.larder.storage.Space;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceOptions;
import io.larder.storage.Store;
import io.larder.storage.StoreLocation;
import io.larder.storage.StoreOptions;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Readers see all of a batch or nothing of it. */
class MemoryAtomicityTest {

  private static final int BATCHES = 3000;
  private static final List<Bytes> KEYS =
      IntStream.range(0, 20).mapToObj(i -> Bytes.copyOf(new byte[] {(byte) i})).toList();

  @Test
  void aBatchIsNeverSeenInPart() throws Exception {
    try (Store store =
        new MemoryStorageProvider().open(StoreLocation.parse("memory:"), StoreOptions.DEFAULT)) {
      Space space = store.openSpace(SpaceName.global("s"), SpaceOptions.DEFAULT);
      commit(store, space, 0);
      AtomicBoolean ended = new AtomicBoolean();
      Thread writer =
          new Thread(
              () -> {
                for (int i = 1; i <= BATCHES; i++) {
                  commit(store, space, i);
                }
                ended.set(true);
              });
      writer.start();
      while (!ended.get()) {
        assertWhole(store.getAll(space, KEYS).values());
        assertWhole(store.scan(Scan.of(space, KeyRange.ALL, 100)).entries());
      }
      writer.join();
    }
  }

  private static void commit(Store store, Space space, int number) {
    Bytes value = Bytes.copyOf(Integer.toString(number).getBytes(UTF_8));
    store.commit(Batch.of(space, KEYS.stream().map(key -> Mutation.Put.of(key, value)).toList()));
  }

  private static void assertWhole(Collection<Entry> entries) {
    Set<Bytes> values = entries.stream().map(Entry::value).collect(Collectors.toSet());
    assertThat(entries).hasSize(KEYS.size());
    assertThat(values).hasSize(1);
  }
}
