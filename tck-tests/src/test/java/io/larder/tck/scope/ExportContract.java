package io.larder.tck.scope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.scope.transfer.Export;
import io.larder.scope.transfer.ExportReport;
import io.larder.scope.transfer.Progress;
import io.larder.scope.transfer.TransferException;
import io.larder.storage.codec.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries as files. */
abstract class ExportContract extends ScopeCase {

  @TempDir Path directory;

  @Test
  void linesTellEachEntryWithItsKind() {
    user.set("theme", "dark");
    user.set("long", 5L);
    user.set("nan", Double.NaN);
    user.set("json", Map.of("a", List.of(1, true)));
    user.set("bytes", new byte[] {1, 2, 3});
    user.set("ünï\n\"\uD83D\uDE00", "\u0000\uD800");
    user.increment("counter", new BigDecimal("2.5"));

    assertThat(lines(scopes.exporterOf(user)))
        .extracting(ExportContract::withoutStamp)
        .containsExactly(
            line("bytes", "\"kind\":\"bytes\",\"value\":\"AQID\""),
            line("counter", "\"kind\":\"counter\",\"value\":2.5"),
            line("json", "\"kind\":\"json\",\"value\":{\"a\":[1,true]}"),
            line("long", "\"kind\":\"long\",\"value\":5"),
            line("nan", "\"kind\":\"double\",\"value\":\"NaN\""),
            line("theme", "\"kind\":\"string\",\"value\":\"dark\""),
            line("ünï\\n\\\"\uD83D\uDE00", "\"kind\":\"string\",\"value\":\"\\u0000\\ud800\""));
  }

  @Test
  void linesTellVersionTimestampOriginAndExpiry() {
    user.set("theme", "light");
    user.set("theme", "dark", Duration.ofHours(1));
    String time = "\"20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"";

    assertThat(lines(scopes.exporter()))
        .singleElement()
        .asString()
        .matches(
            "\\{.*,\"version\":2,\"timestamp\":%1$s(,\"tick\":\\d+)?,\"origin\":\"[0-9a-f]{16}\",\"expiresAt\":%1$s}"
                .formatted(time));
  }

  @Test
  void jsonThatFitsInNoLineGoesAsItsBytes() {
    user.set("broken", Json.of("{\"a\":"));
    user.set("pretty", Json.of("{\n}"));
    user.set("twice", Json.of("{\"a\":1,\"a\":2}"));

    assertThat(lines(scopes.exporter())).hasSize(3).allMatch(line -> line.contains("\"raw\""));
  }

  @Test
  void keysOfCachesThatAreNoTextsGoAsTheirBytes() {
    Cache<Integer, String> cache =
        scopes.global().createCache("numbers", new MutableConfiguration<Integer, String>());
    cache.put(7, "seven");

    assertThat(lines(scopes.exporter()))
        .singleElement()
        .asString()
        .startsWith(
            "{\"scopeType\":\"\",\"scopeId\":\"\",\"namespace\":\"numbers\",\"keyBase64\":\"");
    assertThatThrownBy(() -> scopes.exporter().tree(new ByteArrayOutputStream()))
        .isInstanceOf(TransferException.class)
        .hasMessageContaining("numbers");
  }

  @Test
  void onlyWhatWasAskedForIsExported() {
    user.set("a", 1);
    user.namespace("cart").set("b", 2);
    scopes.forUser(43).set("c", 3);
    scopes.global().set("d", 4);

    assertThat(lines(scopes.exporter())).hasSize(4);
    assertThat(lines(scopes.exporterOf(user))).hasSize(2);
    assertThat(lines(scopes.exporterOfNamespace(user.namespace("cart")))).hasSize(1);
    assertThat(lines(scopes.exporterOfNamespace(user.namespace("none")))).isEmpty();
  }

  @Test
  void aTreeHasObjectsForDots() {
    user.set("config.app.name", "larder");
    user.set("config.app.port", 8080);
    user.set("config.app-id", 5_000_000_000L);
    user.set("config.debug", true);
    user.set("config.json", Map.of("x", 1));
    user.set("config.$path", 1.5);
    user.set("config.small", 5L);

    assertThat(tree(scopes.exporterOf(user)))
        .isEqualTo(
            """
            "scopes":{
            "user":{
            "42":{
            "default":{
            "config":{
            "$$path":1.5,
            "app-id":5000000000,
            "app":{
            "name":"larder",
            "port":8080},
            "debug":true,
            "json":{"$kind":"json","$value":{"x":1}},
            "small":{"$kind":"long","$value":5}}}}}}}
            """);
  }

  @Test
  void whatIsALeafAndABranchIsNoTree() {
    user.flat().set("a", 1);
    user.flat().set("a-b", 1);
    user.flat().set("a.b", 1);

    assertThatThrownBy(() -> scopes.exporterOf(user).tree(directory.resolve("tree.json")))
        .isInstanceOf(TransferException.class)
        .hasMessageContaining("'a'")
        .hasMessageContaining("'a.b'");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void progressIsTold() {
    for (int i = 0; i < 2_500; i++) {
      user.set("key" + i, i);
    }
    List<Progress> told = new ArrayList<>();
    Path file = directory.resolve("lines.jsonl");

    ExportReport report = scopes.exporter().tellingProgress(told::add).lines(file);

    assertThat(report.entries()).isEqualTo(2_500);
    assertThat(file).hasSize(report.bytes());
    assertThat(told).hasSizeGreaterThan(2).extracting(Progress::entries).isSorted();
    assertThat(told.get(told.size() - 1).entries()).isEqualTo(2_500);
    assertThat(told.get(0).ofEntries()).isEqualTo(2_500);
  }

  private List<String> lines(Export export) {
    Path file = directory.resolve("lines.jsonl");
    ExportReport report = export.lines(file);
    try (Stream<String> read = Files.lines(file)) {
      List<String> all = read.toList();
      assertThat(all.get(0)).startsWith("{\"format\":\"larder-lines\",\"formatVersion\":1,");
      assertThat(all.get(all.size() - 1)).isEqualTo("{\"entries\":" + report.entries() + "}");
      assertThat(all).hasSize(Math.toIntExact(report.entries()) + 2);
      return all.subList(1, all.size() - 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String tree(Export export) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ExportReport unused = export.tree(bytes);
    String text = bytes.toString(UTF_8);
    return text.substring(text.indexOf("\"scopes\""));
  }

  private static String line(String key, String rest) {
    return "{\"scopeType\":\"user\",\"scopeId\":\"42\",\"namespace\":\"default\",\"key\":\""
        + key
        + "\","
        + rest;
  }

  private static String withoutStamp(String line) {
    return line.substring(0, line.indexOf(",\"version\""));
  }
}
