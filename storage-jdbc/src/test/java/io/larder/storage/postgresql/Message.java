package io.larder.storage.postgresql;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A message of PostgreSQL's protocol, version 3. */
final class Message {

  /** Its first byte; 0 for the first message of all, which has none. */
  private final char type;

  private final byte[] bytes;

  /** Where in them its content begins. */
  private final int start;

  private Message(char type, byte[] bytes, int start) {
    this.type = type;
    this.bytes = bytes;
    this.start = start;
  }

  static Message startup(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] bytes = new byte[length];
    ByteBuffer.wrap(bytes).putInt(length);
    in.readFully(bytes, 4, length - 4);
    return new Message('\0', bytes, 4);
  }

  static Message read(DataInputStream in) throws IOException {
    byte type = in.readByte();
    int length = in.readInt();
    byte[] bytes = new byte[1 + length];
    ByteBuffer.wrap(bytes).put(type).putInt(length);
    in.readFully(bytes, 5, length - 4);
    return new Message((char) type, bytes, 5);
  }

  char type() {
    return type;
  }

  int length() {
    return bytes.length;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes);
  }

  /** The zero-ended text that is the content's n-th part, from 0. */
  String text(int n) {
    int from = start;
    for (int skipped = 0; skipped < n; skipped++) {
      from = end(from) + 1;
    }
    return new String(bytes, from, end(from) - from, StandardCharsets.UTF_8);
  }

  private int end(int from) {
    int end = from;
    while (bytes[end] != 0) {
      end++;
    }
    return end;
  }

  /** Whether it is the server's word that a transaction has committed. */
  boolean isCommitted() {
    return type == 'C' && text(0).equals("COMMIT");
  }

  /** Whether it is the server's word that it has answered everything. */
  boolean isReady() {
    return type == 'Z';
  }

  /** Whether it says so outside a transaction. */
  boolean isIdle() {
    return isReady() && bytes[start] == 'I';
  }
}
