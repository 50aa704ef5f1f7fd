package io.larder.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadSettingsTest {

  @TempDir Path directory;

  private final SettingsFixture sources = new SettingsFixture();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "larder.durability          | fsnc              | os (survives kill -9), fsync",
        "larder.store               | larder.db         | scheme:place",
        "larder.store               | /tmp/a b:c        | scheme:place",
        "larder.l1.maximum-bytes    | 0                 | a size from 1 byte, for instance 64 MiB, or unlimited",
        "larder.l1.maximum-bytes    | much              | a size from 1 byte, for instance 64 MiB, or unlimited",
        "larder.l1.maximum-size     | many              | a number of entries, 0 for none",
        "larder.l1.maximum-size     | -1                | a number of entries, 0 for none",
        "larder.l1.maximum-size     | 99999999999999999999 | a number of entries, 0 for none",
        "larder.history             | 0                 | off, or how many changes are kept",
        "larder.history             | 30d, 5m           | off, or how many changes are kept",
        "larder.history             | on                | off, or how many changes are kept",
        "larder.maximum-entries     | 0                 | a number of entries from 1, or unlimited",
        "larder.maximum-entries     | infinite          | a number of entries from 1, or unlimited",
        "larder.limits.key-size     | 0                 | a size from 1 byte to 16 MiB",
        "larder.limits.key-size     | 12 parsecs        | a size from 1 byte to 16 MiB",
        "larder.limits.value-size   | 3 GiB             | a size from 1 byte to 512 MiB",
        "larder.undecodable         | ignore            | fail, miss",
        "larder.expiry              | created           | eternal, or created",
        "larder.expiry              | created 0s        | eternal, or created",
        "larder.expiry              | created soon      | eternal, or created",
        "larder.expiry              | eaten 5m          | eternal, or created",
        "larder.serialization.allow | com.acme.*;java.* | patterns separated by commas",
        "larder.serialization.allow | com.*.Order       | patterns separated by commas",
        "larder.config              | memory:x          | a HOCON file",
        "larder.config              | larder.conf       | a HOCON file",
        "larder.config              | a b               | a HOCON file"
      })
  void aValueThatIsNotAllowed(String name, String value, String allowed) {
    sources.property(name, value);

    assertThatThrownBy(sources::load)
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("%s is '%s' (manager property %s); allowed: ", name, value, name)
        .hasMessageContaining(allowed);
  }

  @Test
  void aTypoIsReportedInEverySource() {
    sources
        .property("larder.stoer", "memory:x")
        .system("larder.durabilty", "os")
        .variable("LARDER_L1_MAXMUM_SIZE", "5")
        .file(directory, "larder {\n limits { kye-size = 5 } }");

    assertThatThrownBy(sources::load)
        .hasMessageContaining(
            "larder.stoer (manager property larder.stoer) is no setting, its value is 'memory:x';"
                + " did you mean larder.store?")
        .hasMessageContaining(
            "larder.durabilty (-Dlarder.durabilty) is no setting, its value is 'os'; did you")
        .hasMessageContaining("did you mean larder.durability?")
        .hasMessageContaining(
            "LARDER_L1_MAXMUM_SIZE (environment) is no setting, its value is '5'; did you mean")
        .hasMessageContaining("did you mean LARDER_L1_MAXIMUM_SIZE?")
        .hasMessageContaining("larder.limits.kye-size (")
        .hasMessageContaining("larder.conf: 2")
        .hasMessageContaining("did you mean larder.limits.key-size?")
        .hasMessageNotContaining("?.");
  }

  @Test
  void anUnknownNameWithNothingNearTellsWhatThereIs() {
    sources.system("larder.frobnicate-the-whole", "1");

    assertThatThrownBy(sources::load).hasMessageContaining("there are: larder.config, larder.");
  }

  @Test
  void allProblemsAreToldAtOnceAndEachOnce() {
    sources
        .property("larder.undecodable", "ignore")
        .property("larder.durability", "none")
        .property("larder.caches.a.maximum-entries", "5")
        .property("larder.caches.b.maximum-entries", "none");

    Throwable refused = catchThrowable(sources::load);

    assertThat(refused.getMessage().split("\n- ")).hasSize(4);
  }

  @Test
  void anEnvironmentVariableCannotNameACache() {
    sources.variable("LARDER_CACHES_ORDERS_EXPIRY", "eternal");

    assertThatThrownBy(sources::load)
        .hasMessageContaining("cannot hold a setting of one cache")
        .hasMessageContaining("-Dlarder.caches.");
  }

  @Test
  void noSecretIsTold() {
    sources
        .loader(new DirectoryLoader(directory))
        .system("larder.acme.password", "hush")
        .property("larder.store", "://me:hush@host?password=hush&secret=hush");
    SettingsFixture.write(directory, "reference.conf", "larder.acme.passwort = none");

    Throwable refused = catchThrowable(sources::load);

    assertThat(refused).hasMessageContaining("larder.acme.passwort?");
    assertThat(refused).hasMessageContaining("'://***@host?password=***&secret=***'");
    assertThat(refused.getMessage()).doesNotContain("hush");
    assertThat(Redaction.ofValue("larder.acme.apiToken", "hush")).isEqualTo("***");
  }

  @Test
  void theUriAndAPropertyThatNameDifferentStores() {
    sources.uri("sqlite:a.db").property("larder.store", "jdbc:x://u:hush@h/db");

    assertThatThrownBy(sources::load)
        .hasMessageContaining("larder.store is 'jdbc:x://***@h/db' (manager property larder.store)")
        .hasMessageContaining("the manager's URI, which says 'sqlite:a.db'");
    assertThat(new SettingsFixture().uri("memory:a").property("larder.store", "memory:a").load())
        .isNotNull();
    assertThat(new SettingsFixture().uri("memory:a").system("larder.store", "memory:b").load())
        .isNotNull();
  }

  @Test
  void theUriAndAPropertyThatNameDifferentFiles() {
    sources.file(directory, "larder {}").property("larder.config", "file:/etc/other.conf");

    assertThatThrownBy(sources::load).hasMessageContaining("larder.config is 'file:/etc/other");
  }

  @ParameterizedTest
  @CsvSource({
    "LARDER_SERVICE_HOST, 10.0.0.1",
    "LARDER_SERVICE_PORT, 80",
    "LARDER_SERVICE_PORT_HTTP, 80",
    "LARDER_PORT, tcp://10.0.0.1:80",
    "LARDER_PORT_80_TCP, tcp://10.0.0.1:80",
    "LARDER_PORT_80_TCP_PROTO, tcp",
    "LARDER_PORT_80_TCP_ADDR, 10.0.0.1",
    "LARDER_CACHES_SERVICE_HOST, 10.0.0.1",
    "LARDER_WEB_PORT_80_TCP_PORT, 80"
  })
  void theVariablesOfAKubernetesServiceAreNoSettings(String variable, String value) {
    assertThat(sources.variable(variable, value).load()).isNotNull();
  }

  @Test
  void aPortThatIsNotOfKubernetesIsReported() {
    assertThatThrownBy(sources.variable("LARDER_PORT", "80")::load)
        .hasMessageContaining("LARDER_PORT (environment) is no setting, its value is '80'");
  }

  @Test
  void anUnknownNameIsToldWithoutItsSecret() {
    sources.property("larder.acme.apikey", "hush").property("larder.stor", "x://u:hush@h");

    Throwable refused = catchThrowable(sources::load);

    assertThat(refused).hasMessageContaining("its value is '***'");
    assertThat(refused).hasMessageContaining("its value is 'x://***@h'");
    assertThat(refused.getMessage()).doesNotContain("hush");
  }
}
