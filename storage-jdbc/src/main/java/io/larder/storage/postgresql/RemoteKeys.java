package io.larder.storage.postgresql;

import io.larder.storage.Change;
import io.larder.storage.Entry;
import io.larder.storage.SpaceName;
import io.larder.storage.kernel.RowKey;
import io.larder.storage.kernel.StoredSpace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What rows of a store changes from elsewhere will meet, so that they are fetched at once. */
record RemoteKeys(List<Change> changes) {

  void fetch(PostgresRows rows) {
    Map<SpaceName, Long> ids = new HashMap<>();
    List<RowKey> keys = new ArrayList<>();
    for (Change change : changes) {
      if (change instanceof Change.OfEntry ofEntry) {
        Entry entry = ofEntry.entry();
        long id = ids.computeIfAbsent(ofEntry.space(), name -> id(rows, name));
        keys.add(new RowKey(id, entry.key()));
      }
    }
    rows.fetch(keys);
  }

  /** 0 is nobody's. */
  private static long id(PostgresRows rows, SpaceName name) {
    StoredSpace space = rows.space(name);
    return space == null ? 0 : space.id();
  }
}
