package io.larder.tck.scope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.scope.Namespace;
import io.larder.scope.Scope;
import io.larder.scope.Scopes;
import io.larder.scope.transfer.Difference;
import io.larder.scope.transfer.Export;
import io.larder.scope.transfer.ExportReport;
import io.larder.scope.transfer.ImportMode;
import io.larder.scope.transfer.ImportReport;
import io.larder.scope.transfer.Progress;
import io.larder.scope.transfer.TransferException;
import io.larder.storage.codec.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as entries. */
abstract class ImportContract extends ScopeCase {

  @TempDir Path directory;

  /** A store of another kind than the one that is tested, or of the same on another file. */
  private ScopeNodes otherStore() {
    return new ScopeNodes(
        Map.of("larder.store", "sqlite:" + directory.resolve(UUID.randomUUID() + ".db")), () -> {});
  }

  @Test
  void anExportGoesToAnotherKindOfStoreAndBackUnchanged() {
    try (ScopeNodes first = otherStore();
        ScopeNodes last = otherStore()) {
      fill(first.scopes());
      String exported = lines(first.scopes().exporter());

      ImportReport report = load(scopes, exported);
      assertThat(report.created()).isEqualTo(report.entries()).isGreaterThan(40);
      assertThat(lines(scopes.exporter())).isEqualTo(exported);

      ImportReport back = load(last.scopes(), lines(scopes.exporter()));
      assertThat(back.created()).isEqualTo(report.entries());
      assertThat(lines(last.scopes().exporter())).isEqualTo(exported);
      assertThat(last.scopes().forUser(42).get("json")).contains(Map.of("a", List.of(1, true)));
      assertThat(last.scopes().forUser(42).increment("counter")).isEqualTo(8);
    }
  }

  private static void fill(Scopes scopes) {
    Scope user = scopes.forUser(42);
    user.set("string", "ünï \"\\\n\uD83D\uDE00 \u0000\uD800");
    user.set("empty", "");
    user.set("boolean", true);
    user.set("byte", (byte) -7);
    user.set("short", (short) 300);
    user.set("integer", Integer.MIN_VALUE);
    user.set("long", Long.MAX_VALUE);
    user.set("small-long", 5L);
    user.set("float", 0.1f);
    user.set("double", 1e-300);
    user.set("nan", Double.NaN);
    user.set("infinity", Float.NEGATIVE_INFINITY);
    user.set("character", '"');
    user.set("bigInteger", BigInteger.TWO.pow(2_000));
    user.set("bigDecimal", new BigDecimal("1.50"));
    user.set("huge", new BigDecimal("1E+1000000000"));
    user.set("uuid", new UUID(1, 2));
    user.set("instant", Instant.ofEpochSecond(1, 5));
    user.set("localDate", LocalDate.of(2026, 11, 22));
    user.set("localTime", LocalTime.NOON);
    user.set("localDateTime", LocalDateTime.of(2026, 11, 22, 1, 2));
    user.set("offsetDateTime", OffsetDateTime.parse("2026-11-22T01:02:03+05:00"));
    user.set("duration", Duration.ofSeconds(90));
    user.set("bytes", new byte[] {0, -1, 127});
    user.set("json", Map.of("a", List.of(1, true)));
    user.set("json-scalar", Json.of("5"));
    user.set("json-null", Json.of("null"));
    user.set("json-huge", Json.of("[1e1000000000, {\"a\" : \"\\ud800\"}]"));
    user.set("json-broken", Json.of("{\"a\":\n"));
    user.increment("counter", 3);
    user.increment("counter", 4);
    user.increment("decimal", new BigDecimal("-0.75"));
    user.set("expiring", "soon", Duration.ofHours(3));
    user.set("changed", 1);
    user.set("changed", 2);
    user.set("changed", 3);
    for (String key :
        List.of("a.b.c", "a-b", "a", "ünï", "\uD83D\uDE00", "\uFFFF", "line\nbreak")) {
      user.namespace("keys").flat().set(key, key);
    }
    scopes.forUser("../x").set("key", "value");
    scopes.forTeam("ünï").namespace("a.b").set("key", "value");
    Cache<Integer, Object> cache =
        scopes.global().createCache("numbers", new MutableConfiguration<Integer, Object>());
    cache.put(-1, new ArrayList<>(List.of("java")));
    cache.put(7, "seven");
  }

  @Test
  void theModesDecideWhatStaysAndADryRunTellsIt() {
    user.set("same", 1);
    user.set("older", "from the file");
    user.set("gone", 1);
    String exported = lines(scopes.exporterOf(user));
    user.set("older", "of the store");
    user.delete("gone");

    for (ImportMode mode : List.of(ImportMode.KEEP, ImportMode.NEWER)) {
      List<String> told = new ArrayList<>();
      ImportReport dry =
          scopes
              .importer()
              .mode(mode)
              .dryRun()
              .tellingDifferences(10, difference -> told.add(difference.toString()))
              .from(stream(exported), "export");
      assertThat(dry).isEqualTo(new ImportReport(true, 3, 1, 0, 1, 1, 0, 0));
      assertThat(told)
          .containsExactly(
              "created user:42/default gone: 1",
              "kept user:42/default older: \"of the store\" stays, not \"from the file\"");
    }
    assertThat(user.has("gone")).isFalse();

    ImportReport kept = scopes.importer().mode(ImportMode.KEEP).from(stream(exported), "export");
    assertThat(kept).isEqualTo(new ImportReport(false, 3, 1, 0, 1, 1, 0, 0));
    assertThat(user.get("older")).contains("of the store");
    assertThat(user.get("gone")).contains(1);

    ImportReport newer = scopes.importer().mode(ImportMode.NEWER).from(stream(exported), "export");
    assertThat(newer.changed()).isZero();
    assertThat(user.get("older")).contains("of the store");

    ImportReport over = load(scopes, exported);
    assertThat(over.changed()).isGreaterThanOrEqualTo(1);
    assertThat(user.get("older")).contains("from the file");
  }

  @Test
  void newerReplacesWhatIsOlder() {
    try (ScopeNodes other = otherStore()) {
      user.set("key", "old");
      other.scopes().forUser(42).set("key", "new");
      String exported = lines(other.scopes().exporter());

      ImportReport report =
          scopes.importer().mode(ImportMode.NEWER).from(stream(exported), "export");

      assertThat(report.changed()).isEqualTo(1);
      assertThat(user.get("key")).contains("new");
    }
  }

  @Test
  void whatIsImportedIsSeenByWhoHadReadBefore() {
    user.set("key", "old");
    String exported = lines(scopes.exporter());
    user.set("key", "new");
    assertThat(user.get("key")).contains("new");

    load(scopes, exported);

    assertThat(user.get("key")).contains("old");
  }

  @Test
  void anImportWritesOnlyWhatWasAskedFor() {
    user.set("a", 1);
    scopes.forUser(43).set("b", 2);
    String exported = lines(scopes.exporter());
    user.clear();
    scopes.forUser(43).clear();

    ImportReport report = scopes.importerOf(scopes.forUser(43)).from(stream(exported), "export");

    assertThat(report).isEqualTo(new ImportReport(false, 2, 1, 0, 0, 0, 0, 1));
    assertThat(user.has("a")).isFalse();
    assertThat(scopes.forUser(43).get("b")).contains(2);
  }

  @Test
  void whatHasExpiredIsPassedOver() {
    user.set("lasting", 1);
    user.set("brief", 1, Duration.ofMillis(300));
    String exported = lines(scopes.exporter());
    await(() -> !user.has("brief"));
    user.clear();

    ImportReport report = load(scopes, exported);

    assertThat(report.expired()).isEqualTo(1);
    assertThat(user.keys()).containsExactly("lasting");
  }

  @Test
  void allOrNothingIsOneNamespaceInOneCommit() {
    user.set("a", 1);
    user.set("b", 2);
    String one = lines(scopes.exporterOfNamespace(user));
    user.namespace("other").set("c", 3);
    String two = lines(scopes.exporterOf(user));
    user.clear();

    assertThatThrownBy(() -> scopes.importer().allOrNothing().from(stream(two), "export"))
        .isInstanceOf(TransferException.class)
        .hasMessageContaining("by batch");
    assertThat(user.keys()).isEmpty();
    assertThat(scopes.importer().allOrNothing().from(stream(one), "export").created()).isEqualTo(2);
    assertThat(user.keys()).containsExactly("a", "b");
  }

  @Test
  void aTreeIsImportedAsItWasExported() {
    user.set("config.app.name", "larder");
    user.set("config.app.port", 8080);
    user.set("config.limit", 5L);
    user.set("config.ratio", 1.5);
    user.set("config.price", new BigDecimal("1.50"));
    user.set("config.$path", "x");
    user.set("config.list", List.of(1, "two"));
    user.set("config.object", Map.of("x", Map.of("y", 1)));
    user.set("config.brief", "x", Duration.ofHours(1));
    user.increment("config.count", 7);
    String plain = tree(scopes.exporter());
    String versions = tree(scopes.exporter().withVersions());
    String exported = lines(scopes.exporter());

    ImportReport same = load(scopes, plain);
    assertThat(same.unchanged()).isEqualTo(same.entries()).isEqualTo(10);
    assertThat(lines(scopes.exporter())).isEqualTo(exported);

    user.clear();
    load(scopes, plain);
    assertThat(tree(scopes.exporter())).isEqualTo(plain);

    try (ScopeNodes other = otherStore()) {
      load(other.scopes(), versions);
      assertThat(lines(other.scopes().exporter())).isEqualTo(exported);
    }
  }

  @Test
  void aTreeThatWasWrittenByHandMayBeInAnyOrder() {
    String tree =
        """
        {"format":"larder-tree","formatVersion":1,
         "scopes":{"user":{"42":{"default":{
           "b":{"y":[1, 2], "x":null}, "a":"text", "empty":{}}}}}}
        """;
    assertThat(load(scopes, tree).created()).isEqualTo(3);
    assertThat(user.get("a")).contains("text");
    assertThat(user.get("b.y")).contains(List.of(1, 2));
  }

  @Test
  void progressAndDifferencesAreTold() {
    Namespace many = user.namespace("many");
    for (int i = 0; i < 12_000; i++) {
      many.set("key" + i, i);
    }
    String exported = lines(scopes.exporter());
    many.clear();
    List<Progress> progress = new ArrayList<>();
    List<Difference> differences = new ArrayList<>();

    ImportReport report =
        scopes
            .importer()
            .tellingProgress(progress::add)
            .tellingDifferences(3, differences::add)
            .from(stream(exported), "export");

    assertThat(report.created()).isEqualTo(12_000);
    assertThat(differences).hasSize(3);
    assertThat(progress)
        .extracting(Progress::phase)
        .contains(Progress.Phase.CHECKING, Progress.Phase.IMPORTING);
    Progress last = progress.get(progress.size() - 1);
    assertThat(last.entries()).isEqualTo(last.ofEntries()).isEqualTo(12_000);
  }

  static ImportReport load(Scopes scopes, String file) {
    return scopes.importer().from(stream(file), "export");
  }

  static ByteArrayInputStream stream(String file) {
    return new ByteArrayInputStream(file.getBytes(UTF_8));
  }

  static String lines(Export export) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ExportReport unused = export.lines(bytes);
    return timeless(bytes);
  }

  private static String tree(Export export) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ExportReport unused = export.tree(bytes);
    return timeless(bytes);
  }

  private static String timeless(ByteArrayOutputStream bytes) {
    return bytes
        .toString(UTF_8)
        .replaceFirst("\"exportedAt\":\"[^\"]*\"", "\"exportedAt\":\"2026-11-22T00:00:00.000Z\"");
  }
}
