package io.larder.storage.codec;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the classes that bytes name, each only after the filter has agreed to its name. The class
 * is loaded and not initialized. Thread-safe.
 */
final class ClassResolver {

  private final ClassLoader loader;
  private final SerializationFilter filter;

  /** Classes that the loader is known to find by their names: it holds them anyway. */
  private final Set<Class<?>> found = ConcurrentHashMap.newKeySet();

  ClassResolver(ClassLoader loader, SerializationFilter filter) {
    this.loader = loader;
    this.filter = filter;
  }

  ClassLoader loader() {
    return loader;
  }

  SerializationFilter filter() {
    return filter;
  }

  /**
   * Returns the class of a name as {@link Class#getName} gives it, primitives and arrays too.
   *
   * @throws RefusedClassException if the filter refuses it
   * @throws CodecException if there is no such class
   */
  Class<?> resolve(String name) {
    if (!filter.allows(name)) {
      throw filter.refusal(Set.of(name));
    }
    Class<?> primitive = primitive(name);
    if (primitive != null) {
      return primitive;
    }
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new CodecException(
          "The bytes name the class "
              + name
              + ", which the class loader "
              + loader
              + " does not find. Was it renamed, or removed from the class path?",
          e);
    }
  }

  /** Returns whether reading the name of this class would find this very class. */
  boolean finds(Class<?> type) {
    if (found.contains(type)) {
      return true;
    }
    boolean isFound = isFound(type);
    if (isFound) {
      found.add(type);
    }
    return isFound;
  }

  private boolean isFound(Class<?> type) {
    if (type.isPrimitive()) {
      return true;
    }
    try {
      return Class.forName(type.getName(), false, loader) == type;
    } catch (ClassNotFoundException | LinkageError missing) {
      return false;
    }
  }

  /** Returns the exception for a class that {@link #finds} does not find. */
  CodecException unreadable(String what, Class<?> type) {
    return new CodecException(
        what
            + " cannot be stored, since it could not be read again: the class loader of the cache"
            + " manager, "
            + loader
            + ", finds no class "
            + type.getName()
            + ", or another one of that name than that of "
            + type.getClassLoader()
            + ". Give getCacheManager the class loader of the application.");
  }

  private static @Nullable Class<?> primitive(String name) {
    return switch (name) {
      case "boolean" -> boolean.class;
      case "byte" -> byte.class;
      case "char" -> char.class;
      case "short" -> short.class;
      case "int" -> int.class;
      case "long" -> long.class;
      case "float" -> float.class;
      case "double" -> double.class;
      case "void" -> void.class;
      default -> null;
    };
  }
}
