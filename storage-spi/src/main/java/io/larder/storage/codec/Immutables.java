package io.larder.storage.codec;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells which objects nobody can change, so that several may share one.
 *
 * <p>Immutable are strings, boxed primitives, {@link BigDecimal} and {@link BigInteger} (these very
 * classes: a subclass may change), {@link UUID}, {@link URI}, {@link Locale}, {@link Currency},
 * {@link Class}, {@link Json}, the value classes of {@code java.time}, enum constants, null, and
 * records whose components are all immutable. A component is judged by what it holds unless its
 * declared type already tells. Collections and arrays are taken for mutable, whatever they hold.
 *
 * <p>Thread-safe.
 */
public final class Immutables {

  /** Records inside one another are followed this far; deeper ones are taken for mutable. */
  private static final int MAX_DEPTH = 16;

  /**
   * Records that hold one another several times are few objects on many paths; what has more is
   * taken for mutable.
   */
  private static final int MAX_VISITS = 1_000;

  /** Visits left of an object that can change. */
  private static final int MUTABLE = -1;

  private static final Set<Class<?>> LEAVES =
      Set.of(
          String.class,
          Boolean.class,
          Character.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          BigDecimal.class,
          BigInteger.class,
          MathContext.class,
          UUID.class,
          URI.class,
          Locale.class,
          Currency.class,
          Class.class,
          Json.class);

  /**
   * By class: nothing if its instances can change, else the fields that have to be immutable too,
   * judged by what they hold. A class of the JDK keeps its value for ever, so the value is made of
   * the JDK's own classes: one of ours would keep this class loader alive after a redeployment.
   */
  private static final ClassValue<Optional<List<Field>>> OPEN_FIELDS =
      new ClassValue<>() {
        @Override
        protected Optional<List<Field>> computeValue(Class<?> type) {
          return openFields(type);
        }
      };

  private Immutables() {}

  /** Returns whether nobody can change the object, now or later. */
  public static boolean isImmutable(@Nullable Object object) {
    return visit(object, 0, MAX_VISITS) != MUTABLE;
  }

  /**
   * Returns whether nobody can change an object whose runtime class is this very class, whatever it
   * holds.
   */
  public static boolean hasImmutableInstances(Class<?> type) {
    return OPEN_FIELDS.get(type).map(List::isEmpty).orElse(false);
  }

  /** Returns how many visits are left after this one, or {@link #MUTABLE}. */
  private static int visit(@Nullable Object object, int depth, int visits) {
    if (object == null) {
      return visits;
    }
    List<Field> open = OPEN_FIELDS.get(object.getClass()).orElse(null);
    if (open == null || open.isEmpty()) {
      return open != null ? visits : MUTABLE;
    }
    if (depth == MAX_DEPTH) {
      return MUTABLE;
    }
    int left = visits - 1;
    for (Field component : open) {
      if (left == MUTABLE) {
        return MUTABLE;
      }
      try {
        left = visit(component.get(object), depth + 1, left);
      } catch (IllegalAccessException e) {
        return MUTABLE;
      }
    }
    return left;
  }

  private static Optional<List<Field>> openFields(Class<?> type) {
    if (isLeaf(type)) {
      return Optional.of(List.of());
    }
    if (!type.isRecord()) {
      return Optional.empty();
    }
    List<Field> open = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getType().isArray()) {
        return Optional.empty();
      }
      if (!component.getType().isPrimitive() && !isFinalLeaf(component.getType())) {
        try {
          Field field = type.getDeclaredField(component.getName());
          field.setAccessible(true);
          open.add(field);
        } catch (NoSuchFieldException | RuntimeException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(List.copyOf(open));
  }

  private static boolean isLeaf(Class<?> type) {
    return LEAVES.contains(type) || Enum.class.isAssignableFrom(type) || isOfJavaTime(type);
  }

  /**
   * Excludes {@link BigDecimal} and {@link BigInteger}, which a component may hold a subclass of.
   */
  private static boolean isFinalLeaf(Class<?> type) {
    boolean isFinal = Modifier.isFinal(type.getModifiers());
    return isLeaf(type) && (isFinal || type.isEnum());
  }

  /** Excludes {@link Clock}, since one may tick as another does, which may be the program's own. */
  private static boolean isOfJavaTime(Class<?> type) {
    if (Clock.class.isAssignableFrom(type)) {
      return false;
    }
    boolean zone = ZoneId.class.isAssignableFrom(type);
    return type.getPackageName().equals("java.time")
        && (zone || Modifier.isFinal(type.getModifiers()));
  }
}
