package io.larder.scope.transfer;

import io.larder.storage.Entry;
import io.larder.storage.SpaceName;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes a file of one form; entries come by space and key, in order. Used by one thread. */
abstract class EntryWriter {

  final JsonOutput out;
  final EntryOutput parts;

  EntryWriter(JsonOutput out) {
    this.out = out;
    this.parts = new EntryOutput(out);
  }

  /** Writes what comes first. */
  abstract void begin(Area area, Instant now) throws IOException;

  /** Writes an entry. */
  abstract void entry(SpaceName space, Entry entry) throws IOException;

  /** Writes what comes last. */
  abstract void end(long entries) throws IOException;

  /** The members that tell what the file is, without braces. */
  final void head(String format, Area area, Instant now) throws IOException {
    out.write('"').write(Format.FORMAT).write("\":\"").write(format);
    out.write("\",\"").write(Format.FORMAT_VERSION).write("\":").number(Format.VERSION);
    out.write(",\"").write(Format.EXPORTED_AT).write("\":").time(now.toEpochMilli());
    out.write(",\"").write(Format.CONTENT).write("\":\"").write(area.label()).write('"');
    member(Format.SCOPE_TYPE, area.scopeType());
    member(Format.SCOPE_ID, area.scopeId());
    member(Format.NAMESPACE, area.namespace());
  }

  private void member(String name, @Nullable String value) throws IOException {
    if (value != null) {
      out.write(",\"").write(name).write("\":").text(value);
    }
  }
}
