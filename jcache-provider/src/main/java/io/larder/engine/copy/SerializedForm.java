package io.larder.engine.copy;

import java.io.Externalizable;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;

/** Tells which classes are serialized by default: their fields, and nothing else. */
final class SerializedForm {

  private static final Set<String> HOOKS =
      Set.of("readObject", "readObjectNoData", "readResolve", "writeObject", "writeReplace");

  /**
   * Classes of the JDK that may stand in a stream: those that have a form, and what these are
   * written with. Whatever they read is new, or can be shared.
   */
  private static final Set<String> PLAIN_OF_THE_JDK =
      Set.of(
          """
          java.lang.Boolean java.lang.Byte java.lang.Character java.lang.Double java.lang.Enum
          java.lang.Float java.lang.Integer java.lang.Long java.lang.Number java.lang.Short
          java.lang.String java.lang.String$CaseInsensitiveComparator java.math.BigDecimal
          java.math.BigInteger java.math.MathContext java.net.URI java.sql.Date java.sql.Time
          java.sql.Timestamp java.time.Ser java.util.ArrayDeque java.util.ArrayList java.util.BitSet
          java.util.CollSer java.util.Collections$EmptyList java.util.Collections$EmptyMap
          java.util.Collections$EmptySet java.util.Collections$ReverseComparator
          java.util.Collections$SingletonList java.util.Collections$SingletonMap
          java.util.Collections$SingletonSet java.util.Currency java.util.Date java.util.EnumMap
          java.util.EnumSet$SerializationProxy java.util.HashMap java.util.HashSet
          java.util.Hashtable java.util.LinkedHashMap java.util.LinkedHashSet java.util.LinkedList
          java.util.Locale java.util.PriorityQueue java.util.Stack java.util.TreeMap
          java.util.TreeSet java.util.UUID java.util.Vector
          java.util.concurrent.ConcurrentHashMap java.util.concurrent.ConcurrentHashMap$Segment
          java.util.concurrent.CopyOnWriteArrayList java.util.concurrent.atomic.AtomicBoolean
          java.util.concurrent.atomic.AtomicInteger java.util.concurrent.atomic.AtomicLong
          java.util.concurrent.atomic.AtomicReference
          java.util.concurrent.locks.AbstractOwnableSynchronizer
          java.util.concurrent.locks.AbstractQueuedSynchronizer
          java.util.concurrent.locks.ReentrantLock
          java.util.concurrent.locks.ReentrantLock$NonfairSync
          java.util.concurrent.locks.ReentrantLock$Sync
          """
              .strip()
              .split("\\s+"));

  private SerializedForm() {}

  /** Whether a class belongs to the JDK, whose fields are its own affair. */
  static boolean isOfTheJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }

  /** See {@link Forms#isPlain}. */
  static boolean isPlain(Class<?> type) {
    if (type.isArray() || type.isPrimitive() || Enum.class.isAssignableFrom(type)) {
      return true;
    }
    if (isOfTheJdk(type)) {
      return PLAIN_OF_THE_JDK.contains(type.getName());
    }
    if (type.isHidden()
        || Proxy.isProxyClass(type)
        || Externalizable.class.isAssignableFrom(type)) {
      return false;
    }
    try {
      return hasNoHooks(type);
    } catch (RuntimeException | LinkageError unreadable) {
      return false;
    }
  }

  private static boolean hasNoHooks(Class<?> type) {
    Class<?> level = type;
    while (level != null && !isOfTheJdk(level)) {
      for (Method method : level.getDeclaredMethods()) {
        if (HOOKS.contains(method.getName())) {
          return false;
        }
      }
      for (Field field : level.getDeclaredFields()) {
        if (field.getName().equals("serialPersistentFields")) {
          return false;
        }
      }
      level = level.getSuperclass();
    }
    return level == null || !Serializable.class.isAssignableFrom(level);
  }
}
