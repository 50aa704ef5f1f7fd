package io.larder.storage.codec;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.net.URI;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells which objects nobody can change, so that several may share one.
 *
 * <p>Immutable are strings, boxed primitives, {@link BigDecimal} and {@link BigInteger} (these very
 * classes: a subclass may change), {@link UUID}, {@link URI}, {@link Locale}, {@link Currency},
 * {@link Class}, the value classes of {@code java.time}, enum constants, null, and records whose
 * components are all immutable. A component is judged by what it holds unless its declared type
 * already tells. Collections and arrays are taken for mutable, whatever they hold.
 *
 * <p>Thread-safe.
 */
public final class Immutables {

  /** Records inside one another are followed this far; deeper ones are taken for mutable. */
  private static final int MAX_DEPTH = 16;

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
          Class.class);

  private static final ClassValue<Traits> TRAITS =
      new ClassValue<>() {
        @Override
        protected Traits computeValue(Class<?> type) {
          return traits(type);
        }
      };

  private Immutables() {}

  /** Returns whether nobody can change the object, now or later. */
  public static boolean isImmutable(@Nullable Object object) {
    return isImmutable(object, 0);
  }

  private static boolean isImmutable(@Nullable Object object, int depth) {
    if (object == null) {
      return true;
    }
    Traits traits = TRAITS.get(object.getClass());
    if (!traits.immutable || traits.open.isEmpty()) {
      return traits.immutable;
    }
    if (depth == MAX_DEPTH) {
      return false;
    }
    for (Field component : traits.open) {
      try {
        if (!isImmutable(component.get(object), depth + 1)) {
          return false;
        }
      } catch (IllegalAccessException e) {
        return false;
      }
    }
    return true;
  }

  /**
   * What a class tells of its instances.
   *
   * @param immutable false if they can change
   * @param open the fields that have to be immutable too, judged by what they hold
   */
  private record Traits(boolean immutable, List<Field> open) {
    static final Traits IMMUTABLE = new Traits(true, List.of());
    static final Traits MUTABLE = new Traits(false, List.of());
  }

  private static Traits traits(Class<?> type) {
    if (isLeaf(type)) {
      return Traits.IMMUTABLE;
    }
    if (!type.isRecord()) {
      return Traits.MUTABLE;
    }
    List<Field> open = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getType().isArray()) {
        return Traits.MUTABLE;
      }
      if (!component.getType().isPrimitive() && !isFinalLeaf(component.getType())) {
        try {
          Field field = type.getDeclaredField(component.getName());
          field.setAccessible(true);
          open.add(field);
        } catch (NoSuchFieldException | RuntimeException e) {
          return Traits.MUTABLE;
        }
      }
    }
    return new Traits(true, List.copyOf(open));
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

  private static boolean isOfJavaTime(Class<?> type) {
    boolean zone = ZoneId.class.isAssignableFrom(type);
    return type.getPackageName().equals("java.time")
        && (zone || Modifier.isFinal(type.getModifiers()));
  }
}
