package io.larder.storage.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.storage.Bytes;

/**
 * A value that is kept as JSON text, so that SQL and other languages can read it. It is carried as
 * it is: nothing here parses it. Immutable.
 */
public final class Json {

  private final Bytes utf8;

  private Json(Bytes utf8) {
    this.utf8 = utf8;
  }

  /**
   * Takes over a text.
   *
   * @param text a JSON text in UTF-8; not checked
   */
  public static Json ofUtf8(Bytes text) {
    return new Json(text);
  }

  /**
   * Takes over a text.
   *
   * @param text a JSON text; not checked
   */
  public static Json of(String text) {
    return new Json(Bytes.wrap(Utf8Text.encode(text)));
  }

  /** The text in UTF-8. */
  public Bytes utf8() {
    return utf8;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Json json && json.utf8.equals(utf8);
  }

  @Override
  public int hashCode() {
    return utf8.hashCode();
  }

  /** The text. */
  @Override
  public String toString() {
    return new String(utf8.unsafeArray(), UTF_8);
  }
}
