package io.larder.storage.kernel;

import io.larder.storage.Bytes;
import io.larder.storage.Commit;
import io.larder.storage.Entry;
import io.larder.storage.Outcome;
import io.larder.storage.Stamp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to a batch as bytes, for stores that keep answers in rows. Stateless. */
public final class CommitCodec {

  private static final byte FORMAT = 1;
  private static final byte NO_ENTRY = 0;
  private static final byte AN_ENTRY = 1;
  private static final byte SAME_AS_BEFORE = 2;

  private CommitCodec() {}

  /** Writes an answer down. */
  public static Bytes encode(Commit commit) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.writeByte(FORMAT);
      out.writeBoolean(commit.applied());
      out.writeInt(commit.outcomes().size());
      for (Outcome outcome : commit.outcomes()) {
        out.writeBoolean(outcome.held());
        write(out, outcome.before());
        if (outcome.after() != null && outcome.after().equals(outcome.before())) {
          out.writeByte(SAME_AS_BEFORE);
        } else {
          write(out, outcome.after());
        }
        write(out, outcome.expired());
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return Bytes.wrap(bytes.toByteArray());
  }

  /**
   * Reads an answer that {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Commit decode(Bytes bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.unsafeArray()))) {
      if (in.readByte() != FORMAT) {
        throw new IOException("unknown format");
      }
      boolean applied = in.readBoolean();
      List<Outcome> outcomes = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        boolean held = in.readBoolean();
        Entry before = read(in, null);
        Entry after = read(in, before);
        outcomes.add(new Outcome(held, before, after, read(in, null)));
      }
      if (in.available() > 0) {
        throw new IOException(in.available() + " bytes too many");
      }
      return new Commit(applied, outcomes);
    } catch (IOException damage) {
      throw new IllegalArgumentException("Not the answer to a batch: " + bytes, damage);
    }
  }

  private static void write(DataOutputStream out, @Nullable Entry entry) throws IOException {
    if (entry == null) {
      out.writeByte(NO_ENTRY);
      return;
    }
    out.writeByte(AN_ENTRY);
    write(out, entry.key());
    write(out, entry.value());
    out.writeLong(entry.stamp().epoch());
    out.writeLong(entry.stamp().version());
    out.writeLong(entry.stamp().timestamp());
    out.writeLong(entry.stamp().origin());
    out.writeLong(entry.expiresAt());
    out.writeBoolean(entry.deleted());
  }

  private static void write(DataOutputStream out, Bytes bytes) throws IOException {
    out.writeInt(bytes.length());
    out.write(bytes.unsafeArray());
  }

  private static @Nullable Entry read(DataInputStream in, @Nullable Entry before)
      throws IOException {
    byte kind = in.readByte();
    if (kind == NO_ENTRY) {
      return null;
    }
    if (kind == SAME_AS_BEFORE) {
      return before;
    }
    if (kind != AN_ENTRY) {
      throw new IOException("unknown kind of entry " + kind);
    }
    Bytes key = readBytes(in);
    Bytes value = readBytes(in);
    Stamp stamp = new Stamp(in.readLong(), in.readLong(), in.readLong(), in.readLong());
    return new Entry(key, value, stamp, in.readLong(), in.readBoolean());
  }

  private static Bytes readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a length of " + length + " with " + in.available() + " bytes left");
    }
    return Bytes.wrap(in.readNBytes(length));
  }
}
