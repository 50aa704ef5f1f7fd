package io.larder.scope.transfer;

import static java.util.Objects.requireNonNull;

import io.larder.storage.Bytes;
import io.larder.storage.codec.CodecException;
import io.larder.storage.codec.ValueKind;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * A value of a file: what JSON says, and what is stored of it. No number is expanded: one of a
 * billion digits that takes ten characters to write stays these ten characters.
 */
final class ValueInput {

  private static final int COUNTER_SCALE = 1_000;
  private static final Set<String> NO_NUMBERS = Set.of("NaN", "Infinity", "-Infinity");

  private final Place place;
  private @Nullable JsonToken token;
  private @Nullable String text;
  private byte @Nullable [] json;
  private @Nullable BigDecimal total;

  ValueInput(Place place) {
    this.place = place;
  }

  void clear() {
    token = null;
    text = null;
    json = null;
    total = null;
  }

  /** Takes over a text, a number or a boolean. */
  void scalar(JsonToken of, String content) {
    token = of;
    text = content;
  }

  /** Takes over the value as JSON text; for scalars, besides that. */
  void json(JsonToken of, byte[] utf8) {
    token = of;
    json = utf8;
  }

  boolean isMissing() {
    return token == null;
  }

  /** What a counter has counted up to, once {@link #stored} answered that it is one. */
  @Nullable BigDecimal total() {
    return total;
  }

  /** The kind of a value that is told without one. */
  ValueKind plainKind() {
    return switch (tokenRead()) {
      case VALUE_STRING -> ValueKind.STRING;
      case VALUE_TRUE, VALUE_FALSE -> ValueKind.BOOLEAN;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> plainNumber();
      default -> ValueKind.JSON;
    };
  }

  private ValueKind plainNumber() {
    String number = text();
    if (number.length() > 1_000) {
      throw refused("A number of " + number.length() + " characters is too long.", null);
    }
    return PlainValue.ofNumber(number);
  }

  /**
   * The bytes that are stored.
   *
   * @param kind null if they are given as they are
   * @return null for a counter
   */
  @Nullable Bytes stored(@Nullable ValueKind kind) {
    if (kind == null) {
      return raw();
    }
    return switch (kind) {
      case BYTES, JAVA -> kind.stored(base64(kind.label()));
      case JSON -> kind.stored(json == null ? JsonCopy.ofScalar(tokenRead(), text()) : json);
      case COUNTER -> counted();
      case STRING -> kind.storedText(needed(kind, JsonToken.VALUE_STRING));
      case BOOLEAN -> bool(kind);
      default ->
          kind.isNumber() ? number(kind) : parsed(kind, needed(kind, JsonToken.VALUE_STRING));
    };
  }

  private JsonToken tokenRead() {
    return requireNonNull(token, "token");
  }

  private String text() {
    return requireNonNull(text, "text");
  }

  private Bytes raw() {
    Bytes bytes = Bytes.wrap(base64(Format.RAW));
    if (bytes.length() == 0 || ValueKind.of(bytes) == ValueKind.COUNTER) {
      throw refused("These are not the bytes of a value.", null);
    }
    return bytes;
  }

  private byte[] base64(String kind) {
    if (token != JsonToken.VALUE_STRING) {
      throw refused("A value of the kind " + kind + " is a text of Base64.", null);
    }
    return base64(place, Format.VALUE, text());
  }

  static byte[] base64(Place place, String field, String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException damaged) {
      throw place.refused(field, "This is not Base64: " + damaged.getMessage() + ".", damaged);
    }
  }

  private @Nullable Bytes counted() {
    BigDecimal number;
    try {
      number = new BigDecimal(numeral(ValueKind.COUNTER));
    } catch (NumberFormatException tooLarge) {
      throw refused("No counter counts so far.", tooLarge);
    }
    if (Math.abs((long) number.scale()) > COUNTER_SCALE) {
      throw refused("No counter counts so far: its exponent is beyond 1,000.", null);
    }
    total = number;
    return null;
  }

  private Bytes bool(ValueKind kind) {
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw unfit(kind, null);
    }
    return kind.storedText(token == JsonToken.VALUE_TRUE ? "true" : "false");
  }

  private Bytes number(ValueKind kind) {
    boolean floating = kind == ValueKind.DOUBLE || kind == ValueKind.FLOAT;
    if (floating && token == JsonToken.VALUE_STRING && NO_NUMBERS.contains(text)) {
      return parsed(kind, text());
    }
    Bytes stored = parsed(kind, numeral(kind));
    if (floating && stored.at(stored.length() - 1) > '9') {
      throw unfit(kind, null);
    }
    return stored;
  }

  private String numeral(ValueKind kind) {
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      throw unfit(kind, null);
    }
    return text();
  }

  private String needed(ValueKind kind, JsonToken wanted) {
    if (token != wanted) {
      throw unfit(kind, null);
    }
    return text();
  }

  private Bytes parsed(ValueKind kind, String content) {
    try {
      return kind.storedText(content);
    } catch (CodecException refused) {
      throw unfit(kind, refused);
    }
  }

  private TransferException unfit(ValueKind kind, @Nullable Throwable cause) {
    String what = text == null ? String.valueOf(token) : "'" + Place.shown(text) + "'";
    return refused(what + " is no value of the kind " + kind.label() + ".", cause);
  }

  private TransferException refused(String why, @Nullable Throwable cause) {
    return place.refused(Format.VALUE, why, cause);
  }
}
