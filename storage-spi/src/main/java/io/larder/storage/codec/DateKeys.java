package io.larder.storage.codec;

import java.util.Date;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@link Date} and its subclasses in {@code java.sql}, in their order. That module may be absent: a
 * program that runs without it cannot hold one of them.
 */
@SuppressWarnings("JavaUtilDate") // Keys of these classes exist, whatever one thinks of them.
final class DateKeys {

  private static final long MILLIS_PER_SECOND = 1000;

  private DateKeys() {}

  static List<ScalarKeyType<?>> all() {
    ScalarKeyType<Date> date =
        new ScalarKeyType<>(
            KeyTag.DATE,
            Date.class,
            (out, v) -> out.number(v.getTime()),
            in -> new Date(in.number()));
    boolean withSql = ModuleLayer.boot().findModule("java.sql").isPresent();
    return Stream.concat(Stream.of(date), withSql ? Sql.all().stream() : Stream.of()).toList();
  }

  /** Loaded only if the module is there. */
  private static final class Sql {

    static List<ScalarKeyType<?>> all() {
      return List.of(
          new ScalarKeyType<>(
              KeyTag.SQL_TIMESTAMP, java.sql.Timestamp.class, Sql::write, Sql::timestamp),
          new ScalarKeyType<>(
              KeyTag.SQL_DATE,
              java.sql.Date.class,
              (out, v) -> out.number(v.getTime()),
              in -> new java.sql.Date(in.number())),
          new ScalarKeyType<>(
              KeyTag.SQL_TIME,
              java.sql.Time.class,
              (out, v) -> out.number(v.getTime()),
              in -> new java.sql.Time(in.number())));
    }

    private static void write(KeyWriter out, java.sql.Timestamp value) {
      out.number(Math.floorDiv(value.getTime(), MILLIS_PER_SECOND));
      out.fixed(value.getNanos(), 4);
    }

    private static java.sql.Timestamp timestamp(KeyReader in) {
      java.sql.Timestamp value =
          new java.sql.Timestamp(Math.multiplyExact(in.number(), MILLIS_PER_SECOND));
      value.setNanos((int) in.fixed(4));
      return value;
    }
  }
}
