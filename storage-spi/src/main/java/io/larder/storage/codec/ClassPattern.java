package io.larder.storage.codec;

/**
 * A pattern over class names: {@code com.acme.Order} is that class, {@code com.acme.*} the classes
 * of that package, {@code com.acme.**} those of the packages below too, {@code **} all. A nested
 * class belongs to its package, under its binary name, {@code com.acme.Order$Line}.
 */
record ClassPattern(String prefix, Kind kind) {

  private enum Kind {
    CLASS,
    PACKAGE,
    TREE
  }

  static ClassPattern parse(String text) {
    if (text.equals("**")) {
      return new ClassPattern("", Kind.TREE);
    }
    if (text.endsWith(".**")) {
      return named(text, text.substring(0, text.length() - 2), Kind.TREE);
    }
    if (text.endsWith(".*")) {
      return named(text, text.substring(0, text.length() - 1), Kind.PACKAGE);
    }
    return named(text, text, Kind.CLASS);
  }

  private static ClassPattern named(String text, String prefix, Kind kind) {
    String name = kind == Kind.CLASS ? prefix : prefix.substring(0, prefix.length() - 1);
    for (String part : name.split("\\.", -1)) {
      if (part.isEmpty() || !part.chars().allMatch(Character::isJavaIdentifierPart)) {
        throw new IllegalArgumentException(
            "larder.serialization.allow: \""
                + text
                + "\" is no pattern. Allowed are a class (com.acme.Order), a package (com.acme.*), "
                + "a package and those below (com.acme.**), ** for all, each with ! before it to "
                + "refuse.");
      }
    }
    return new ClassPattern(prefix, kind);
  }

  boolean matches(String className) {
    return switch (kind) {
      case CLASS -> className.equals(prefix);
      case PACKAGE -> className.startsWith(prefix) && className.indexOf('.', prefix.length()) < 0;
      case TREE -> className.startsWith(prefix);
    };
  }
}
