package io.larder.storage.codec;

import static io.larder.storage.codec.KeySamples.CODEC;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.Bytes;
import io.larder.storage.codec.KeySamples.Side;
import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.hibernate.cache.internal.BasicCacheKeyImplementation;
import org.hibernate.cache.internal.CacheKeyImplementation;
import org.hibernate.cache.internal.NaturalIdCacheKey;
import org.hibernate.cache.spi.QueryKey;
import org.hibernate.type.Type;
import org.hibernate.type.spi.TypeConfiguration;
import org.jsr107.ri.annotations.DefaultGeneratedCacheKey;
import org.junit.jupiter.api.Test;
import org.springframework.cache.interceptor.SimpleKey;

/** The key classes that Hibernate, Spring and the JCache annotations put into caches. */
class FrameworkKeyTest {

  private static final TypeConfiguration TYPES = new TypeConfiguration();

  /** Framework keys need no configuration. */
  private static final CanonicalKeyCodec BUILT_IN =
      new CanonicalKeyCodec(FrameworkKeyTest.class.getClassLoader(), SerializationFilter.of(""));

  private static void assertSame(Object key, Object equal) {
    assertThat(key).isEqualTo(equal);
    assertThat(CODEC.encode(key)).isEqualTo(CODEC.encode(equal));
    Object decoded = CODEC.decode(CODEC.encode(key));
    assertThat(decoded).isEqualTo(key).hasSameHashCodeAs(key).hasSameClassAs(key);
  }

  private static CacheKeyImplementation entityKey(Object id, String tenant) {
    Type type = TYPES.getBasicTypeRegistry().getRegisteredType(id.getClass().getName());
    return new CacheKeyImplementation(id, (Serializable) id, type, "com.acme.Order", tenant);
  }

  @Property
  void entityKeys(@ForAll String text, @ForAll long number) {
    String other = new String(text.toCharArray());
    assertSame(entityKey(text, text), entityKey(other, new String(text.toCharArray())));
    assertSame(entityKey(number, null), entityKey(number, null));
    assertThat(BUILT_IN.encode(entityKey(number, null)))
        .isNotEqualTo(BUILT_IN.encode(entityKey(number + 1, null)));
  }

  @Test
  void entityKeysOfOtherTypes() {
    assertSame(entityKey(new UUID(1, 2), null), entityKey(new UUID(1, 2), null));
    assertSame(
        new CacheKeyImplementation(new Object[] {1L, "a"}, "Line", null, 42),
        new CacheKeyImplementation(new Object[] {1L, "a"}, "Line", null, 42));
    assertSame(
        new BasicCacheKeyImplementation(7L, 7L, type(Long.class), "Order"),
        new BasicCacheKeyImplementation(7L, 7L, type(Long.class), "Order"));
    assertThat(CODEC.encode(entityKey(1L, "a"))).isNotEqualTo(CODEC.encode(entityKey(1L, "b")));
  }

  /** An enum constant's hash code is another in each process; the bytes must not hold it. */
  @Test
  void aHashOfAnEnumConstantIsNotWritten() {
    Object[] id = {Side.LEFT, "a"};
    Bytes here = CODEC.encode(new CacheKeyImplementation(id, "Line", null, 1));
    Bytes elsewhere = CODEC.encode(new CacheKeyImplementation(id, "Line", null, 2));
    assertThat(here).isEqualTo(elsewhere);
    Bytes plain = CODEC.encode(new CacheKeyImplementation(new Object[] {"a"}, "Line", null, 1));
    assertThat(plain)
        .isNotEqualTo(
            CODEC.encode(new CacheKeyImplementation(new Object[] {"a"}, "Line", null, 2)));

    int hash = (37 * (37 * 17 + Side.LEFT.hashCode()) + "a".hashCode()) * 31;
    assertSame(
        new CacheKeyImplementation(id, "Line", null, hash),
        new CacheKeyImplementation(id.clone(), "Line", null, hash));
    Object[] values = {Side.LEFT, 5};
    NaturalIdCacheKey key =
        new NaturalIdCacheKey(values, "User", null, 37 * Side.LEFT.hashCode() + 5);
    assertSame(key, new NaturalIdCacheKey(values.clone(), "User", null, key.hashCode()));
    assertSame(
        new DefaultGeneratedCacheKey(new Object[] {Side.LEFT, 1}),
        new DefaultGeneratedCacheKey(new Object[] {Side.LEFT, 1}));
  }

  @Test
  void naturalIdKeys() {
    assertSame(
        new NaturalIdCacheKey(new Object[] {"a", 1}, "User", "t", 99),
        new NaturalIdCacheKey(new Object[] {new String("a"), 1}, "User", "t", 99));
  }

  @Property
  void queryKeys(@ForAll String sql, @ForAll List<String> values) {
    Set<String> filters = new LinkedHashSet<>(List.of("f1", "f2"));
    assertSame(
        new QueryKey(sql, new Values(values.toArray()), 1, null, filters),
        new QueryKey(
            new String(sql.toCharArray()), new Values(values.toArray()), 1, null, filters));
    assertThat(CODEC.encode(new QueryKey(sql, new Values(new Object[0]), 1, null, Set.of())))
        .isNotEqualTo(
            CODEC.encode(new QueryKey(sql, new Values(new Object[0]), null, 1, Set.of())));
  }

  @Test
  void aLongQueryGivesAKeyPast1024Bytes() {
    String sql = "select o.id from orders o where o.name in (" + "?,".repeat(1000) + "?)";
    QueryKey key = new QueryKey(sql, new Values(new Object[] {"a"}), null, null, Set.of());
    assertThat(CODEC.encode(key).length()).isGreaterThan(1024);
    assertSame(key, new QueryKey(sql, new Values(new Object[] {"a"}), null, null, Set.of()));
  }

  /** The implementation of Hibernate itself is private; its shape and its equals are these. */
  private static final class Values implements QueryKey.ParameterBindingsMemento {
    private static final long serialVersionUID = 1L;
    private final Object[] values;

    Values(Object[] values) {
      this.values = values;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Values that && Arrays.deepEquals(values, that.values);
    }

    @Override
    public int hashCode() {
      return Arrays.deepHashCode(values);
    }
  }

  @Test
  void hibernatesOwnParameterValues() throws ReflectiveOperationException {
    Class<?> type =
        Class.forName(
            "org.hibernate.query.internal.QueryParameterBindingsImpl$ParameterBindingsMementoImpl");
    var constructor = type.getDeclaredConstructor(Object[].class, int.class);
    constructor.setAccessible(true);
    assertSame(
        constructor.newInstance(new Object[] {null, "a"}, 17),
        constructor.newInstance(new Object[] {null, new String("a")}, 17));
    int hash = 37 * Side.LEFT.hashCode() + "a".hashCode();
    assertSame(
        constructor.newInstance(new Object[] {null, Side.LEFT, "a"}, hash),
        constructor.newInstance(new Object[] {null, Side.LEFT, "a"}, hash));
  }

  @Property
  void springsKeys(@ForAll String text, @ForAll int number) {
    assertSame(
        new SimpleKey(text, number, new byte[] {1}, text),
        new SimpleKey(new String(text.toCharArray()), number, new byte[] {1}, text));
    assertSame(new SimpleKey((Object[]) new String[] {text}), new SimpleKey(text));
    assertThat(BUILT_IN.encode(new SimpleKey(number))).isNotEqualTo(BUILT_IN.encode(number));
  }

  @Test
  void springsKeysWithNullsEnumsAndNothing() {
    assertSame(SimpleKey.EMPTY, new SimpleKey());
    assertSame(new SimpleKey(null, 1), new SimpleKey(null, 1));
    assertSame(new SimpleKey(Side.RIGHT, 1), new SimpleKey(Side.RIGHT, 1));
    assertSame(
        new SimpleKey(List.of(1), Side.class, String.class),
        new SimpleKey(Arrays.asList(1), Side.class, String.class));
  }

  @Test
  void annotationKeys() {
    assertSame(
        new DefaultGeneratedCacheKey(new Object[] {"a", 1}),
        new DefaultGeneratedCacheKey(new Object[] {new String("a"), 1}));
  }

  private static Type type(Class<?> type) {
    return TYPES.getBasicTypeRegistry().getRegisteredType(type.getName());
  }
}
