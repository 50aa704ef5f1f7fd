package io.larder.config;

import io.larder.storage.StoreLocation;
import io.larder.storage.StoreOptions;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.cache.CacheException;
import javax.cache.configuration.Factory;
import javax.cache.expiry.ExpiryPolicy;

/**
 * All settings of one cache manager, checked. Immutable.
 *
 * <p>Sources, those that take precedence first:
 *
 * <ol>
 *   <li>the manager's URI, which may name the store;
 *   <li>the manager's properties that begin with {@code larder.};
 *   <li>system properties, {@code -Dlarder.x.y};
 *   <li>environment variables, {@code LARDER_X_Y};
 *   <li>a HOCON file, named by the manager's URI or by {@code larder.config};
 *   <li>the {@code reference.conf} of each module.
 * </ol>
 */
public final class Settings {

  private final StoreLocation store;
  private final String storeSource;
  private final StoreOptions storeOptions;
  private final CacheTemplate template;
  private final Map<String, CacheTemplate> caches;

  Settings(
      StoreLocation store,
      String storeSource,
      StoreOptions storeOptions,
      CacheTemplate template,
      Map<String, CacheTemplate> caches) {
    this.store = store;
    this.storeSource = storeSource;
    this.storeOptions = storeOptions;
    this.template = template;
    this.caches = Map.copyOf(caches);
  }

  /**
   * Reads the settings from all sources.
   *
   * @param uri the manager's URI
   * @param properties the manager's properties; names without {@code larder.} are ignored
   * @param loader where files of the class path are looked for
   * @throws CacheException naming everything that is unknown, malformed or contradictory, with its
   *     source, its value and what is allowed
   */
  public static Settings load(URI uri, Properties properties, ClassLoader loader) {
    return load(uri, properties, loader, Environment.ofProcess());
  }

  static Settings load(URI uri, Properties properties, ClassLoader loader, Environment around) {
    return new SettingsLoader(loader, around).load(uri, Environment.texts(properties));
  }

  /** Where the entries are. */
  public StoreLocation store() {
    return store;
  }

  /** Which source named the store, for people. */
  public String storeSource() {
    return storeSource;
  }

  /** How the store is to be opened. */
  public StoreOptions storeOptions() {
    return storeOptions;
  }

  /**
   * The settings of a cache.
   *
   * @param name taken literally, whatever it holds
   */
  public CacheSettings cache(String name) {
    return templateOf(name).settings();
  }

  /** The expiry of a cache whose program gives none; nothing for entries that never expire. */
  public Optional<Factory<ExpiryPolicy>> expiry(String name) {
    return templateOf(name).expiry().policy();
  }

  private CacheTemplate templateOf(String cache) {
    return caches.getOrDefault(cache, template);
  }

  /** One line without secrets: the store, who chose it, and its durability. */
  public String describe() {
    return "larder.store = %s (%s), larder.durability = %s"
        .formatted(
            Redaction.of(store.toString()),
            storeSource,
            SettingReader.word(storeOptions.durability()));
  }

  /** What a cache gets when it is created. */
  record CacheTemplate(CacheSettings settings, DefaultExpiry expiry) {}
}
