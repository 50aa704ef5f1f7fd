package io.larder.storage.postgresql;

import io.larder.storage.Entry;
import io.larder.storage.Stamp;
import io.larder.storage.jdbc.StoredKey;
import io.larder.storage.kernel.StoredEntry;
import java.util.Collection;

/** Rows of {@code entry} column by column, to be bound as arrays. */
final class EntryColumns {

  private static final int TIMESTAMP = 2;
  private static final int ORIGIN = 3;
  private static final int POSITION = 6;
  private static final int NUMBERS = 7;

  private final long[] spaces;
  private final byte[][] keys;
  private final byte[][] wholeKeys;
  private final long[][] numbers;
  private final byte[][] values;

  private EntryColumns(int size) {
    this.spaces = new long[size];
    this.keys = new byte[size][];
    this.wholeKeys = new byte[size][];
    this.numbers = new long[NUMBERS][size];
    this.values = new byte[size][];
  }

  static EntryColumns of(Collection<StoredEntry> rows) {
    EntryColumns columns = new EntryColumns(rows.size());
    int i = 0;
    for (StoredEntry row : rows) {
      columns.set(i++, row);
    }
    return columns;
  }

  private void set(int i, StoredEntry row) {
    Entry entry = row.entry();
    StoredKey key = StoredKey.of(entry.key());
    spaces[i] = row.space();
    keys[i] = key.bytes();
    if (key.whole() != null) {
      wholeKeys[i] = key.whole().unsafeArray();
    }
    Stamp stamp = entry.stamp();
    numbers[0][i] = stamp.epoch();
    numbers[1][i] = stamp.version();
    numbers[TIMESTAMP][i] = stamp.timestamp();
    numbers[ORIGIN][i] = stamp.origin();
    numbers[4][i] = entry.expiresAt();
    numbers[5][i] = entry.deleted() ? 1 : 0;
    numbers[POSITION][i] = row.position();
    values[i] = entry.value().unsafeArray();
  }

  /** What names the rows. */
  Object[] names() {
    return new Object[] {spaces, keys};
  }

  /** What names one state of each row. */
  Object[] states() {
    return new Object[] {spaces, keys, numbers[POSITION], numbers[TIMESTAMP], numbers[ORIGIN]};
  }

  /** In the order of the table. */
  Object[] all() {
    Object[] all = new Object[4 + NUMBERS];
    all[0] = spaces;
    all[1] = keys;
    all[2] = wholeKeys;
    System.arraycopy(numbers, 0, all, 3, NUMBERS);
    all[3 + NUMBERS] = values;
    return all;
  }
}
