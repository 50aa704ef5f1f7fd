package io.larder.scope;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Hibernate's proxies, which stand for entities that are not loaded; by name, so that Hibernate is
 * not needed.
 */
final class HibernateProxies {

  private static final String PROXY = "org.hibernate.proxy.HibernateProxy";

  private HibernateProxies() {}

  static boolean isOne(Class<?> type) {
    return proxy(type) != null;
  }

  /** The id of the entity that a proxy stands for, which stays unloaded. */
  static @Nullable Object id(Object proxy) throws ReflectiveOperationException {
    Class<?> type = proxy(proxy.getClass());
    if (type == null) {
      throw new IllegalArgumentException("not a proxy of Hibernate's");
    }
    Method initializer = type.getMethod("getHibernateLazyInitializer");
    return initializer
        .getReturnType()
        .getMethod("getInternalIdentifier")
        .invoke(initializer.invoke(proxy));
  }

  private static @Nullable Class<?> proxy(Class<?> type) {
    for (Class<?> face : type.getInterfaces()) {
      if (face.getName().equals(PROXY)) {
        return face;
      }
    }
    return null;
  }
}
