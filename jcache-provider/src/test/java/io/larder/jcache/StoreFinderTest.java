package io.larder.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFinderTest {

  @TempDir Path directory;

  private final LarderCachingProvider provider = new LarderCachingProvider();

  @AfterEach
  void close() {
    provider.close();
  }

  /** It is the application's to add, and not on this class path. */
  @Test
  void aStoreInPostgresqlNeedsTheDriver() {
    URI uri = URI.create("jdbc:postgresql://db/app?user=web&password=s3cr3t");
    assertThatThrownBy(() -> provider.getCacheManager(uri, null))
        .isInstanceOf(CacheException.class)
        .hasMessageContainingAll("org.postgresql:postgresql", "jdbc:postgresql://db/app")
        .hasMessageNotContaining("s3cr3t");
  }

  @Test
  void anUnknownSchemeIsReportedWithThoseThatThereAre() {
    assertThatThrownBy(() -> provider.getCacheManager(URI.create("redis:x"), null))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("larder.store is 'redis:x' (the manager's URI)")
        .hasMessageContaining("there is no backend for 'redis:'; there are: ")
        .hasMessageContaining("memory");
  }

  @Test
  void aMissingBackendIsReportedWithItsArtifact() {
    Properties properties = new Properties();
    properties.setProperty("larder.store", "http://me:hush@primary:7474");

    assertThatThrownBy(() -> provider.getCacheManager(null, null, properties))
        .hasMessageContaining("'http://***@primary:7474' (manager property larder.store)")
        .hasMessageContaining("Add io.larder:larder-replication to the class path.");
  }

  @Test
  void aBackendsOwnSettingsReachIt() {
    Properties properties = new Properties();
    properties.setProperty("larder.store", "sqlite:" + directory.resolve("own.db"));
    properties.setProperty("larder.sqlite.readers", "0");

    assertThatThrownBy(() -> provider.getCacheManager(null, null, properties))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("larder.sqlite.readers is '0'; allowed is a number from 1 to 256");
  }

  @Test
  void aBackendThatCannotBeLoadedHarmsNobodyElse() throws IOException {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.writeString(
        services.resolve("io.larder.storage.StorageProvider"), "com.acme.NoSuchBackend\n");
    ClassLoader broken =
        new URLClassLoader(new URL[] {directory.toUri().toURL()}, getClass().getClassLoader());

    assertThat(provider.getCacheManager(URI.create("memory:x"), broken).isClosed()).isFalse();
    assertThatThrownBy(() -> provider.getCacheManager(URI.create("acme:x"), broken))
        .hasMessageContaining("no backend for 'acme:'")
        .satisfies(
            unknown ->
                assertThat(unknown.getSuppressed())
                    .anySatisfy(e -> assertThat(e).hasMessageContaining("NoSuchBackend")));
  }

  @Test
  void openingIsLoggedInOneLine() {
    provider
        .getCacheManager(URI.create("memory:logged"), null)
        .createCache("c", new MutableConfiguration<String, Long>())
        .put("k", 1L);
    Properties properties = new Properties();
    properties.setProperty("larder.store", "memory:logged");
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      provider.getCacheManager(URI.create("larder:logged"), null, properties);
    } finally {
      System.setErr(before);
    }

    assertThat(log.toString(StandardCharsets.UTF_8).lines().toList())
        .singleElement()
        .asString()
        .contains("INFO", "memory:logged", "1 so far", "durability os", "set larder.store");
  }
}
