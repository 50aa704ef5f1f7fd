package io.larder.scope.transfer;

import static java.util.Objects.requireNonNull;

import io.larder.storage.Bytes;
import io.larder.storage.Counter;
import io.larder.storage.Entry;
import io.larder.storage.HybridClock;
import io.larder.storage.codec.CodecException;
import io.larder.storage.codec.ValueKind;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The parts of an entry as JSON, from its bytes; no value becomes an object on the way. */
final class EntryOutput {

  private final JsonOutput out;

  EntryOutput(JsonOutput out) {
    this.out = out;
  }

  /** The kind that its value is written as, or null if only its bytes can be. */
  static @Nullable ValueKind kindOf(Entry entry) {
    ValueKind kind = ValueKind.of(entry.value());
    if (kind == null) {
      return null;
    }
    boolean sound =
        switch (kind) {
          case COUNTER -> Counter.of(entry) != null;
          case BYTES, JAVA -> true;
          case JSON -> Format.isInlineJson(entry.value().unsafeArray(), 1);
          case STRING -> isText(entry.value());
          default -> isCanonical(kind, entry.value());
        };
    return sound ? kind : null;
  }

  private static boolean isText(Bytes value) {
    for (byte each : value.unsafeArray()) {
      if (each < 0) {
        return text(value) != null;
      }
    }
    return true;
  }

  private static boolean isCanonical(ValueKind kind, Bytes value) {
    try {
      return kind.storedText(ValueKind.text(value)).equals(value);
    } catch (CodecException damaged) {
      return false;
    }
  }

  private static @Nullable String text(Bytes value) {
    try {
      return ValueKind.text(value);
    } catch (CodecException damaged) {
      return null;
    }
  }

  static String label(@Nullable ValueKind kind) {
    return kind == null ? Format.RAW : kind.label();
  }

  /**
   * Writes the value alone.
   *
   * @param kind what {@link #kindOf} says
   */
  void value(Entry entry, @Nullable ValueKind kind) throws IOException {
    byte[] bytes = entry.value().unsafeArray();
    if (kind == null) {
      out.base64(bytes, 0);
      return;
    }
    switch (kind) {
      case COUNTER -> out.write(requireNonNull(Counter.of(entry)).total().toString());
      case BYTES, JAVA -> out.base64(bytes, 1);
      case JSON, BOOLEAN -> out.write(bytes, 1, bytes.length);
      default -> {
        if (kind.isNumber() && isFinite(bytes)) {
          out.write(bytes, 1, bytes.length);
        } else if (!out.asciiText(bytes, 1)) {
          out.text(ValueKind.text(entry.value()));
        }
      }
    }
  }

  /** Infinity and NaN, which JSON has no numbers for, end with a letter. */
  private static boolean isFinite(byte[] number) {
    return number[number.length - 1] <= '9';
  }

  /**
   * Writes the members that tell its version.
   *
   * @param mark stands before their names
   */
  void stamp(Entry entry, String mark) throws IOException {
    long timestamp = entry.stamp().timestamp();
    name(mark, Format.ENTRY_VERSION).number(entry.stamp().version());
    long millis = HybridClock.millis(timestamp);
    name(mark, Format.TIMESTAMP).time(millis);
    long tick = timestamp - HybridClock.at(millis);
    if (tick != 0) {
      name(mark, Format.TICK).number(tick);
    }
    name(mark, Format.ORIGIN).hex(entry.stamp().origin());
  }

  /**
   * Writes the member that tells when it expires, if it does.
   *
   * @param mark stands before its name
   */
  void expiry(Entry entry, String mark) throws IOException {
    if (entry.expiresAt() != Entry.NEVER) {
      name(mark, Format.EXPIRES_AT).time(entry.expiresAt());
    }
  }

  private JsonOutput name(String mark, String name) throws IOException {
    return out.write(",\"").write(mark).write(name).write("\":");
  }
}
