package io.larder.storage.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Strings as UTF-8, and back, with nothing lost: a surrogate that stands alone, which UTF-8 has no
 * place for, is written as the three bytes that its code point would have (the "generalized UTF-8"
 * of the WTF-8 description, simonsapin.github.io/wtf-8). Unsigned byte order is code point order.
 */
final class Utf8Text {

  private static final char REPLACEMENT = '\uFFFD';

  private Utf8Text() {}

  static byte[] encode(String text) {
    return isWellFormed(text) ? text.getBytes(UTF_8) : encodeWithLoneSurrogates(text);
  }

  /**
   * Returns the text of the given bytes.
   *
   * @throws CodecException if they are not what {@link #encode} writes
   */
  static String decode(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, UTF_8);
    return text.indexOf(REPLACEMENT) < 0 ? text : decodeStrictly(bytes, from, to);
  }

  private static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!isPair(text, i)) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static boolean isPair(String text, int i) {
    return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
  }

  private static byte[] encodeWithLoneSurrogates(String text) {
    byte[] out = new byte[Math.multiplyExact(text.length(), 3)];
    int size = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      if (point < 0x80) {
        out[size++] = (byte) point;
      } else if (point < 0x800) {
        out[size++] = (byte) (0xC0 | point >> 6);
        out[size++] = tail(point);
      } else if (point < 0x10000) {
        out[size++] = (byte) (0xE0 | point >> 12);
        out[size++] = tail(point >> 6);
        out[size++] = tail(point);
      } else {
        out[size++] = (byte) (0xF0 | point >> 18);
        out[size++] = tail(point >> 12);
        out[size++] = tail(point >> 6);
        out[size++] = tail(point);
      }
    }
    return Arrays.copyOf(out, size);
  }

  private static byte tail(int bits) {
    return (byte) (0x80 | (bits & 0x3F));
  }

  /** Reads code point by code point and accepts only what encodes back to the same bytes. */
  private static String decodeStrictly(byte[] bytes, int from, int to) {
    StringBuilder text = new StringBuilder(to - from);
    for (int i = from; i < to; ) {
      int first = bytes[i] & 0xFF;
      int length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
      if (i + length > to) {
        throw malformed();
      }
      int point = length == 1 ? first : first & (0x7F >> length);
      for (int k = 1; k < length; k++) {
        point = point << 6 | (bytes[i + k] & 0x3F);
      }
      if (point > Character.MAX_CODE_POINT) {
        throw malformed();
      }
      text.appendCodePoint(point);
      i += length;
    }
    String decoded = text.toString();
    if (!Arrays.equals(encode(decoded), Arrays.copyOfRange(bytes, from, to))) {
      throw malformed();
    }
    return decoded;
  }

  private static CodecException malformed() {
    return new CodecException("The bytes are damaged: a text in them is not UTF-8.");
  }
}
