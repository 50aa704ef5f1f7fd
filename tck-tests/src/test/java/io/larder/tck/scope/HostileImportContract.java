package io.larder.tck.scope;

import static io.larder.tck.scope.ImportContract.lines;
import static io.larder.tck.scope.ImportContract.load;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.scope.transfer.TransferException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are not what they should be: an error that says where, and the store as it was. */
abstract class HostileImportContract extends ScopeCase {

  private static final String HEAD = "{\"format\":\"larder-lines\",\"formatVersion\":1}\n";
  private static final String TREE =
      "{\"format\":\"larder-tree\",\"formatVersion\":1,\"scopes\":{\"user\":{\"42\":{\"default\":%s}}}}";

  /** A sound entry, which comes first, so that it would be stored if nobody looked further. */
  private static final String GOOD = line("good", "\"string\"", "\"x\"");

  static String line(String key, String kind, String value) {
    return """
    {"scopeType":"user","scopeId":"42","namespace":"default","key":"%s","kind":%s,"value":%s,\
    "version":1,"timestamp":"2026-01-02T03:04:05.006Z","origin":"0000000000000001"}
    """
        .formatted(key, kind, value);
  }

  private static String file(String second) {
    return HEAD + GOOD + second + "{\"entries\":2}\n";
  }

  private static String value(String kind, String value) {
    return file(line("bad", "\"" + kind + "\"", value));
  }

  static Stream<Arguments> badFiles() {
    return Stream.of(
        Arguments.of("empty", "", "empty"),
        Arguments.of("CSV", "key,value\na,1\n", "no export of Larder"),
        Arguments.of("array", "[1,2]", "no export of Larder"),
        Arguments.of("other object", "{\"a\":1}", "no export of Larder"),
        Arguments.of(
            "other format", "{\"format\":\"x\",\"formatVersion\":1}\n", "no export of Larder"),
        Arguments.of(
            "other version", HEAD.replace(":1}", ":2}") + "{\"entries\":0}\n", "another version"),
        Arguments.of("head goes on", HEAD.replace("}\n", "}{}\n") + "{\"entries\":0}\n", "goes on"),
        Arguments.of("without last line", HEAD + GOOD, "truncated"),
        Arguments.of("within a line", HEAD + GOOD + GOOD.substring(0, 50), "truncated"),
        Arguments.of("too few entries", HEAD + GOOD + "{\"entries\":2}\n", "1 entries"),
        Arguments.of("after the end", HEAD + GOOD + "{\"entries\":1}\n\n", "goes on"),
        Arguments.of("twice", file(GOOD), "line 3: The same entry is in the file twice"),
        Arguments.of(
            "same field twice",
            file(GOOD.replace("good", "bad").replaceFirst("\\{", "{\"version\":1,")),
            "line 3: Duplicate Object property \"version\""),
        Arguments.of(
            "unknown field", file(GOOD.replaceFirst("\\{", "{\"x\":1,")), "line 3, field 'x'"),
        Arguments.of("no object", file("5\n"), "line 3: This is no object"),
        Arguments.of("no JSON", file("{\"key\n"), "line 3"),
        Arguments.of("kind", value("nonsense", "1"), "line 3, field 'kind'"),
        Arguments.of("no kind", file(line("bad", "5", "1")), "line 3, field 'kind'"),
        Arguments.of("text as number", value("integer", "\"1\""), "line 3, field 'value'"),
        Arguments.of("too large", value("integer", "1e1000000000"), "line 3, field 'value'"),
        Arguments.of("no double", value("double", "1e400"), "line 3, field 'value'"),
        Arguments.of("huge counter", value("counter", "1e1000000000"), "line 3, field 'value'"),
        Arguments.of(
            "many digits", value("bigDecimal", "1".repeat(5_000)), "line 3, field 'value'"),
        Arguments.of("Base64", value("bytes", "\"%%%\""), "line 3, field 'value'"),
        Arguments.of("raw counter", value("raw", "\"fw==\""), "line 3, field 'value'"),
        Arguments.of("object as text", value("string", "{}"), "line 3, field 'value'"),
        Arguments.of(
            "deep", value("json", "[".repeat(5_000) + "]".repeat(5_000)), "line 3, field 'value'"),
        Arguments.of(
            "key twice in a value", value("json", "{\"a\":1,\"a\":2}"), "line 3, field 'value'"),
        Arguments.of("time", file(GOOD.replace("good", "b").replace("03:04", "3:04")), "timestamp"),
        Arguments.of("future", file(GOOD.replace("good", "b").replace("2026-", "2999-")), "future"),
        Arguments.of(
            "version 0", file(GOOD.replace("good", "b").replace("on\":1", "on\":0")), "version"),
        Arguments.of("zero in a name", file(GOOD.replace("user", "\\u0000")), "line 3"),
        Arguments.of("half a pair in a name", file(GOOD.replace("user", "\\ud800")), "line 3"),
        Arguments.of("long name", file(GOOD.replace("user", "x".repeat(2_000))), "line 3"),
        Arguments.of("empty key", file(line("", "\"string\"", "\"x\"")), "line 3, field 'key'"),
        Arguments.of("Larder's own", file(GOOD.replace("default", "_larder.x")), "Larder's own"),
        Arguments.of("tree, truncated", TREE.formatted("{\"a\":1,\n"), "line 2"),
        Arguments.of("tree, key twice", TREE.formatted("{\"a\":1,\n\"a\":2}"), "line 2"),
        Arguments.of("tree, entry twice", TREE.formatted("{\"a.b\":1,\n\"a\":{\"b\":2}}"), "twice"),
        Arguments.of(
            "tree, unknown field",
            TREE.formatted("{\"a\":1,\n\"b\":{\"c\":{\"$x\":1}}}"),
            "line 2, at user.42.default.b.c, field '$x'"),
        Arguments.of(
            "tree, kind",
            TREE.formatted("{\"a\":1,\n\"b\":{\"$kind\":\"long\",\"$value\":\"x\"}}"),
            "line 2, at user.42.default.b, field 'value'"),
        Arguments.of(
            "tree, deep", TREE.formatted("{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000)), "dep"),
        Arguments.of("tree, goes on", TREE.formatted("{\"a\":1}") + "{}", "goes on"),
        Arguments.of(
            "tree, without scopes", "{\"format\":\"larder-tree\",\"formatVersion\":1}", "scopes"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badFiles")
  void isRefusedAndNothingStored(String what, String file, String says) {
    user.set("standing", 1);
    String before = lines(scopes.exporter());

    assertThatThrownBy(() -> load(scopes, file))
        .as(what)
        .isInstanceOf(TransferException.class)
        .hasMessageStartingWith("export, line ")
        .hasMessageContaining(says)
        .hasMessageContaining("Nothing was imported");
    assertThat(lines(scopes.exporter())).isEqualTo(before);
  }

  @Test
  void pathsInNamesAreOnlyTexts() {
    load(scopes, HEAD + GOOD.replace("\"42\"", "\"../../x\"") + "{\"entries\":1}\n");
    assertThat(scopes.forUser("../../x").get("good")).contains("x");
  }

  @Test
  void aHugeNumberIsNeverExpanded() {
    load(scopes, HEAD + line("n", "\"bigDecimal\"", "1e1000000000") + "{\"entries\":1}\n");
    load(scopes, HEAD + line("j", "\"json\"", "[1e1000000000]") + "{\"entries\":1}\n");
    assertThat(user.keys()).containsExactly("j", "n");
  }

  @Test
  void aLineWithoutEndIsRefusedBeforeItFillsTheHeap() {
    byte[] begin = HEAD.getBytes(UTF_8);
    InputStream endless =
        new InputStream() {
          private long left = 100L << 20;

          @Override
          public int read() {
            return left-- > 0 ? 'x' : -1;
          }

          @Override
          public int read(byte[] buffer, int from, int length) {
            if (left <= 0) {
              return -1;
            }
            int count = (int) Math.min(left, length);
            Arrays.fill(buffer, from, from + count, (byte) 'x');
            left -= count;
            return count;
          }
        };
    InputStream file = new SequenceInputStream(new ByteArrayInputStream(begin), endless);

    assertThatThrownBy(() -> scopes.importer().maximumLineBytes(1 << 20).from(file, "export"))
        .isInstanceOf(TransferException.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining("maximumLineBytes");
  }
}
