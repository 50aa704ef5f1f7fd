package io.larder.benchmarks.contender;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What SQLite itself can do, through sqlite-jdbc, with the product's schema, page size and
 * checkpoints: the file is made by the product and then used without it.
 */
final class RawSqlite implements Contender {

  /** With one connection for all threads, or with one for each. */
  enum Connections {
    SHARED,
    ONE_A_THREAD
  }

  private interface Work<R> {
    R on(RawConnection connection) throws SQLException;
  }

  private final Path file;
  private final String synchronous;
  private final Connections connections;
  private final RawConnection first;
  private final List<RawConnection> opened = new CopyOnWriteArrayList<>();
  private final ThreadLocal<RawConnection> own = ThreadLocal.withInitial(this::open);
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicLong position = new AtomicLong(1);
  private final RawCheckpoints checkpoints;

  RawSqlite(Path directory, String synchronous, Connections connections) {
    this.file = directory.resolve("raw.db");
    this.synchronous = synchronous;
    this.connections = connections;
    if (!Files.exists(file)) {
      Larder.open(file, Map.of()).close();
    }
    this.first = open();
    try {
      this.checkpoints = new RawCheckpoints(file, RawConnection.connect(file, synchronous));
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private RawConnection open() {
    try {
      RawConnection connection = new RawConnection(file, synchronous);
      opened.add(connection);
      return connection;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static IllegalStateException failed(SQLException cause) {
    return new IllegalStateException("Raw SQLite failed: " + cause.getMessage(), cause);
  }

  private <R> R with(Work<R> work) {
    try {
      if (connections == Connections.ONE_A_THREAD) {
        return work.on(own.get());
      }
      lock.lock();
      try {
        return work.on(first);
      } finally {
        lock.unlock();
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

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

  @Override
  public void close() {
    checkpoints.close();
    try {
      for (RawConnection connection : opened) {
        connection.close();
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }
}
