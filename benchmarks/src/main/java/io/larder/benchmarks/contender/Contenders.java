package io.larder.benchmarks.contender;

import io.larder.benchmarks.contender.RawSqlite.Connections;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import org.h2.mvstore.MVStore;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/** The contenders that keep entries on disk, by the names that parameters and figures have. */
public final class Contenders {

  /** Acknowledges what survives {@code kill -9}. */
  public static final String LARDER = "larder";

  /** Acknowledges what survives a loss of power. */
  public static final String LARDER_FSYNC = "larder-fsync";

  /** SQLite with {@code synchronous = NORMAL}; threads share one connection. */
  public static final String RAW = "raw";

  /** The same with a connection for each thread. */
  public static final String RAW_CONNECTIONS = "raw-connections";

  /** SQLite with {@code synchronous = FULL}; threads share one connection. */
  public static final String RAW_FSYNC = "raw-fsync";

  /** Caffeine before {@link #RAW}. */
  public static final String RAW_CAFFEINE = "raw-caffeine";

  public static final String EHCACHE_DISK = "ehcache-disk";

  /** Commits each write. */
  public static final String MVSTORE_COMMIT = "mvstore-commit";

  /** Commits within a second, as is its default. */
  public static final String MVSTORE_AUTO = "mvstore-auto";

  /** Transactions on, commits each write. */
  public static final String MAPDB_COMMIT = "mapdb-commit";

  /** Transactions off: written to a mapped file. */
  public static final String MAPDB = "mapdb";

  /** PostgreSQL through its own driver, eight connections for all threads. */
  public static final String PGJDBC = "pgjdbc";

  private static final int PGJDBC_CONNECTIONS = 8;
  private static final String MAP = "entries";

  private Contenders() {}

  /**
   * Opens what is in the directory, or begins anew there.
   *
   * @param heapEntries how many entries may be on the heap, where that can be said
   */
  public static Contender open(String name, Path directory, long heapEntries) {
    return switch (name) {
      case LARDER -> larder(directory, heapEntries, "os");
      case LARDER_FSYNC -> larder(directory, heapEntries, "fsync");
      case RAW -> new RawSqlite(directory, "NORMAL", Connections.SHARED);
      case RAW_CONNECTIONS -> new RawSqlite(directory, "NORMAL", Connections.ONE_A_THREAD);
      case RAW_FSYNC -> new RawSqlite(directory, "FULL", Connections.SHARED);
      case RAW_CAFFEINE ->
          new HeapTier(new RawSqlite(directory, "NORMAL", Connections.SHARED), heapEntries);
      case EHCACHE_DISK -> new EhcacheDisk(directory, heapEntries);
      case MVSTORE_COMMIT -> mvStore(directory, true);
      case MVSTORE_AUTO -> mvStore(directory, false);
      case MAPDB_COMMIT -> mapDb(directory, true);
      case MAPDB -> mapDb(directory, false);
      default -> throw new IllegalArgumentException("There is no contender " + name);
    };
  }

  /**
   * Opens what is in a PostgreSQL database; raw ones need one that Larder has entries in.
   *
   * @param heapEntries how many entries may be on the heap, where that can be said
   */
  public static Contender open(String name, PostgresDatabase database, long heapEntries) {
    return switch (name) {
      case LARDER ->
          Larder.open(database.url(), Map.of("larder.l1.maximum-size", Long.toString(heapEntries)));
      case PGJDBC -> new RawPostgres(database.url(), PGJDBC_CONNECTIONS);
      default -> throw new IllegalArgumentException("There is no contender " + name);
    };
  }

  private static Contender larder(Path directory, long heapEntries, String durability) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("larder.durability", durability);
    settings.put("larder.l1.maximum-size", Long.toString(heapEntries));
    return Larder.open("sqlite:" + directory.resolve("larder.db"), settings);
  }

  private static Contender mvStore(Path directory, boolean commitEach) {
    MVStore.Builder builder =
        new MVStore.Builder().fileName(directory.resolve("store.mv").toString());
    if (commitEach) {
      builder.autoCommitDisabled();
    }
    MVStore store = builder.open();
    ConcurrentMap<String, byte[]> map = store.openMap(MAP);
    return new MapContender(map, commitEach ? store::commit : () -> {}, store::close);
  }

  private static Contender mapDb(Path directory, boolean transactions) {
    DBMaker.Maker maker =
        DBMaker.fileDB(directory.resolve("map.db").toFile()).fileMmapEnableIfSupported();
    DB db = transactions ? maker.transactionEnable().make() : maker.make();
    ConcurrentMap<String, byte[]> map =
        db.hashMap(MAP, Serializer.STRING, Serializer.BYTE_ARRAY).createOrOpen();
    return new MapContender(map, transactions ? db::commit : () -> {}, db::close);
  }
}
