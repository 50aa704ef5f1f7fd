package io.larder.jcache;

import io.larder.config.Redaction;
import io.larder.config.Settings;
import io.larder.engine.StoreSession;
import io.larder.storage.StorageException;
import io.larder.storage.StorageProvider;
import io.larder.storage.Store;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import javax.cache.CacheException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the backend for a store's scheme and opens the store.
 *
 * <p>Larder's own class loader comes first, so that managers of several class loaders that see one
 * Larder share one copy of a backend, and with it their stores; then the manager's.
 */
final class StoreFinder {

  private static final Logger LOG = LoggerFactory.getLogger(StoreFinder.class);

  private static final Map<String, String> ARTIFACTS =
      Map.of(
          "sqlite", "io.larder:larder-storage-sqlite",
          "jdbc", "io.larder:larder-storage-jdbc",
          "datasource", "io.larder:larder-storage-jdbc",
          "http", "io.larder:larder-replication",
          "https", "io.larder:larder-replication");

  private final ClassLoader loader;

  StoreFinder(ClassLoader loader) {
    this.loader = loader;
  }

  /**
   * Opens the store, and says so in one line of the log.
   *
   * @throws CacheException if there is no backend for it, or it cannot be opened
   */
  StoreSession open(Settings settings) {
    StoreSession session = join(settings);
    try {
      Store store = session.store();
      LOG.info(
          "Larder keeps its entries in {} ({} so far, durability {}). To choose another store, set"
              + " larder.store: -Dlarder.store=sqlite:app.db, LARDER_STORE, or the cache"
              + " manager's URI or properties.",
          store.identity().location(),
          store.count(),
          settings.storeOptions().durability().name().toLowerCase(Locale.ROOT));
      return session;
    } catch (StorageException failure) {
      session.close();
      throw unopened(settings, failure);
    }
  }

  /**
   * Opens the store, which this process may have opened already.
   *
   * @throws CacheException if there is no backend for it, or it cannot be opened
   */
  StoreSession join(Settings settings) {
    StorageProvider provider = provider(settings);
    try {
      Store store = provider.open(settings.store(), settings.storeOptions());
      try {
        return StoreSession.open(store);
      } catch (RuntimeException failure) {
        store.close();
        throw failure;
      }
    } catch (StorageException | IllegalArgumentException failure) {
      throw unopened(settings, failure);
    }
  }

  private static CacheException unopened(Settings settings, RuntimeException failure) {
    return new CacheException(
        "The store cannot be opened (%s): %s".formatted(settings.describe(), failure.getMessage()),
        failure);
  }

  private StorageProvider provider(Settings settings) {
    String scheme = settings.store().scheme();
    Map<String, StorageProvider> byScheme = new TreeMap<>();
    Map<String, Throwable> broken = new LinkedHashMap<>();
    collect(StoreFinder.class.getClassLoader(), byScheme, broken);
    collect(loader, byScheme, broken);
    StorageProvider provider = byScheme.get(scheme);
    if (provider == null) {
      CacheException unknown =
          new CacheException(
              "larder.store is '%s' (%s), but there is no backend for '%s:'; there are: %s. %s"
                  .formatted(
                      Redaction.of(settings.store().toString()),
                      settings.storeSource(),
                      scheme,
                      String.join(", ", byScheme.keySet()),
                      advice(scheme)));
      broken.values().forEach(unknown::addSuppressed);
      throw unknown;
    }
    return provider;
  }

  private static String advice(String scheme) {
    String artifact = ARTIFACTS.get(scheme);
    return artifact == null
        ? "A backend is an artifact on the class path with a service "
            + StorageProvider.class.getName()
            + "."
        : "Add " + artifact + " to the class path.";
  }

  /** Backends that cannot be loaded matter only if theirs is the store that is wanted. */
  private static void collect(
      ClassLoader from, Map<String, StorageProvider> byScheme, Map<String, Throwable> broken) {
    Iterator<StorageProvider> found = ServiceLoader.load(StorageProvider.class, from).iterator();
    while (true) {
      try {
        if (!found.hasNext()) {
          return;
        }
        StorageProvider provider = found.next();
        provider.schemes().forEach(scheme -> byScheme.putIfAbsent(scheme, provider));
      } catch (ServiceConfigurationError error) {
        if (broken.putIfAbsent(String.valueOf(error.getMessage()), error) != null) {
          return;
        }
      }
    }
  }
}
