package io.larder.scope.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.larder.storage.Bytes;
import io.larder.storage.codec.CanonicalKeyCodec;
import io.larder.storage.codec.CodecException;
import io.larder.storage.codec.SerializationFilter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** The names in files, and what both forms of them have in common. */
final class Format {

  static final String LINES = "larder-lines";
  static final String TREE = "larder-tree";
  static final int VERSION = 1;

  static final String FORMAT = "format";
  static final String FORMAT_VERSION = "formatVersion";
  static final String EXPORTED_AT = "exportedAt";
  static final String CONTENT = "content";
  static final String SCOPES = "scopes";
  static final String ENTRIES = "entries";

  /** The last line begins so. */
  static final byte[] END = "{\"entries\":".getBytes(ISO_8859_1);

  static final String SCOPE_TYPE = "scopeType";
  static final String SCOPE_ID = "scopeId";
  static final String NAMESPACE = "namespace";
  static final String KEY = "key";
  static final String KEY_BASE64 = "keyBase64";
  static final String KIND = "kind";
  static final String VALUE = "value";
  static final String ENTRY_VERSION = "version";
  static final String TIMESTAMP = "timestamp";
  static final String TICK = "tick";
  static final String ORIGIN = "origin";
  static final String EXPIRES_AT = "expiresAt";

  /** The kind of a value of which nothing is known but its bytes. */
  static final String RAW = "raw";

  /** What is deeper than that in a value is carried as bytes. */
  private static final int VALUE_DEPTH = 500;

  /** A key that has more parts fits in no tree. */
  static final int KEY_DEPTH = 256;

  /** A value in a leaf, below a key, below scope type, id and namespace. */
  private static final int DEPTH = VALUE_DEPTH + KEY_DEPTH + 20;

  private static final JsonFactory VALUES = factory(VALUE_DEPTH, Integer.MAX_VALUE);

  /** Numbers are never computed with, only copied, so their length is bounded by the file's. */
  static final JsonFactory FILES = files(Integer.MAX_VALUE);

  private static final CanonicalKeyCodec KEYS =
      new CanonicalKeyCodec(Format.class.getClassLoader(), SerializationFilter.of(""));

  private static final byte TEXT_KEY = KEYS.encode("").at(0);

  private Format() {}

  /**
   * Reads files.
   *
   * @param longestText in characters
   */
  static JsonFactory files(int longestText) {
    return factory(DEPTH, longestText);
  }

  private static JsonFactory factory(int depth, int longestText) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(depth)
                .maxStringLength(longestText)
                .maxNameLength(200_000)
                .maxNumberLength(10_000)
                .build())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .build();
  }

  /** Whether the bytes can stand in a line as they are: one JSON value and nothing around it. */
  static boolean isInlineJson(byte[] utf8, int from) {
    int length = utf8.length - from;
    if (length == 0 || utf8[from] <= ' ' || utf8[utf8.length - 1] == ' ') {
      return false;
    }
    for (int i = from; i < utf8.length; i++) {
      if (utf8[i] < ' ' && utf8[i] >= 0) {
        return false;
      }
    }
    try (JsonParser parser = VALUES.createParser(ObjectReadContext.empty(), utf8, from, length)) {
      if (parser.nextToken() == null) {
        return false;
      }
      finish(parser);
      return parser.nextToken() == null;
    } catch (JacksonException damaged) {
      return false;
    }
  }

  /** Reads on to the end of the value that begins here; nothing of it is kept. */
  static void finish(JsonParser parser) {
    int depth = 0;
    for (JsonToken token = parser.currentToken(); ; token = parser.nextToken()) {
      if (token == null) {
        return;
      }
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      }
      if (depth == 0) {
        parser.finishToken();
        return;
      }
    }
  }

  /** The text that a key is, or null if it is none. */
  static @Nullable String textOf(Bytes key) {
    if (!isText(key)) {
      return null;
    }
    try {
      return (String) KEYS.decode(key);
    } catch (CodecException damaged) {
      return null;
    }
  }

  /** Whether a key looks like a text. */
  static boolean isText(Bytes key) {
    return key.length() > 0 && key.at(0) == TEXT_KEY;
  }

  static Bytes keyOf(String text) {
    return KEYS.encode(text);
  }
}
