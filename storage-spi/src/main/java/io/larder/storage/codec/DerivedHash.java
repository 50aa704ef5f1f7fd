package io.larder.storage.codec;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A field that holds the hash code of the other fields and is not transient, in framework classes
 * that are known to have one.
 *
 * <p>Such a hash is written like any other field unless the key holds an enum constant or a class,
 * whose hash code is another in each process. Then equal keys of two processes would give different
 * bytes; so the hash is left out, and computed as the framework does when the key is read.
 *
 * @param field its name, in the class itself
 * @param formula computes it from the values of the fields, by name
 */
record DerivedHash(String field, ToIntFunction<Map<String, @Nullable Object>> formula) {

  private static final String HASH_CODE = "hashCode";

  /** By class name, since none of these is on the compile class path. */
  private static final Map<String, DerivedHash> KNOWN = new HashMap<>();

  static {
    String hibernate = "org.hibernate.cache.internal.";
    KNOWN.put(
        hibernate + "CacheKeyImplementation",
        new DerivedHash(
            HASH_CODE, fields -> 31 * idHash(fields.get("id")) + idHash(fields.get("tenantId"))));
    KNOWN.put(
        hibernate + "BasicCacheKeyImplementation",
        new DerivedHash(HASH_CODE, fields -> idHash(fields.get("id"))));
    KNOWN.put(
        hibernate + "NaturalIdCacheKey",
        new DerivedHash(
            HASH_CODE,
            fields -> fold(37, idHash(fields.get("tenantId")), fields.get("naturalIdValues"))));
    KNOWN.put(
        "org.hibernate.query.internal.QueryParameterBindingsImpl$ParameterBindingsMementoImpl",
        new DerivedHash(HASH_CODE, fields -> fold(37, 0, fields.get("values"))));
    KNOWN.put(
        "org.jsr107.ri.annotations.DefaultGeneratedCacheKey",
        new DerivedHash(
            HASH_CODE, fields -> Arrays.deepHashCode((Object[]) fields.get("parameters"))));
  }

  static @Nullable DerivedHash of(Class<?> type) {
    return KNOWN.get(type.getName());
  }

  /**
   * A composite id arrives disassembled into an array; Hibernate hashes its parts from 17 by 37.
   */
  private static int idHash(@Nullable Object id) {
    if (id instanceof Object[] parts) {
      return fold(37, 17, parts);
    }
    return Arrays.deepHashCode(new Object[] {id}) - 31;
  }

  private static int fold(int factor, int seed, @Nullable Object values) {
    if (!(values instanceof Object[] parts)) {
      return factor * seed + idHash(values);
    }
    int hash = seed;
    for (Object part : parts) {
      hash = factor * hash + idHash(part);
    }
    return hash;
  }
}
