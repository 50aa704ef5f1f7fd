package io.larder.tck.postgresql;

import io.larder.storage.postgresql.PostgresSchema;
import io.larder.storage.postgresql.PostgresServer;
import io.larder.tck.process.ChildJvm;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;

/**
 * One schema of one database, opened through nothing but {@code javax.cache}, by this JVM and
 * others.
 *
 * @param url a JDBC URL, which is a store location too
 */
record SharedDatabase(String url, String schema) {

  /** A cache past L1: each read is the store's. */
  static final String UNHELD = "unheld";

  private static final String PROVIDER = "io.larder.jcache.LarderCachingProvider";

  static SharedDatabase of(PostgresServer server, PostgresSchema schema) {
    return new SharedDatabase(server.url(), schema.name());
  }

  /** Opens a manager, one to a URL in this JVM; the caller closes it. */
  CacheManager open(Map<String, String> settings) {
    Properties properties = new Properties();
    properties.putAll(settings);
    properties.put("larder.postgresql.schema", schema);
    properties.put("larder.caches." + UNHELD + ".l1.maximum-size", "0");
    return Caching.getCachingProvider(PROVIDER)
        .getCacheManager(URI.create(url), SharedDatabase.class.getClassLoader(), properties);
  }

  CacheManager open() {
    return open(Map.of());
  }

  static <V> Cache<String, V> cache(CacheManager manager, String name, Class<V> type) {
    return manager.createCache(
        name, new MutableConfiguration<String, V>().setTypes(String.class, type));
  }

  /** Starts a JVM whose main class is given the URL, the schema and these arguments. */
  ChildJvm start(Class<?> main, Object... arguments) throws IOException {
    List<Object> all = new ArrayList<>(List.of(url, schema));
    all.addAll(Arrays.asList(arguments));
    ChildJvm child = ChildJvm.start(main, all.toArray());
    String greeting = child.hear();
    if (!greeting.equals("ready")) {
      child.tell("end");
      throw new IllegalStateException("Expected 'ready' but heard '" + greeting + "'");
    }
    return child;
  }
}
