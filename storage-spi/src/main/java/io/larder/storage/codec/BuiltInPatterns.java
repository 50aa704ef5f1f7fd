package io.larder.storage.codec;

import java.util.List;

/**
 * The classes that are allowed without being configured, and those that no pattern allows.
 *
 * <p>Allowed are value types and collections of the JDK that call nothing but {@code equals},
 * {@code hashCode} and {@code compareTo} of their elements when they are read, and the classes that
 * Hibernate's second-level cache and Spring's cache abstraction store. {@code java.net.URL} is not
 * among them: its hash code asks the network. Each is named; a package's other classes may be
 * dangerous.
 */
final class BuiltInPatterns {

  /** Sorted by package; the pattern grammar is {@link ClassPattern}'s. */
  private static final String ALLOWED =
      """
      java.io.Serializable java.lang.Boolean java.lang.Byte java.lang.CharSequence
      java.lang.Character java.lang.Comparable java.lang.Double java.lang.Enum
      java.lang.Float java.lang.Integer java.lang.Long java.lang.Number java.lang.Object
      java.lang.Record java.lang.Short java.lang.String java.lang.StringBuilder
      java.lang.StringBuffer java.lang.String$CaseInsensitiveComparator
      java.lang.StackTraceElement java.lang.reflect.Proxy java.math.BigDecimal java.math.BigInteger
      java.math.MathContext java.math.RoundingMode java.net.Inet4Address java.net.Inet6Address
      java.net.InetAddress java.net.InetSocketAddress java.net.URI
      java.sql.Date java.sql.Time java.sql.Timestamp java.time.*
      java.time.chrono.* java.time.temporal.ChronoUnit java.time.temporal.ChronoField
      java.time.temporal.ValueRange java.time.temporal.WeekFields
      java.util.AbstractCollection java.util.AbstractList java.util.AbstractMap
      java.util.AbstractMap$SimpleEntry java.util.AbstractMap$SimpleImmutableEntry
      java.util.AbstractQueue java.util.AbstractSequentialList java.util.AbstractSet
      java.util.ArrayDeque java.util.ArrayList java.util.Arrays$ArrayList java.util.BitSet
      java.util.Calendar java.util.CollSer java.util.Collection java.util.Collections$CheckedCollection
      java.util.Collections$CheckedList java.util.Collections$CheckedMap
      java.util.Collections$CheckedRandomAccessList java.util.Collections$CheckedSet
      java.util.Collections$EmptyList
      java.util.Collections$EmptyMap java.util.Collections$EmptySet
      java.util.Collections$ReverseComparator java.util.Collections$ReverseComparator2
      java.util.Collections$SetFromMap java.util.Collections$SingletonList
      java.util.Collections$SingletonMap java.util.Collections$SingletonSet
      java.util.Collections$SynchronizedCollection java.util.Collections$SynchronizedList
      java.util.Collections$SynchronizedMap java.util.Collections$SynchronizedRandomAccessList
      java.util.Collections$SynchronizedSet java.util.Collections$SynchronizedSortedMap
      java.util.Collections$SynchronizedSortedSet java.util.Collections$UnmodifiableCollection
      java.util.Collections$UnmodifiableList java.util.Collections$UnmodifiableMap
      java.util.Collections$UnmodifiableMap$UnmodifiableEntrySet
      java.util.Collections$UnmodifiableNavigableMap java.util.Collections$UnmodifiableNavigableSet
      java.util.Collections$UnmodifiableRandomAccessList java.util.Collections$UnmodifiableSet
      java.util.Collections$UnmodifiableSortedMap java.util.Collections$UnmodifiableSortedSet
      java.util.Comparators$NaturalOrderComparator java.util.Currency java.util.Date
      java.util.EnumMap java.util.EnumSet$SerializationProxy java.util.GregorianCalendar
      java.util.HashMap java.util.HashSet java.util.Hashtable java.util.IdentityHashMap
      java.util.LinkedHashMap java.util.LinkedHashSet java.util.LinkedList java.util.List
      java.util.Locale java.util.Map
      java.util.Map$Entry java.util.PriorityQueue java.util.Properties java.util.Set java.util.SimpleTimeZone
      java.util.Stack java.util.TimeZone java.util.TreeMap java.util.TreeSet java.util.UUID
      java.util.Vector java.util.concurrent.ArrayBlockingQueue
      java.util.concurrent.ConcurrentHashMap java.util.concurrent.ConcurrentHashMap$KeySetView
      java.util.concurrent.ConcurrentHashMap$CollectionView
      java.util.concurrent.ConcurrentHashMap$Segment
      java.util.concurrent.ConcurrentLinkedDeque java.util.concurrent.ConcurrentLinkedQueue
      java.util.concurrent.ConcurrentSkipListMap java.util.concurrent.ConcurrentSkipListSet
      java.util.concurrent.CopyOnWriteArrayList java.util.concurrent.CopyOnWriteArraySet
      java.util.concurrent.LinkedBlockingDeque java.util.concurrent.LinkedBlockingQueue
      java.util.concurrent.TimeUnit java.util.concurrent.atomic.AtomicBoolean
      java.util.concurrent.atomic.AtomicInteger java.util.concurrent.atomic.AtomicIntegerArray
      java.util.concurrent.atomic.AtomicLong java.util.concurrent.atomic.AtomicLongArray
      java.util.concurrent.atomic.AtomicReference
      java.util.concurrent.atomic.DoubleAdder java.util.concurrent.atomic.LongAdder
      java.util.concurrent.atomic.LongAdder$SerializationProxy
      java.util.concurrent.atomic.DoubleAdder$SerializationProxy
      java.util.concurrent.atomic.Striped64
      java.util.concurrent.locks.AbstractOwnableSynchronizer
      java.util.concurrent.locks.AbstractQueuedSynchronizer
      java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject
      java.util.concurrent.locks.ReentrantLock java.util.concurrent.locks.ReentrantLock$Sync
      java.util.concurrent.locks.ReentrantLock$FairSync
      java.util.concurrent.locks.ReentrantLock$NonfairSync
      java.util.regex.Pattern sun.util.calendar.ZoneInfo
      org.hibernate.cache.internal.BasicCacheKeyImplementation
      org.hibernate.cache.internal.CacheKeyImplementation
      org.hibernate.cache.internal.NaturalIdCacheKey
      org.hibernate.cache.internal.QueryResultsCacheImpl$CacheItem
      org.hibernate.cache.spi.QueryKey org.hibernate.cache.spi.QueryKey$ParameterBindingsMemento
      org.hibernate.cache.spi.entry.CollectionCacheEntry
      org.hibernate.cache.spi.entry.ReferenceCacheEntryImpl
      org.hibernate.cache.spi.entry.StandardCacheEntryImpl
      org.hibernate.cache.spi.entry.StructuredCacheEntry
      org.hibernate.cache.spi.support.AbstractReadWriteAccess$Item
      org.hibernate.cache.spi.support.AbstractReadWriteAccess$SoftLockImpl
      org.hibernate.cache.spi.access.SoftLock
      org.hibernate.query.internal.QueryParameterBindingsImpl$ParameterBindingsMementoImpl
      org.jsr107.ri.annotations.DefaultGeneratedCacheKey
      org.springframework.cache.interceptor.SimpleKey
      org.springframework.cache.support.NullValue
      """;

  /**
   * What serialization is attacked with: refused even when a pattern allows its package, or all.
   */
  private static final String REFUSED =
      """
      bsh.** ch.qos.logback.core.db.** clojure.** com.mchange.v2.c3p0.** com.sun.**
      com.zaxxer.hikari.HikariConfig com.zaxxer.hikari.HikariDataSource
      groovy.lang.Closure groovy.util.Expando java.beans.** java.lang.ProcessBuilder sun.rmi.**
      java.rmi.** java.security.SignedObject java.util.ServiceLoader
      java.util.logging.** javassist.** javax.crypto.SealedObject javax.management.**
      javax.naming.** javax.script.** javax.sql.rowset.** javax.swing.** javax.xml.transform.**
      net.sf.json.** org.apache.bcel.** org.apache.commons.beanutils.**
      org.apache.commons.collections.functors.** org.apache.commons.collections4.functors.**
      org.apache.commons.collections.keyvalue.TiedMapEntry
      org.apache.commons.collections4.keyvalue.TiedMapEntry
      org.apache.commons.collections.map.LazyMap org.apache.commons.collections4.map.LazyMap
      org.apache.commons.dbcp.** org.apache.commons.dbcp2.** org.apache.commons.fileupload.**
      org.apache.tomcat.dbcp.** org.apache.velocity.** org.apache.xalan.**
      org.codehaus.groovy.runtime.** org.hibernate.engine.spi.TypedValue
      org.hibernate.property.access.** org.jboss.interceptor.** org.mozilla.javascript.**
      org.python.** org.springframework.aop.** org.springframework.beans.factory.**
      org.springframework.core.SerializableTypeWrapper$MethodInvokeTypeProvider
      org.springframework.jndi.** org.springframework.transaction.jta.** rome.** com.rometools.**
      """;

  private BuiltInPatterns() {}

  static List<ClassPattern> allowed() {
    return parse(ALLOWED);
  }

  static List<ClassPattern> refused() {
    return parse(REFUSED);
  }

  private static List<ClassPattern> parse(String patterns) {
    return patterns
        .strip()
        .lines()
        .flatMap(line -> List.of(line.strip().split(" +")).stream())
        .map(ClassPattern::parse)
        .toList();
  }
}
