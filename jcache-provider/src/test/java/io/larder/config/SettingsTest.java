package io.larder.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.Durability;
import io.larder.storage.StoreLocation;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.cache.expiry.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

  @TempDir Path directory;

  private final SettingsFixture sources = new SettingsFixture();

  @Test
  void withoutAnySettingTheDefaultsHold() {
    Settings settings = sources.load();

    assertThat(settings.store()).isEqualTo(new StoreLocation("sqlite", "larder.db"));
    assertThat(settings.storeOptions().durability()).isEqualTo(Durability.OS);
    CacheSettings cache = settings.cache("any");
    assertThat(cache.l1MaximumSize()).isEqualTo(10_000);
    assertThat(cache.maximumEntries()).isEqualTo(CacheSettings.UNLIMITED);
    assertThat(cache.maximumKeyBytes()).isEqualTo(1 << 20);
    assertThat(cache.maximumValueBytes()).isEqualTo(64 << 20);
    assertThat(cache.allowPatterns()).isEmpty();
    assertThat(cache.undecodable()).isEqualTo(Undecodable.FAIL);
    assertThat(settings.expiry("any")).isEmpty();
    assertThat(settings.describe())
        .isEqualTo("larder.store = sqlite:larder.db (built-in default), larder.durability = os");
  }

  @Test
  void eachSourceBeatsThoseBelowIt() {
    sources.file(directory, "larder { store = \"memory:file\", durability = fsync }");
    assertThat(sources.load().store().rest()).isEqualTo("file");

    sources.variable("LARDER_STORE", "memory:environment");
    assertThat(sources.load().store().rest()).isEqualTo("environment");

    sources.system("larder.store", "memory:system");
    assertThat(sources.load().store().rest()).isEqualTo("system");

    sources.property("larder.store", "memory:property");
    assertThat(sources.load().store().rest()).isEqualTo("property");
    assertThat(sources.load().storeOptions().durability()).isEqualTo(Durability.FSYNC);

    Settings byUri =
        new SettingsFixture().uri("memory:uri").system("larder.store", "memory:system").load();
    assertThat(byUri.store().rest()).isEqualTo("uri");
    assertThat(byUri.storeSource()).isEqualTo("the manager's URI");
  }

  @Test
  void dotsAndDashesAreUnderscoresInTheEnvironment() {
    Settings settings = sources.variable("LARDER_L1_MAXIMUM_SIZE", " 5 ").load();

    assertThat(settings.cache("c").l1MaximumSize()).isEqualTo(5);
  }

  @Test
  void propertiesOfOthersAreIgnored() {
    sources
        .property("hibernate.cache", "x")
        .property("javax.cache.test.1", "y")
        .property("larderer", "z")
        .system("user.home", "/")
        .variable("LARDERSTORE", "z");

    assertThat(sources.load().store().rest()).isEqualTo("larder.db");
  }

  @Test
  void propertiesHoldDefaultsAndOtherTypesToo() {
    Properties defaults = new Properties();
    defaults.setProperty("larder.durability", "fsync");
    Properties properties = new Properties(defaults);
    properties.put("larder.l1.maximum-size", 7);

    assertThat(Environment.texts(properties))
        .containsOnly(
            java.util.Map.entry("larder.durability", "fsync"),
            java.util.Map.entry("larder.l1.maximum-size", "7"));
  }

  @Test
  void sizesListsAndWordsAreRead() {
    sources.file(
        directory,
        """
        larder {
          limits { key-size = 2 KiB, value-size = 1 kB }
          serialization.allow = [ "com.acme.**", "!com.acme.Bad" ]
          undecodable = MISS
          l1.maximum-size = 0
          l1.maximum-bytes = 96 MiB
          maximum-entries = Unlimited
          history = "1000, 1 h"
          expiry = "touched 1h"
        }
        """);

    Settings settings = sources.load();

    assertThat(settings.cache("c"))
        .isEqualTo(
            new CacheSettings(
                0,
                96 << 20,
                CacheSettings.UNLIMITED,
                2048,
                1000,
                java.util.List.of("com.acme.**", "!com.acme.Bad"),
                Undecodable.MISS,
                new HistorySettings(1_000, 3_600_000)));
    var policy = settings.expiry("c").orElseThrow().create();
    assertThat(policy.getExpiryForCreation())
        .isEqualTo(new Duration(TimeUnit.HOURS, 1))
        .isEqualTo(policy.getExpiryForAccess());
  }

  @Test
  void aBackendsSettingsReachItWithTheirDefaults() {
    SettingsFixture.write(
        directory, "reference.conf", "larder.acme { poll = 10 ms, size = 3 }, other.x = ${y}");
    sources.loader(new DirectoryLoader(directory)).system("larder.acme.size", "4");

    assertThat(sources.load().storeOptions().settings())
        .containsEntry("larder.acme.poll", "10 ms")
        .containsEntry("larder.acme.size", "4")
        .doesNotContainKey("larder.store");
  }

  @Test
  void noSecretIsDescribed() {
    String described =
        sources.uri("jdbc:postgresql://me:hush@db/app?user=me&password=hush").load().describe();

    assertThat(described)
        .doesNotContain("hush")
        .contains("jdbc:postgresql://***@db/app?user=me&password=***");
  }
}
