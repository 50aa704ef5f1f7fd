package io.larder.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheSectionsTest {

  @TempDir Path directory;

  private final SettingsFixture sources = new SettingsFixture();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orders",
        "com.acme.Order",
        "com.acme.Order.lines",
        "com.acme.Order##NaturalId",
        "a$b#c",
        "with space",
        "${x}",
        "caches",
        "l1.maximum-size",
        "."
      })
  void aNameIsTakenLiterally(String name) {
    sources.file(directory, "larder.caches { \"" + name + "\" { maximum-entries = 5 } }");

    Settings settings = sources.load();

    assertThat(settings.cache(name).maximumEntries()).isEqualTo(5);
    assertThat(settings.cache(name + "x").maximumEntries()).isEqualTo(CacheSettings.UNLIMITED);
  }

  @Test
  void aNameMayHoldQuotes() {
    sources.file(directory, "larder.caches { \"say \\\"hi\\\"\" { maximum-entries = 5 } }");

    assertThat(sources.load().cache("say \"hi\"").maximumEntries()).isEqualTo(5);
    assertThat(sources.load().cache("\"").maximumEntries()).isEqualTo(CacheSettings.UNLIMITED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders", "com.acme.Order", "a$b#c", "a b", "l1"})
  void aPropertyNamesACacheLiterallyToo(String name) {
    sources.system("larder.caches." + name + ".l1.maximum-size", "3");

    assertThat(sources.load().cache(name).l1MaximumSize()).isEqualTo(3);
  }

  @Test
  void whatASectionLeavesOutComesFromTheGeneralSettings() {
    sources
        .file(
            directory,
            """
            larder {
              l1.maximum-size = 50
              expiry = "created 1h"
              caches { orders { maximum-entries = 5, expiry = eternal } }
            }
            """)
        .system("larder.maximum-entries", "9");

    Settings settings = sources.load();

    assertThat(settings.cache("orders").l1MaximumSize()).isEqualTo(50);
    assertThat(settings.cache("orders").maximumEntries()).isEqualTo(5);
    assertThat(settings.expiry("orders")).isEmpty();
    assertThat(settings.cache("others").maximumEntries()).isEqualTo(9);
    assertThat(settings.expiry("others")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "caches { com.acme.Order { maximum-entries = 5 } }",
        "caches { com.acme.Order { l1 { maximum-size = 5 } } }",
        "caches.com.acme.Order.expiry = eternal",
        "caches { com.acme.Order {} }"
      })
  void anUnquotedNameWithDotsIsReported(String section) {
    sources.file(directory, "larder { " + section + " }");

    assertThatThrownBy(sources::load)
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("larder.conf: 1")
        .hasMessageContaining("in quotes: caches { \"com.acme.Order\" { … } }");
  }

  @Test
  void anUnknownSettingOfACacheIsReported() {
    sources
        .file(directory, "larder.caches { \"a.b\" { maximum-entires = 5 } }")
        .system("larder.caches.a.b.undecodeable", "miss");

    assertThatThrownBy(sources::load)
        .hasMessageContaining("larder.caches.\"a.b\".maximum-entires (")
        .hasMessageContaining("did you mean maximum-entries?")
        .hasMessageContaining("larder.caches.a.b.undecodeable (-Dlarder.caches.a.b.undecodeable)");
  }

  @Test
  void aBadValueNamesTheCache() {
    sources.file(directory, "larder.caches { \"a.b\" { limits.key-size = 1 GiB } }");

    assertThatThrownBy(sources::load)
        .hasMessageContaining("larder.caches.\"a.b\".limits.key-size is '1 GiB' (")
        .hasMessageContaining("allowed: a size from 1 byte to 16 MiB");
  }

  @Test
  void namesOfLardersOwnAreRefused() {
    sources.file(directory, "larder.caches { \"_larder.peers\" { maximum-entries = 5 } }");

    assertThatThrownBy(sources::load).hasMessageContaining("begin with _larder. are Larder's own");
  }

  @Test
  void aSectionThatIsNoneIsReported() {
    sources.file(directory, "larder.caches { orders = 5 }");

    assertThatThrownBy(sources::load)
        .hasMessageContaining("larder.caches.\"orders\"")
        .hasMessageContaining("is a section");
  }
}
