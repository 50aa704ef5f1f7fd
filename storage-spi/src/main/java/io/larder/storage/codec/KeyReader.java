package io.larder.storage.codec;

import io.larder.storage.Bytes;
import java.util.Arrays;

/** A place in the bytes of one key. Every read past the end or out of form says "damaged". */
final class KeyReader {

  private final byte[] bytes;
  private int place;
  private int depth;

  KeyReader(Bytes bytes) {
    this.bytes = bytes.unsafeArray();
  }

  static CodecException damaged(String what) {
    return new CodecException("The bytes of a key are damaged: " + what + ".");
  }

  void enter() {
    if (++depth > KeyWriter.MAX_DEPTH) {
      throw damaged("nested deeper than " + KeyWriter.MAX_DEPTH + " levels");
    }
  }

  void leave() {
    depth--;
  }

  boolean atEnd() {
    return place == bytes.length;
  }

  int octet() {
    need(1);
    return bytes[place++] & 0xFF;
  }

  /** Consumes the end of a tuple, if it is here. */
  boolean skipEnd() {
    need(1);
    if (bytes[place] != KeyTag.END) {
      return false;
    }
    place++;
    return true;
  }

  void end() {
    if (!skipEnd()) {
      throw damaged("a tuple goes on where its class has no more components");
    }
  }

  long fixed(int count) {
    need(count);
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 8 | octet();
    }
    return value;
  }

  long number() {
    int header = octet();
    int count = header >= 0x80 ? header - 0x80 : 0x7F - header;
    if (count > 8) {
      throw damaged("no number begins with " + Integer.toHexString(header));
    }
    long value = fixed(count);
    return header >= 0x80 || count == 8 ? value : value | (-1L << (count * 8));
  }

  /** Reads a number that must lie between two others. */
  int number(int least, int greatest) {
    long value = number();
    if (value < least || value > greatest) {
      throw damaged(value + " is not between " + least + " and " + greatest);
    }
    return (int) value;
  }

  byte[] raw(int count) {
    if (count < 0) {
      throw damaged("a length is negative");
    }
    need(count);
    place += count;
    return Arrays.copyOfRange(bytes, place - count, place);
  }

  byte[] escaped() {
    int from = place;
    int zeros = 0;
    while (true) {
      if (octet() == 0) {
        if (atEnd() || bytes[place] != (byte) 0xFF) {
          break;
        }
        place++;
        zeros++;
      }
    }
    byte[] plain = new byte[place - 1 - from - zeros];
    for (int i = 0, at = from; i < plain.length; i++, at++) {
      plain[i] = bytes[at];
      if (bytes[at] == 0) {
        at++;
      }
    }
    return plain;
  }

  String text() {
    byte[] plain = escaped();
    return Utf8Text.decode(plain, 0, plain.length);
  }

  private void need(int count) {
    if (count > bytes.length - place) {
      throw damaged("they end too early");
    }
  }
}
