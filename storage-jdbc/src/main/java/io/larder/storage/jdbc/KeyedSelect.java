package io.larder.storage.jdbc;

import io.larder.storage.Bytes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Reads rows of one space by their keys, several hundred in one statement. Where a database binds
 * no arrays, statements exist for a few numbers of keys, so that each is prepared once; a list
 * between them is filled up with its last key.
 */
final class KeyedSelect {

  private static final int[] SIZES = {4, 16, 64, 256};

  private final String[] texts = new String[SIZES.length];
  private final String withArray;

  /**
   * @param select ends where the condition on the key is to follow; its own parameters come first
   */
  KeyedSelect(String select) {
    withArray = select + " AND e.key = ANY (?)";
    for (int i = 0; i < SIZES.length; i++) {
      String list = String.join(", ", Collections.nCopies(SIZES[i], "?"));
      texts[i] = select + " AND e.key IN (" + list + ")";
    }
  }

  /** What is done with each row that there is. */
  interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  /** A map that holds what comes of so many keys without growing. */
  static <V> Map<Bytes, V> mapFor(Collection<Bytes> keys) {
    return new HashMap<>(2 * keys.size());
  }

  /**
   * Reads the rows that there are, in no particular order, in one statement.
   *
   * @param first the parameters that come before the keys
   */
  void readWithArray(Statements statements, long[] first, Collection<Bytes> keys, RowReader reader)
      throws SQLException {
    PreparedStatement select = statements.of(withArray);
    int parameter = 0;
    for (long value : first) {
      select.setLong(++parameter, value);
    }
    byte[][] stored = keys.stream().map(key -> StoredKey.of(key).bytes()).toArray(byte[][]::new);
    select.setObject(++parameter, stored);
    read(select, reader);
  }

  /**
   * Reads the rows that there are, in no particular order.
   *
   * @param first the parameters that come before the keys
   */
  void read(Statements statements, long[] first, Collection<Bytes> keys, RowReader reader)
      throws SQLException {
    List<byte[]> stored = new ArrayList<>(keys.size());
    for (Bytes key : new TreeSet<>(keys)) {
      stored.add(StoredKey.of(key).bytes());
    }
    int most = SIZES[SIZES.length - 1];
    for (int from = 0; from < stored.size(); from += most) {
      List<byte[]> part = stored.subList(from, Math.min(from + most, stored.size()));
      readPart(statements, first, part, reader);
    }
  }

  private void readPart(Statements statements, long[] first, List<byte[]> keys, RowReader reader)
      throws SQLException {
    int size = 0;
    while (SIZES[size] < keys.size()) {
      size++;
    }
    PreparedStatement select = statements.of(texts[size]);
    int parameter = 0;
    for (long value : first) {
      select.setLong(++parameter, value);
    }
    for (int i = 0; i < SIZES[size]; i++) {
      select.setBytes(++parameter, keys.get(Math.min(i, keys.size() - 1)));
    }
    read(select, reader);
  }

  private static void read(PreparedStatement select, RowReader reader) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        reader.read(row);
      }
    }
  }
}
