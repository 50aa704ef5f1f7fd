package io.larder.scope;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;

/** Ids as texts. Equal ids have equal texts, and ids that differ have texts that differ. */
final class IdTexts {

  private static final Set<Class<?>> PLAIN =
      Set.of(
          String.class,
          Long.class,
          Integer.class,
          Short.class,
          Byte.class,
          Character.class,
          BigInteger.class,
          UUID.class,
          Instant.class,
          LocalDate.class,
          LocalDateTime.class);

  private IdTexts() {}

  /** The text of an id; nothing if its class has none that one can rely on. */
  static Optional<String> of(Object id) {
    if (PLAIN.contains(id.getClass())) {
      return Optional.of(id.toString());
    }
    if (id instanceof BigDecimal number) {
      return Optional.of(number.stripTrailingZeros().toPlainString());
    }
    if (id instanceof Enum<?> constant) {
      return Optional.of(constant.name());
    }
    return id instanceof Record parts ? ofParts(parts) : Optional.empty();
  }

  /** Its components, separated by commas; a comma in one of them has a backslash before it. */
  private static Optional<String> ofParts(Record id) {
    StringJoiner text = new StringJoiner(",");
    for (RecordComponent component : id.getClass().getRecordComponents()) {
      Optional<String> part = part(id, component).flatMap(IdTexts::of);
      if (part.isEmpty()) {
        return part;
      }
      text.add(part.get().replace("\\", "\\\\").replace(",", "\\,"));
    }
    return Optional.of(text.toString());
  }

  private static Optional<Object> part(Record id, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return Optional.ofNullable(component.getAccessor().invoke(id));
    } catch (ReflectiveOperationException | RuntimeException unreadable) {
      throw new IllegalArgumentException(
          "The id %s cannot be read: %s.".formatted(id.getClass().getName(), unreadable),
          unreadable);
    }
  }
}
