package io.larder.storage.codec;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.util.List;

/**
 * The classes of {@code java.time}, in the order of their {@code compareTo}. A {@link ZoneId} sorts
 * by its id, a {@link Period}, which has no order, by years, months and days.
 */
final class TimeKeys {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private TimeKeys() {}

  static List<ScalarKeyType<?>> all() {
    return List.of(
        new ScalarKeyType<>(
            KeyTag.INSTANT,
            Instant.class,
            (out, v) -> point(out, v.getEpochSecond(), v.getNano()),
            TimeKeys::instant),
        new ScalarKeyType<>(
            KeyTag.LOCAL_DATE,
            LocalDate.class,
            (out, v) -> out.number(v.toEpochDay()),
            in -> LocalDate.ofEpochDay(in.number())),
        new ScalarKeyType<>(
            KeyTag.LOCAL_TIME,
            LocalTime.class,
            (out, v) -> out.number(v.toNanoOfDay()),
            in -> LocalTime.ofNanoOfDay(in.number())),
        new ScalarKeyType<>(
            KeyTag.LOCAL_DATE_TIME,
            LocalDateTime.class,
            (out, v) ->
                point(out, v.toEpochSecond(ZoneOffset.UTC), v.get(ChronoField.NANO_OF_SECOND)),
            in -> localDateTime(ZoneOffset.UTC, in.number(), in.fixed(4))),
        new ScalarKeyType<>(
            KeyTag.OFFSET_TIME, OffsetTime.class, TimeKeys::write, TimeKeys::offsetTime),
        new ScalarKeyType<>(
            KeyTag.OFFSET_DATE_TIME,
            OffsetDateTime.class,
            (out, v) -> {
              point(out, v.toEpochSecond(), v.getNano());
              out.number(v.getOffset().getTotalSeconds());
            },
            in -> OffsetDateTime.ofInstant(instant(in), offset(in))),
        new ScalarKeyType<>(
            KeyTag.ZONED_DATE_TIME, ZonedDateTime.class, TimeKeys::write, TimeKeys::zonedDateTime),
        new ScalarKeyType<>(
            KeyTag.DURATION,
            Duration.class,
            (out, v) -> point(out, v.getSeconds(), v.getNano()),
            in -> Duration.ofSeconds(in.number(), in.fixed(4))),
        new ScalarKeyType<>(KeyTag.PERIOD, Period.class, TimeKeys::write, TimeKeys::period),
        new ScalarKeyType<>(
            KeyTag.YEAR,
            Year.class,
            (out, v) -> out.number(v.getValue()),
            in -> Year.of(in.number(Year.MIN_VALUE, Year.MAX_VALUE))),
        new ScalarKeyType<>(
            KeyTag.YEAR_MONTH,
            YearMonth.class,
            (out, v) -> out.number(v.getLong(ChronoField.PROLEPTIC_MONTH)),
            TimeKeys::yearMonth),
        new ScalarKeyType<>(
            KeyTag.MONTH_DAY,
            MonthDay.class,
            (out, v) -> out.fixed(v.getMonthValue() << 8 | v.getDayOfMonth(), 2),
            in -> MonthDay.of(in.octet(), in.octet())));
  }

  /** The two classes of {@link ZoneId}, one of which is not public. */
  static ScalarKeyType<ZoneId> zoneId() {
    return new ScalarKeyType<>(
        KeyTag.ZONE_ID, ZoneId.class, (out, v) -> out.text(v.getId()), in -> ZoneId.of(in.text()));
  }

  private static void point(KeyWriter out, long seconds, int nanos) {
    out.number(seconds);
    out.fixed(nanos, 4);
  }

  private static Instant instant(KeyReader in) {
    return Instant.ofEpochSecond(in.number(), in.fixed(4));
  }

  private static ZoneOffset offset(KeyReader in) {
    return ZoneOffset.ofTotalSeconds(in.number(-18 * 3600, 18 * 3600));
  }

  private static LocalDateTime localDateTime(ZoneOffset offset, long seconds, long nanos) {
    if (nanos >= NANOS_PER_SECOND) {
      throw KeyReader.damaged("a second of " + nanos + " nanoseconds");
    }
    return LocalDateTime.ofEpochSecond(seconds, (int) nanos, offset);
  }

  /** By the instant on a common day, then by the local time, as {@link OffsetTime#compareTo}. */
  private static void write(KeyWriter out, OffsetTime time) {
    int offset = time.getOffset().getTotalSeconds();
    out.number(time.toLocalTime().toNanoOfDay() - offset * NANOS_PER_SECOND);
    out.number(offset);
  }

  private static OffsetTime offsetTime(KeyReader in) {
    long nanos = in.number();
    ZoneOffset offset = offset(in);
    long local = Math.addExact(nanos, offset.getTotalSeconds() * NANOS_PER_SECOND);
    return OffsetTime.of(LocalTime.ofNanoOfDay(local), offset);
  }

  /** By the instant, then the local time, then the zone's id, as {@code compareTo}. */
  private static void write(KeyWriter out, ZonedDateTime time) {
    point(out, time.toEpochSecond(), time.getNano());
    out.number(time.getOffset().getTotalSeconds());
    out.text(time.getZone().getId());
  }

  private static ZonedDateTime zonedDateTime(KeyReader in) {
    long seconds = in.number();
    long nanos = in.fixed(4);
    ZoneOffset offset = offset(in);
    LocalDateTime local = localDateTime(offset, seconds, nanos);
    return ZonedDateTime.ofInstant(local, offset, ZoneId.of(in.text()));
  }

  private static void write(KeyWriter out, Period period) {
    out.number(period.getYears());
    out.number(period.getMonths());
    out.number(period.getDays());
  }

  private static Period period(KeyReader in) {
    return Period.of(integer(in), integer(in), integer(in));
  }

  private static int integer(KeyReader in) {
    return in.number(Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static YearMonth yearMonth(KeyReader in) {
    long month = in.number();
    return YearMonth.of(
        Math.toIntExact(Math.floorDiv(month, 12L)), (int) Math.floorMod(month, 12L) + 1);
  }
}
