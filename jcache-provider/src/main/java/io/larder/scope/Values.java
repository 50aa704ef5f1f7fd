package io.larder.scope;

import io.larder.storage.codec.Json;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * What a program calls a value and what is stored of it: texts, numbers and times as themselves, so
 * that caches and SQL read them too; everything else as JSON. Thread-safe.
 */
final class Values {

  private static final Set<Class<?>> KEPT =
      Set.of(
          String.class,
          byte[].class,
          Boolean.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          Character.class,
          BigInteger.class,
          BigDecimal.class,
          UUID.class,
          Instant.class,
          LocalDate.class,
          LocalTime.class,
          LocalDateTime.class,
          OffsetDateTime.class,
          Duration.class,
          Json.class);

  private final Supplier<JsonMapping> source;
  private volatile @Nullable JsonMapping json;

  /**
   * @param source makes the mapping when it is first needed, so that texts and numbers need no
   *     Jackson
   */
  Values(Supplier<JsonMapping> source) {
    this.source = source;
  }

  /** What is stored of a value. */
  Object stored(Object value) {
    return KEPT.contains(value.getClass()) ? value : json().write(value);
  }

  /** A stored value as a program sees it that names no type. */
  Object natural(Object stored) {
    if (stored instanceof Json text) {
      Object value = json().read(text, Object.class);
      return value == null ? text : value;
    }
    return stored;
  }

  /**
   * A stored value as that type.
   *
   * @throws CacheException if it is none and cannot be made one
   */
  Object as(Object stored, Type type) {
    if (type == Object.class) {
      return natural(stored);
    }
    if (type instanceof Class<?> wanted && wanted.isInstance(stored)) {
      return stored;
    }
    Object value =
        stored instanceof Json text ? json().read(text, type) : json().convert(stored, type);
    if (value == null) {
      throw new CacheException("The value is JSON's null, not a " + type.getTypeName() + ".");
    }
    return value;
  }

  private JsonMapping json() {
    JsonMapping made = json;
    if (made == null) {
      try {
        made = source.get();
      } catch (NoClassDefFoundError missing) {
        throw new CacheException(
            "Values other than texts, numbers and times are kept as JSON, for which Jackson is"
                + " missing: add tools.jackson.core:jackson-databind, version 3, to the class path.",
            missing);
      }
      json = made;
    }
    return made;
  }
}
