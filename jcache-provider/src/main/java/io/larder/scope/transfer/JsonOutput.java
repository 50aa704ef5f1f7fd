package io.larder.scope.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;

/**
 * JSON as bytes, put together by who knows where commas belong. What is stored is UTF-8 already, so
 * most of it goes through as it is. Used by one thread.
 */
final class JsonOutput {

  /** What a file is written with. */
  static final int FILE_BUFFER = 64 * 1024;

  private static final byte[] HEX = "0123456789abcdef".getBytes(ISO_8859_1);
  private static final long DAY_MILLIS = 86_400_000;
  private static final long LAST_PLAIN_MILLIS =
      Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();

  private final OutputStream out;
  private final byte[] buffer;
  private int size;
  private long flushed;
  private long day = Long.MIN_VALUE;
  private String dayText = "";

  /**
   * @param buffer how many bytes are put together, at least 32
   */
  JsonOutput(OutputStream out, int buffer) {
    this.out = out;
    this.buffer = new byte[buffer];
  }

  /** How many bytes were written. */
  long bytes() {
    return flushed + size;
  }

  void flush() throws IOException {
    out.write(buffer, 0, size);
    flushed += size;
    size = 0;
    out.flush();
  }

  /** Makes room for no more than 32 bytes, or for what follows at once. */
  private void room(int bytes) throws IOException {
    if (buffer.length - size < bytes) {
      out.write(buffer, 0, size);
      flushed += size;
      size = 0;
    }
  }

  JsonOutput write(char ascii) throws IOException {
    room(1);
    buffer[size++] = (byte) ascii;
    return this;
  }

  /** Writes characters below 128 as they are. */
  @SuppressWarnings("deprecation") // the only way to copy without encoding
  JsonOutput write(String ascii) throws IOException {
    if (ascii.length() > buffer.length) {
      return write(ascii.getBytes(ISO_8859_1));
    }
    room(ascii.length());
    ascii.getBytes(0, ascii.length(), buffer, size);
    size += ascii.length();
    return this;
  }

  JsonOutput write(byte[] bytes, int from, int to) throws IOException {
    int length = to - from;
    room(length);
    if (length > buffer.length) {
      out.write(bytes, from, length);
      flushed += length;
    } else {
      System.arraycopy(bytes, from, buffer, size, length);
      size += length;
    }
    return this;
  }

  JsonOutput write(byte[] bytes) throws IOException {
    return write(bytes, 0, bytes.length);
  }

  JsonOutput number(long number) throws IOException {
    return write(Long.toString(number));
  }

  /** A number that JSON readers would round, as a text of 16 digits. */
  JsonOutput hex(long number) throws IOException {
    room(18);
    buffer[size++] = '"';
    for (int shift = 60; shift >= 0; shift -= 4) {
      buffer[size++] = HEX[(int) (number >>> shift) & 0xF];
    }
    buffer[size++] = '"';
    return this;
  }

  /** An instant of ISO 8601 with milliseconds, as a text. */
  JsonOutput time(long millis) throws IOException {
    if (millis < 0 || millis > LAST_PLAIN_MILLIS) {
      return write('"').write(Instant.ofEpochMilli(millis).toString()).write('"');
    }
    long of = millis / DAY_MILLIS;
    if (of != day) {
      day = of;
      dayText = '"' + LocalDate.ofEpochDay(of).toString() + 'T';
    }
    write(dayText);
    int rest = (int) (millis % DAY_MILLIS);
    room(14);
    digits(rest / 3_600_000, 2);
    buffer[size++] = ':';
    digits(rest / 60_000 % 60, 2);
    buffer[size++] = ':';
    digits(rest / 1_000 % 60, 2);
    buffer[size++] = '.';
    digits(rest % 1_000, 3);
    buffer[size++] = 'Z';
    buffer[size++] = '"';
    return this;
  }

  private void digits(int number, int count) {
    int rest = number;
    for (int i = size + count - 1; i >= size; i--) {
      buffer[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += count;
  }

  JsonOutput base64(byte[] bytes, int from) throws IOException {
    byte[] part = from == 0 ? bytes : Arrays.copyOfRange(bytes, from, bytes.length);
    return write('"').write(Base64.getEncoder().encode(part)).write('"');
  }

  /** A text of JSON. */
  JsonOutput text(String text) throws IOException {
    write('"');
    int done = 0;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      boolean half = Character.isSurrogate(character);
      if (half && isPair(text, i)) {
        i++;
      } else if (half || isEscaped(character)) {
        write(text.substring(done, i).getBytes(UTF_8));
        escaped(character);
        done = i + 1;
      }
    }
    return write(text.substring(done).getBytes(UTF_8)).write('"');
  }

  private static boolean isPair(String text, int i) {
    return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
  }

  /**
   * A text of JSON from the bytes of a text, if all of them are below 128.
   *
   * @return whether they were; else nothing was written
   */
  boolean asciiText(byte[] utf8, int from) throws IOException {
    boolean plain = true;
    for (int i = from; i < utf8.length; i++) {
      if (utf8[i] < 0) {
        return false;
      }
      plain &= !isEscaped((char) utf8[i]);
    }
    write('"');
    if (plain) {
      write(utf8, from, utf8.length);
    } else {
      for (int i = from; i < utf8.length; i++) {
        char character = (char) utf8[i];
        if (isEscaped(character)) {
          escaped(character);
        } else {
          write(character);
        }
      }
    }
    write('"');
    return true;
  }

  private static boolean isEscaped(char character) {
    return character < ' ' || character == '"' || character == '\\';
  }

  private void escaped(char character) throws IOException {
    room(6);
    buffer[size++] = '\\';
    switch (character) {
      case '"', '\\' -> buffer[size++] = (byte) character;
      case '\n' -> buffer[size++] = 'n';
      case '\r' -> buffer[size++] = 'r';
      case '\t' -> buffer[size++] = 't';
      default -> {
        buffer[size++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
          buffer[size++] = HEX[character >>> shift & 0xF];
        }
      }
    }
  }
}
