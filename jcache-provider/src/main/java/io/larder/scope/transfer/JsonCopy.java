package io.larder.scope.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The text of a JSON value, without the spaces between its parts; numbers stay as written. */
final class JsonCopy {

  private static final int BUFFER = 256;

  private JsonCopy() {}

  /**
   * Copies the value that begins here, and reads on to its end.
   *
   * @throws TransferException if it is longer than so many bytes
   */
  static byte[] of(JsonParser parser, Place place, int longest) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    JsonOutput out = new JsonOutput(bytes, BUFFER);
    int depth = 0;
    boolean first = true;
    for (JsonToken token = parser.currentToken(); ; token = parser.nextToken()) {
      if (token.isStructEnd()) {
        depth--;
        out.write(token.asString());
        first = false;
      } else {
        if (!first) {
          out.write(',');
        }
        first = false;
        if (token == JsonToken.PROPERTY_NAME) {
          out.text(parser.currentName()).write(':');
          first = true;
        } else if (token.isStructStart()) {
          depth++;
          out.write(token.asString());
          first = true;
        } else {
          scalar(out, token, parser.getString());
        }
      }
      if (out.bytes() > longest) {
        throw place.refused("The value is longer than %,d bytes.".formatted(longest));
      }
      if (depth == 0) {
        out.flush();
        return bytes.toByteArray();
      }
    }
  }

  /** The text of a value that is neither an object nor a list. */
  static byte[] ofScalar(JsonToken token, String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    JsonOutput out = new JsonOutput(bytes, BUFFER);
    try {
      scalar(out, token, text);
      out.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void scalar(JsonOutput out, JsonToken token, String text) throws IOException {
    if (token == JsonToken.VALUE_STRING) {
      out.text(text);
    } else {
      out.write(text);
    }
  }
}
