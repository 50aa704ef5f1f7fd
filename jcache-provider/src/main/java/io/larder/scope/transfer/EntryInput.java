package io.larder.scope.transfer;

import io.larder.storage.Bytes;
import io.larder.storage.Entry;
import io.larder.storage.HybridClock;
import io.larder.storage.SpaceName;
import io.larder.storage.Stamp;
import io.larder.storage.codec.ValueKind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The members of one entry, as its reader comes upon them. Used by one thread. */
final class EntryInput {

  private static final int TICKS = 1 << 16;
  private static final int DAY = "2026-11-22T".length();
  private static final int TIME = "2026-11-22T01:02:03.004Z".length();

  private final Place place;
  final ValueInput value;
  private @Nullable String kind;
  private long version;
  private long millis;
  private long tick;
  private long origin;
  private long expiresAt;
  private boolean stamped;
  private String day = "";
  private long dayMillis;

  EntryInput(Place place) {
    this.place = place;
    this.value = new ValueInput(place);
  }

  void clear() {
    value.clear();
    kind = null;
    version = 0;
    millis = 0;
    tick = 0;
    origin = 0;
    expiresAt = Entry.NEVER;
    stamped = false;
  }

  void kind(String label) {
    kind = label;
  }

  /** Whether the kind is known by now, and another than JSON. */
  boolean isNoJson() {
    return kind != null && !kind.equals(ValueKind.JSON.label());
  }

  void version(long number) {
    version = number;
    stamped = true;
    between(Format.ENTRY_VERSION, number, Stamp.HIGHEST);
  }

  void timestamp(String text) {
    millis = time(Format.TIMESTAMP, text);
    stamped = true;
    between(Format.TIMESTAMP, millis, HybridClock.millis(Long.MAX_VALUE));
  }

  void tick(long number) {
    tick = number;
    between(Format.TICK, number, TICKS - 1L);
  }

  void origin(String hex) {
    try {
      origin = Long.parseLong(hex, 16);
    } catch (NumberFormatException damaged) {
      throw place.refused(
          Format.ORIGIN, "An origin is a number of 16 hexadecimal digits.", damaged);
    }
    stamped = true;
    between(Format.ORIGIN, origin, Long.MAX_VALUE);
  }

  void expiresAt(String text) {
    expiresAt = time(Format.EXPIRES_AT, text);
    between(Format.EXPIRES_AT, expiresAt, Long.MAX_VALUE - 1);
  }

  private void between(String field, long number, long highest) {
    if (number < 1 || number > highest) {
      throw place.refused(field, "This is out of range.", null);
    }
  }

  private long time(String field, String text) {
    try {
      return text.length() == TIME ? plainTime(text) : Instant.parse(text).toEpochMilli();
    } catch (DateTimeException | ArithmeticException damaged) {
      throw place.refused(
          field,
          "'%s' is no instant like 2026-11-22T01:02:03.004Z.".formatted(Place.shown(text)),
          damaged);
    }
  }

  /** The days of entries repeat, and parsing in general takes longer than all else of a line. */
  private long plainTime(String text) {
    if (text.startsWith(day) && !day.isEmpty() && isPlain(text)) {
      long hour = digits(text, DAY, 2);
      long minute = digits(text, DAY + 3, 2);
      long second = digits(text, DAY + 6, 2);
      if (hour < 24 && minute < 60 && second < 60) {
        return dayMillis + ((hour * 60 + minute) * 60 + second) * 1_000 + digits(text, DAY + 9, 3);
      }
    }
    long parsed = Instant.parse(text).toEpochMilli();
    LocalDate date = Instant.ofEpochMilli(parsed).atZone(ZoneOffset.UTC).toLocalDate();
    day = date + "T";
    dayMillis = date.toEpochDay() * 86_400_000;
    return parsed;
  }

  private static boolean isPlain(String text) {
    String form = "00:00:00.000Z";
    for (int i = 0; i < form.length(); i++) {
      char character = text.charAt(DAY + i);
      boolean fits =
          form.charAt(i) == '0'
              ? character >= '0' && character <= '9'
              : character == form.charAt(i);
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static long digits(String text, int from, int count) {
    long number = 0;
    for (int i = from; i < from + count; i++) {
      number = number * 10 + (text.charAt(i) - '0');
    }
    return number;
  }

  /**
   * The entry that the members make.
   *
   * @param plain whether kind and stamp may be missing
   */
  Imported entry(SpaceName space, Bytes key, boolean plain) {
    if (value.isMissing()) {
      throw place.refused("The value is missing.");
    }
    if (kind == null && !plain) {
      throw place.refused("The kind is missing.");
    }
    Bytes stored = value.stored(kind());
    return new Imported(space, key, stored, value.total(), stamp(plain), expiresAt);
  }

  private @Nullable ValueKind kind() {
    if (kind == null) {
      return value.plainKind();
    }
    ValueKind known = ValueKind.labelled(kind);
    if (known == null && !kind.equals(Format.RAW)) {
      throw place.refused(
          Format.KIND, "'%s' is no kind of value.".formatted(Place.shown(kind)), null);
    }
    return known;
  }

  private @Nullable Stamp stamp(boolean plain) {
    if (plain && !stamped) {
      return null;
    }
    if (version == 0 || millis == 0 || origin == 0) {
      throw place.refused("Of version, timestamp and origin one is missing.");
    }
    return new Stamp(1, version, HybridClock.at(millis) + tick, origin);
  }
}
