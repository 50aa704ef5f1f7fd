package io.larder.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagerUriTest {

  private static final String FILE = "larder.store = \"memory:from-file\"";

  @TempDir Path directory;

  private final SettingsFixture sources = new SettingsFixture();

  @ParameterizedTest
  @CsvSource({
    "sqlite:app.db, sqlite:app.db",
    "sqlite:/var/lib/my%20app.db, sqlite:/var/lib/my app.db",
    "sqlite:a#b.db, sqlite:a#b.db",
    "SQLite:app.db, sqlite:app.db",
    "memory:x, memory:x",
    "jdbc:postgresql://h:5432/db?options=a%26b, jdbc:postgresql://h:5432/db?options=a%26b",
    "http://primary:7474, http://primary:7474",
    "larder:default, sqlite:larder.db",
    "larder:billing, sqlite:larder.db"
  })
  void namesTheStore(String uri, String store) {
    assertThat(sources.uri(uri).load().store()).hasToString(store);
  }

  @Test
  void namesAFile() {
    assertThat(sources.file(directory, FILE).load().store()).hasToString("memory:from-file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"classpath:x/app.conf", "classpath:/x/app.conf", "classpath:///x/app.conf"})
  void namesAFileOnTheClassPath(String uri) throws IOException {
    Files.createDirectory(directory.resolve("x"));
    SettingsFixture.write(directory.resolve("x"), "app.conf", FILE);

    Settings settings = sources.loader(new DirectoryLoader(directory)).uri(uri).load();

    assertThat(settings.store()).hasToString("memory:from-file");
  }

  @Test
  void namesAFileInAJar() throws IOException {
    Path jar = directory.resolve("app.jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("in/larder.conf"));
      out.write(FILE.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    Settings settings = sources.uri("jar:" + jar.toUri() + "!/in/larder.conf").load();

    assertThat(settings.store()).hasToString("memory:from-file");
  }

  @Test
  void aFileMayBeNamedByASettingToo() {
    URI file = SettingsFixture.write(directory, "other.conf", FILE).toUri();

    Settings settings = sources.variable("LARDER_CONFIG", file.toString()).load();

    assertThat(settings.store()).hasToString("memory:from-file");
  }

  @Test
  void aFileMaySubstitute() {
    sources.file(
        directory,
        """
        larder.limits.key-size = ${size}
        size = 3 KiB
        larder.limits.value-size = ${?NO_SUCH_VARIABLE}
        """);

    assertThat(sources.load().cache("c").maximumKeyBytes()).isEqualTo(3072);
  }

  @ParameterizedTest
  @ValueSource(strings = {"com.acme.App", "larder.conf", "/etc/larder.conf", "?x"})
  void withoutASchemeItIsRefused(String uri) {
    assertThatThrownBy(() -> sources.uri(uri).load())
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("'" + uri + "' has no scheme; allowed: larder:<name>, a store (")
        .hasMessageContaining("classpath:larder.conf");
  }

  @Test
  void aFileThatIsMissingIsReported() {
    assertThatThrownBy(() -> sources.uri("file:no-such.conf").load())
        .hasMessageContaining("file:no-such.conf (the manager's URI) cannot be read");
    assertThatThrownBy(() -> sources.uri("classpath:no-such.conf").load())
        .hasMessageContaining(
            "classpath:no-such.conf (the manager's URI) is not on the class path");
    assertThatThrownBy(() -> sources.uri("jar:nonsense").load())
        .hasMessageContaining("jar:nonsense (the manager's URI) cannot be read");
    assertThatThrownBy(() -> sources.uri(directory.toUri().toString()).load())
        .isInstanceOf(CacheException.class);
  }

  @Test
  void aFileThatIsMalformedIsReported() {
    assertThatThrownBy(() -> sources.file(directory, "larder {\n store = [").load())
        .hasMessageContaining("larder.conf (the manager's URI) cannot be read")
        .hasMessageContaining("2");
    assertThatThrownBy(() -> sources.file(directory, "larder.store = ${nothing}").load())
        .hasMessageContaining("nothing");
    assertThatThrownBy(() -> sources.file(directory, "store = \"memory:x\"").load())
        .hasMessageContaining("has no section 'larder { … }'");
    assertThatThrownBy(() -> sources.file(directory, "larder.config = \"file:x\"").load())
        .hasMessageContaining("in a file, write include instead");
  }
}
