package io.larder.storage.postgresql;

import io.larder.storage.StorageException;
import io.larder.storage.StorageProvider;
import io.larder.storage.Store;
import io.larder.storage.StoreLocation;
import io.larder.storage.StoreOptions;
import io.larder.storage.kernel.SharedStores;
import java.util.Set;

/**
 * Opens {@code jdbc:postgresql://host:port/database?parameter=value}, as the PostgreSQL driver
 * understands it, and {@code datasource:name}, a {@link DataSources data source} that the
 * application has made. The tables are in a schema of their own, which is made if it is not there.
 *
 * <p>Settings: {@code larder.postgresql.schema} ({@code larder}), {@code user} and {@code password}
 * (instead of the URL's), {@code readers} (twice the processors, at least 8), {@code
 * connection-timeout} (10s), {@code retry-timeout} (10s), {@code poll-interval} (100ms).
 *
 * <p>The driver and its pool, {@code org.postgresql:postgresql} and {@code com.zaxxer:HikariCP},
 * are the application's to add.
 */
public final class PostgresStorageProvider implements StorageProvider {

  private static final SharedStores<String> OPEN = new SharedStores<>();

  /** For {@link java.util.ServiceLoader}. */
  public PostgresStorageProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("jdbc", "datasource");
  }

  @Override
  public Store open(StoreLocation location, StoreOptions options) {
    require("org.postgresql.Driver", "org.postgresql:postgresql");
    require("com.zaxxer.hikari.HikariDataSource", "com.zaxxer:HikariCP");
    PostgresSettings settings = PostgresSettings.of(options);
    Database database = Database.of(location, settings);
    return OPEN.open(
        database.place(),
        settings.writtenOut(options, database.agreed()),
        () -> PostgresStore.open(database, settings, options));
  }

  private static void require(String type, String artifact) {
    try {
      Class.forName(type, false, PostgresStorageProvider.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new StorageException(
          ("A store in PostgreSQL (larder.store) needs %s on the class path, which is not there:"
                  + " Larder leaves it out for those who need none. Add %s to the application.")
              .formatted(type, artifact),
          e);
    }
  }
}
