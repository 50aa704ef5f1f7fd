package io.larder.storage.codec;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the classes that bytes name, each only after the filter has agreed to its name. The class
 * is loaded and not initialized. Thread-safe.
 */
final class ClassResolver {

  private final ClassLoader loader;
  private final SerializationFilter filter;

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
