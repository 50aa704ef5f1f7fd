package io.larder.scope;

import io.larder.storage.Bytes;
import io.larder.storage.codec.Json;
import java.lang.reflect.Type;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Objects as JSON and back, by Jackson, which an application may do without. Thread-safe. */
final class JsonMapping {

  private final JsonMapper mapper;

  JsonMapping(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /**
   * Says where a value is damaged but not what is in it, cuts no fractions off, and refuses objects
   * of which nothing would be kept.
   */
  static JsonMapping standard() {
    return new JsonMapping(
        JsonMapper.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .build());
  }

  /** A value as JSON. */
  Json write(Object value) {
    try {
      return Json.ofUtf8(Bytes.wrap(mapper.writeValueAsBytes(value)));
    } catch (JacksonException refused) {
      throw new IllegalArgumentException(
          "A %s cannot be written as JSON: %s"
              .formatted(value.getClass().getName(), refused.getOriginalMessage()),
          refused);
    }
  }

  /** What JSON says, as that type; maps, lists, strings, numbers and booleans for Object. */
  @Nullable Object read(Json json, Type type) {
    try {
      return mapper.readValue(json.utf8().unsafeArray(), mapper.constructType(type));
    } catch (JacksonException damaged) {
      throw unreadable("JSON", type, damaged);
    }
  }

  /** Another form of the same value: a number of another class, an enum constant of its name. */
  @Nullable Object convert(Object value, Type type) {
    try {
      return mapper.convertValue(value, mapper.constructType(type));
    } catch (JacksonException | IllegalArgumentException unfit) {
      throw unreadable(value.getClass().getName(), type, unfit);
    }
  }

  private static CacheException unreadable(String what, Type type, RuntimeException cause) {
    String reason =
        cause instanceof JacksonException told ? told.getOriginalMessage() : cause.getMessage();
    return new CacheException(
        "The value is %s that cannot be read as %s: %s".formatted(what, type.getTypeName(), reason),
        cause);
  }
}
