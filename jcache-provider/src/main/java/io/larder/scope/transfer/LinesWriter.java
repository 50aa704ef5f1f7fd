package io.larder.scope.transfer;

import io.larder.storage.Bytes;
import io.larder.storage.Entry;
import io.larder.storage.SpaceName;
import io.larder.storage.codec.ValueKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One line an entry, between one that tells what the file is and one that tells how many. */
final class LinesWriter extends EntryWriter {

  private @Nullable SpaceName space;
  private byte[] spaceMembers = {};

  LinesWriter(JsonOutput out) {
    super(out);
  }

  @Override
  void begin(Area area, Instant now) throws IOException {
    out.write('{');
    head(Format.LINES, area, now);
    out.write("}\n");
  }

  @Override
  void entry(SpaceName of, Entry entry) throws IOException {
    if (!of.equals(space)) {
      space = of;
      spaceMembers = members(of);
    }
    out.write(spaceMembers);
    key(entry.key());
    ValueKind kind = EntryOutput.kindOf(entry);
    out.write(",\"kind\":\"").write(EntryOutput.label(kind)).write("\",\"value\":");
    parts.value(entry, kind);
    parts.stamp(entry, "");
    parts.expiry(entry, "");
    out.write("}\n");
  }

  private void key(Bytes key) throws IOException {
    String text = Format.textOf(key);
    if (text == null) {
      out.write("\"keyBase64\":").base64(key.unsafeArray(), 0);
      return;
    }
    out.write("\"key\":");
    if (!out.asciiText(key.unsafeArray(), 1)) {
      out.text(text);
    }
  }

  private static byte[] members(SpaceName space) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    JsonOutput members = new JsonOutput(bytes, 256);
    members.write("{\"scopeType\":").text(space.scopeType());
    members.write(",\"scopeId\":").text(space.scopeId());
    members.write(",\"namespace\":").text(space.namespace()).write(',');
    members.flush();
    return bytes.toByteArray();
  }

  @Override
  void end(long entries) throws IOException {
    out.write("{\"entries\":").number(entries).write("}\n");
  }
}
