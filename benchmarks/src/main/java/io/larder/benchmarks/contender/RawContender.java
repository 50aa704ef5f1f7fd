package io.larder.benchmarks.contender;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What a database itself can do through its driver, with the product's schema. */
abstract class RawContender implements Contender {

  /** What is done on one connection by one thread. */
  interface Work<R> {
    R on(RawConnection connection) throws SQLException;
  }

  private final AtomicLong position;

  /**
   * @param firstPosition what the first row to be written has in its column {@code seq}
   */
  RawContender(long firstPosition) {
    this.position = new AtomicLong(firstPosition);
  }

  /** Does it on a connection that nobody else uses meanwhile. */
  abstract <R> R with(Work<R> work);

  @Override
  public void put(String key, byte[] value) {
    var unused =
        with(
            connection -> {
              connection.put(key, value, position.getAndIncrement());
              return true;
            });
  }

  @Override
  public byte @Nullable [] get(String key) {
    byte[][] value = new byte[1][];
    var unused =
        with(
            connection -> {
              byte[] read = connection.get(key);
              if (read != null) {
                value[0] = read;
              }
              return true;
            });
    return value[0];
  }

  @Override
  public void putAll(SortedMap<String, byte[]> entries) {
    var unused =
        with(
            connection -> {
              connection.putAll(entries, position.getAndAdd(entries.size()));
              return true;
            });
  }

  @Override
  public Map<String, byte[]> getAll(Set<String> keys) {
    return with(
        connection -> {
          Map<String, byte[]> found = new HashMap<>();
          for (String key : keys) {
            byte[] value = connection.get(key);
            if (value != null) {
              found.put(key, value);
            }
          }
          return found;
        });
  }

  @Override
  public void removeAll(SortedSet<String> keys) {
    var unused =
        with(
            connection -> {
              connection.removeAll(keys);
              return true;
            });
  }

  @Override
  public void clear() {
    var unused =
        with(
            connection -> {
              connection.clear();
              return true;
            });
  }
}
