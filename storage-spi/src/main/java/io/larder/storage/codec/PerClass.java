package io.larder.storage.codec;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What one codec knows of each class, found out once. Unlike a {@link ClassValue} it goes away with
 * its codec: what that keeps on a class of the JDK, and the class loaders that it refers to, would
 * stay for ever. Thread-safe.
 */
final class PerClass<T> {

  private final ConcurrentHashMap<Class<?>, T> known = new ConcurrentHashMap<>();
  private final Function<Class<?>, T> find;

  PerClass(Function<Class<?>, T> find) {
    this.find = find;
  }

  T get(Class<?> type) {
    T standing = known.get(type);
    if (standing != null) {
      return standing;
    }
    // Finding out about one class may ask for others, so it is not done inside the map.
    T found = find.apply(type);
    T earlier = known.putIfAbsent(type, found);
    return earlier == null ? found : earlier;
  }
}
