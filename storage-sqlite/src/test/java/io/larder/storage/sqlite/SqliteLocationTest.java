package io.larder.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.Durability;
import io.larder.storage.StorageException;
import io.larder.storage.StorageProvider;
import io.larder.storage.Store;
import io.larder.storage.StoreLocation;
import io.larder.storage.StoreOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a store may be, and what is said where it may not. */
class SqliteLocationTest {

  @TempDir Path directory;

  private static Store open(String location) {
    return new SqliteStorageProvider().open(StoreLocation.parse(location), StoreOptions.DEFAULT);
  }

  @Test
  void theProviderIsFoundByItsScheme() {
    assertThat(ServiceLoader.load(StorageProvider.class))
        .anyMatch(provider -> provider.schemes().contains("sqlite"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain.db",
        "with space.db",
        "ques?tion#mark&100%.db",
        "ünïcödé.db",
        "~tilde",
        "a:b"
      })
  void aFileMayHaveAnyName(String name) throws Exception {
    Path file = directory.resolve(name);
    try (Store store = open("sqlite:" + file)) {
      assertThat(store.identity().location()).isEqualTo("sqlite:" + file.toRealPath());
      assertThat(file).exists();
    }
  }

  @Test
  void linksToOneFileAreOneStore() throws Exception {
    Path file = directory.resolve("store.db");
    Path link = directory.resolve("link.db");
    try (Store store = open("sqlite:" + file)) {
      Files.createSymbolicLink(link, file);
      try (Store same = open("sqlite:" + link)) {
        assertThat(same.identity()).isEqualTo(store.identity());
      }
    }
  }

  @Test
  void memoryIsAnotherStoresBusiness() {
    assertThatThrownBy(() -> open("sqlite::memory:"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("larder.store")
        .hasMessageContaining("memory:name");
  }

  @Test
  void aLocationNamesAFile() {
    assertThatThrownBy(() -> open("sqlite:"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("larder.store");
    assertThatThrownBy(() -> open("sqlite:" + directory))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("is a directory");
  }

  @Test
  void theDirectoryMustExist() {
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> open("sqlite:" + missing.resolve("store.db")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(missing + " does not exist")
        .hasMessageContaining("larder.store");
    assertThat(missing).doesNotExist();
  }

  @Test
  void settingsAreUnderstoodOrRefused() {
    assertThat(settings("larder.sqlite.busy-timeout", "2m").busyTimeout())
        .isEqualTo(Duration.ofMinutes(2));
    assertThat(settings("larder.sqlite.poll-interval", "25").pollInterval())
        .isEqualTo(Duration.ofMillis(25));
    assertThat(settings("larder.l1.maximum-size", "7")).isEqualTo(settings("larder.x", "y"));
    assertThatThrownBy(() -> settings("larder.sqlite.busy-timeot", "5s"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'larder.sqlite.busy-timeot'")
        .hasMessageContaining("larder.sqlite.busy-timeout");
    assertThatThrownBy(() -> settings("larder.sqlite.busy-timeout", "soon"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'soon'");
    assertThatThrownBy(() -> settings("larder.sqlite.readers", "0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 1 to 256");
  }

  private static SqliteSettings settings(String name, String value) {
    StoreOptions defaults = StoreOptions.DEFAULT;
    return SqliteSettings.of(
        new StoreOptions(defaults.durability(), defaults.clock(), Map.of(name, value)));
  }

  @Test
  void aLinkToAFileThatIsNotThereYetIsFollowed(@TempDir Path place) throws Exception {
    Path volume = Files.createDirectory(place.resolve("volume"));
    Path link = Files.createSymbolicLink(place.resolve("l.db"), volume.resolve("real.db"));
    TemporaryFile.open(link, StoreOptions.DEFAULT).close();
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(volume.resolve("real.db")).exists();
  }

  @Test
  void aWrongSettingLeavesNothingBehind(@TempDir Path place) {
    StoreOptions wrong =
        new StoreOptions(
            Durability.OS, InstantSource.system(), Map.of("larder.housekeeping", "perhaps"));
    assertThatThrownBy(() -> TemporaryFile.open(place.resolve("w.db"), wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("larder.housekeeping");
    assertThat(place.resolve("w.db")).doesNotExist();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("larder-checkpoint-w.db"));
  }
}
