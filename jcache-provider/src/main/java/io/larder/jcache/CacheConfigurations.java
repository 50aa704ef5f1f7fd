package io.larder.jcache;

import java.util.Optional;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;

/** What the specification asks of the configurations that programs hand in. */
final class CacheConfigurations {

  private CacheConfigurations() {}

  /**
   * Copies a configuration, which its owner may go on changing.
   *
   * @param defaultExpiry the expiry if the program names none; naming {@code Eternal} is the same
   *     as naming none
   * @throws IllegalArgumentException if it asks for read-through without a loader, or write-through
   *     without a writer
   */
  static <K, V> CompleteConfiguration<K, V> complete(
      Configuration<K, V> given, Optional<Factory<ExpiryPolicy>> defaultExpiry) {
    MutableConfiguration<K, V> copy =
        given instanceof CompleteConfiguration<K, V> complete
            ? new MutableConfiguration<>(complete)
            : new MutableConfiguration<K, V>()
                .setTypes(given.getKeyType(), given.getValueType())
                .setStoreByValue(given.isStoreByValue());
    if (EternalExpiryPolicy.factoryOf().equals(copy.getExpiryPolicyFactory())) {
      defaultExpiry.ifPresent(copy::setExpiryPolicyFactory);
    }
    if (copy.isReadThrough() && copy.getCacheLoaderFactory() == null) {
      throw new IllegalArgumentException(
          "Read-through is on, but there is no CacheLoader factory.");
    }
    if (copy.isWriteThrough() && copy.getCacheWriterFactory() == null) {
      throw new IllegalArgumentException(
          "Write-through is on, but there is no CacheWriter factory.");
    }
    return copy;
  }

  /** The configuration of a cache, as it is now. */
  @SuppressWarnings("unchecked") // a class literal has no type arguments
  static <K, V> CompleteConfiguration<K, V> of(LarderCache<K, V> cache) {
    return cache.getConfiguration(CompleteConfiguration.class);
  }

  /**
   * @throws ClassCastException unless the cache was created with exactly these types
   */
  static void requireTypes(LarderCache<?, ?> cache, Class<?> keyType, Class<?> valueType) {
    Configuration<?, ?> configuration = of(cache);
    if (!configuration.getKeyType().equals(keyType)
        || !configuration.getValueType().equals(valueType)) {
      throw new ClassCastException(
          "The cache '%s' was created with the types <%s, %s>, not <%s, %s>."
              .formatted(
                  cache.getName(),
                  configuration.getKeyType().getName(),
                  configuration.getValueType().getName(),
                  keyType.getName(),
                  valueType.getName()));
    }
  }
}
