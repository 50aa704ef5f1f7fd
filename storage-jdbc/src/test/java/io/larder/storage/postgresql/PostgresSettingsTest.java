package io.larder.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.StoreLocation;
import io.larder.storage.StoreOptions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresSettingsTest {

  @Test
  void haveDefaults() {
    PostgresSettings settings = Connecting.settings(Map.of());
    assertThat(settings.schema()).isEqualTo("larder");
    assertThat(settings.readers()).isGreaterThanOrEqualTo(4);
    assertThat(settings.connectionTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.retryTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.pollInterval()).isEqualTo(Duration.ofMillis(100));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "larder.postgresql.schema | pg_larder | lower-case",
        "larder.postgresql.schema | a\"; DROP | lower-case",
        "larder.postgresql.schema | Larder | lower-case",
        "larder.postgresql.readers | 0 | from 1 to 256",
        "larder.postgresql.readers | many | from 1 to 256",
        "larder.postgresql.connection-timeout | 10ms | at least 250 ms",
        "larder.postgresql.retry-timeout | soon | such as 10ms",
        "larder.postgresql.poll-interval | 0 | at least 1 ms",
        "larder.postgresql.pol-interval | 5ms | larder.postgresql.poll-interval"
      })
  void areRefusedByNameAndValue(String name, String value, String allowed) {
    assertThatThrownBy(() -> Connecting.settings(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(name, allowed)
        .hasMessageContaining(name.contains(".pol-") ? "no setting" : "'" + value + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://db/app,                   'jdbc:postgresql://db:5432/app, schema larder'",
    "jdbc:postgresql://db:5432/app?user=web,     'jdbc:postgresql://db:5432/app, schema larder'",
    "jdbc:postgresql:app,                        'jdbc:postgresql://localhost:5432/app, schema larder'",
    "'jdbc:postgresql://a:1,b:2/app?password=x', 'jdbc:postgresql://a:1,b:2/app, schema larder'",
    "jdbc:postgresql://[::1]:7000/app,           'jdbc:postgresql://[::1]:7000/app, schema larder'",
  })
  void onePlaceHasOneName(String url, String place) {
    assertThat(database(url, Map.of()).place()).isEqualTo(place);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://web:s3cr3t@db/app",
        "jdbc:postgresql://web:s3/cr3t@db:5432/app",
        "jdbc:postgresql://web:s3cr3t@db:port/app",
        "jdbc:postgresql://db:port/app?password=s3cr3t",
        "jdbc:mysql://web:s3cr3t@db/app?password=s3cr3t"
      })
  void whatIsNoUrlOfTheDriversIsRefusedWithoutItsPassword(String url) {
    assertThatThrownBy(() -> database(url, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("larder.store", "jdbc:postgresql://")
        .message()
        .doesNotContain("s3cr3t")
        .doesNotContain("cr3t");
  }

  @Test
  void credentialsAreGivenOnce() {
    String url = "jdbc:postgresql://db/app?user=web&password=s3cr3t";
    assertThatThrownBy(() -> database(url, Map.of(PostgresSettings.PASSWORD, "0ther")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(PostgresSettings.PASSWORD)
        .message()
        .doesNotContain("s3cr3t", "0ther");
    assertThat(database(url, Map.of(PostgresSettings.USER, "web")).user()).isEqualTo("web");
  }

  /** Else an opener who wants encryption could be given a share of a store without. */
  @Test
  void openersOfOnePlaceAgreeOnHowItIsReached() {
    assertThat(database("jdbc:postgresql://db/app?user=a&sslmode=require", Map.of()).agreed())
        .containsEntry("larder.store's sslmode", "require")
        .containsEntry("larder.store's user", "a");
    assertThat(database("jdbc:postgresql://db/app?user=a&password=s3cr3t", Map.of()).agreed())
        .doesNotContainValue("s3cr3t");
  }

  @Test
  void nothingIsShownWithThePassword() {
    Map<String, String> secret = Map.of(PostgresSettings.PASSWORD, "s3cr3t");
    PostgresSettings settings = Connecting.settings(secret);
    assertThat(settings.toString()).doesNotContain("s3cr3t");
    StoreOptions written = settings.writtenOut(StoreOptions.DEFAULT, Map.of());
    assertThat(written.settings()).doesNotContainValue("s3cr3t");
    String url = "jdbc:postgresql://db/app?user=web&password=s3cr3t";
    assertThat(database(url, Map.of()).toString()).doesNotContain("s3cr3t");
  }

  private static Database database(String url, Map<String, String> settings) {
    return Database.of(StoreLocation.parse(url), Connecting.settings(settings));
  }
}
