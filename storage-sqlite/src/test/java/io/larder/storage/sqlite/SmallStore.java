package io.larder.storage.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.storage.Batch;
import io.larder.storage.Bytes;
import io.larder.storage.Condition;
import io.larder.storage.Entry;
import io.larder.storage.Mutation;
import io.larder.storage.Space;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceOptions;
import io.larder.storage.Store;
import org.jspecify.annotations.Nullable;

/** A store and one space of it, with texts for keys and values. */
record SmallStore(Store store, Space space) implements AutoCloseable {

  static SmallStore of(Store store) {
    return new SmallStore(store, store.openSpace(SpaceName.global("small"), SpaceOptions.DEFAULT));
  }

  void put(String key, String value) {
    var unused = store.commit(Batch.of(space, Mutation.Put.of(bytes(key), bytes(value))));
  }

  void clear() {
    store.clear(space, null);
  }

  @Nullable String get(String key) {
    Entry entry = store.get(space, bytes(key));
    return entry == null ? null : text(entry.value());
  }

  /** Adds one to the number under the key: read, decide, commit on the stamp, again if it moved. */
  void increment(String key) {
    boolean done = false;
    while (!done) {
      Entry entry = store.get(space, bytes(key));
      long number = entry == null ? 0 : Long.parseLong(text(entry.value()));
      Condition unchanged = entry == null ? Condition.ABSENT : Condition.stamp(entry.stamp());
      Mutation put =
          new Mutation.Put(
              bytes(key), bytes(Long.toString(number + 1)), Entry.NEVER, Entry.NEVER, unchanged);
      done = store.commit(Batch.of(space, put)).applied();
    }
  }

  @Override
  public void close() {
    store.close();
  }

  static Bytes bytes(String text) {
    return Bytes.wrap(text.getBytes(UTF_8));
  }

  static String text(Bytes bytes) {
    return new String(bytes.toByteArray(), UTF_8);
  }
}
