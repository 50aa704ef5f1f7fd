package io.larder.scope.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.storage.Entry;
import io.larder.storage.Stamp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Counts what becomes of entries, and tells the first of them. Used by one thread. */
final class Tally {

  private static final int SHOWN_BYTES = 200;

  private final Consumer<Difference> listener;
  private final Stamp otherwise;
  private long told;
  private long created;
  private long changed;
  private long unchanged;
  private long kept;

  /**
   * @param limit how many differences are told
   * @param otherwise the stamp of entries of which the file tells none
   */
  Tally(Consumer<Difference> listener, long limit, Stamp otherwise) {
    this.listener = listener;
    this.told = limit;
    this.otherwise = otherwise;
  }

  /** What importing the entry does where that one stands. */
  static Difference.Kind kind(Imported entry, @Nullable Entry standing, ImportMode mode) {
    if (standing == null) {
      return Difference.Kind.CREATED;
    }
    if (entry.isSameAs(standing)) {
      return Difference.Kind.UNCHANGED;
    }
    Stamp stamp = entry.stamp();
    boolean stays =
        mode == ImportMode.KEEP
            || (mode == ImportMode.NEWER
                && stamp != null
                && standing.stamp().timestamp() >= stamp.timestamp());
    return stays ? Difference.Kind.KEPT : Difference.Kind.CHANGED;
  }

  void count(Imported entry, @Nullable Entry standing, Difference.Kind kind) {
    switch (kind) {
      case CREATED -> created++;
      case CHANGED -> changed++;
      case UNCHANGED -> unchanged++;
      case KEPT -> kept++;
    }
    if (told > 0 && kind != Difference.Kind.UNCHANGED) {
      told--;
      listener.accept(difference(entry, standing, kind));
    }
  }

  private Difference difference(Imported entry, @Nullable Entry standing, Difference.Kind kind) {
    String text = Format.textOf(entry.key());
    return new Difference(
        kind,
        entry.space().scopeType(),
        entry.space().scopeId(),
        entry.space().namespace(),
        text == null ? json(out -> out.base64(entry.key().unsafeArray(), 0)) : text,
        standing == null ? null : shown(standing),
        shown(entry.entry(otherwise)));
  }

  private static String shown(Entry entry) {
    return json(out -> new EntryOutput(out).value(entry, EntryOutput.kindOf(entry)));
  }

  private interface Writing {
    void to(JsonOutput out) throws IOException;
  }

  private static String json(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    JsonOutput out = new JsonOutput(bytes, SHOWN_BYTES);
    try {
      writing.to(out);
      out.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    String text = bytes.toString(UTF_8);
    return text.length() <= SHOWN_BYTES ? text : text.substring(0, SHOWN_BYTES) + "...";
  }

  ImportReport report(boolean dryRun, Checked file) {
    return new ImportReport(
        dryRun, file.entries(), created, changed, unchanged, kept, file.expired(), file.outside());
  }
}
