package io.larder.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://me:hu@HUSH@host/db",
        "http://me:a/HUSH@host",
        "http://me:a?HUSH@host",
        "http://HUSH@host",
        "jdbc:x://h/db?user=me&pass=HUSH",
        "jdbc:x://h/db?sslkey=HUSH&apiKey=HUSH&api-key=HUSH&api_key=HUSH",
        "jdbc:x://h/db?password=a,HUSH&sig=HUSH",
        "jdbc:x:h;accountKey=HUSH",
        "password = 'my HUSH'",
        "password = my HUSH",
        "\"password\": \"a \\\" HUSH\"",
        "'token': 'HUSH'",
        "{password: [a, HUSH]}",
        "{password: {a: HUSH}}"
      })
  void secretsAreHidden(String text) {
    assertThat(Redaction.of(text)).doesNotContain("HUSH").contains("***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://host:5432/db?user=a@b",
        "sqlite:/var/lib/app@2/cache.db",
        "file:/etc/larder.conf",
        "larder.limits.key-size = 5",
        "memory:test"
      })
  void theRestIsShown(String text) {
    assertThat(Redaction.of(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"larder.acme.pass", "larder.acme.apiKey", "larder.acme.ssl-key"})
  void namesOfSecrets(String name) {
    assertThat(Redaction.ofValue(name, "HUSH")).isEqualTo("***");
  }
}
