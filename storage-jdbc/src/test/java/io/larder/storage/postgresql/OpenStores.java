package io.larder.storage.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.storage.Batch;
import io.larder.storage.Bytes;
import io.larder.storage.Condition;
import io.larder.storage.Durability;
import io.larder.storage.Entry;
import io.larder.storage.Mutation;
import io.larder.storage.Outcome;
import io.larder.storage.Space;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceOptions;
import io.larder.storage.Store;
import io.larder.storage.StoreLocation;
import io.larder.storage.StoreOptions;
import io.larder.storage.kernel.Housekeeping;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Stores as several processes have them: none is shared. */
final class OpenStores {

  static final SpaceName NAME = SpaceName.global("orders");

  private OpenStores() {}

  static Store open(String url, PostgresSchema schema, String... settings) {
    Map<String, String> all = new HashMap<>(Map.of(Housekeeping.SETTING, "off"));
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    StoreOptions options =
        new StoreOptions(Durability.OS, InstantSource.system(), schema.settings(all));
    PostgresSettings read = PostgresSettings.of(options);
    return PostgresStore.open(Database.of(StoreLocation.parse(url), read), read, options);
  }

  static Space space(Store store) {
    return store.openSpace(NAME, SpaceOptions.DEFAULT);
  }

  static Bytes bytes(String text) {
    return Bytes.wrap(text.getBytes(UTF_8));
  }

  static String text(Entry entry) {
    return new String(entry.value().unsafeArray(), UTF_8);
  }

  static Mutation put(String key, String value, Condition condition) {
    return new Mutation.Put(bytes(key), bytes(value), Entry.NEVER, Entry.NEVER, condition);
  }

  static Mutation add(String key) {
    return new Mutation.Add(bytes(key), BigDecimal.ONE, Entry.NEVER, Entry.NEVER, Condition.NONE);
  }

  static Outcome commit(Store store, Space space, Mutation mutation) {
    return store.commit(Batch.of(space, mutation)).single();
  }
}
