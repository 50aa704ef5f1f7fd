package io.larder.scope;

import static java.util.Objects.requireNonNull;

import io.larder.storage.SpaceName;
import java.util.Arrays;

/** The names that programs give, checked. */
final class Names {

  /** Spaces of Larder's own begin so. */
  static final String RESERVED = "_larder.";

  private static final int MAXIMUM_ACTOR_LENGTH = 1_024;
  private static final int MAXIMUM_KEY_LENGTH = 65_536;

  private Names() {}

  /** Whether a space is one of Larder's own. */
  static boolean isInternal(SpaceName space) {
    return space.namespace().startsWith(RESERVED);
  }

  /**
   * A namespace of parts that may hold dots themselves.
   *
   * @throws IllegalArgumentException if a part is empty, or it is one of Larder's own
   */
  static String namespace(String first, String... rest) {
    String name = requireNonNull(first, "namespace");
    for (String part : rest) {
      name = name + '.' + requireNonNull(part, "part of the namespace");
    }
    if (Arrays.stream(name.split("\\.", -1)).anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException(
          "The namespace '%s' has an empty part; parts are joined by single dots.".formatted(name));
    }
    if ((name + '.').startsWith(RESERVED)) {
      throw new IllegalArgumentException(
          "'%s' is no name for a namespace: those that begin with %s are Larder's own."
              .formatted(name, RESERVED));
    }
    return name;
  }

  /**
   * The space of a namespace.
   *
   * @throws IllegalArgumentException if a name is too long, or holds what cannot be stored
   */
  static SpaceName space(String type, String id, String namespace) {
    return new SpaceName(type, id, namespace);
  }

  /**
   * The type or id of a scope.
   *
   * @throws IllegalArgumentException if it is empty
   */
  static String ofScope(String what, Object name) {
    String text = String.valueOf(requireNonNull(name, what));
    if (text.isEmpty()) {
      throw new IllegalArgumentException(
          "The %s of a scope is empty; global() is the scope that has none.".formatted(what));
    }
    return text;
  }

  /**
   * Who makes changes.
   *
   * @throws IllegalArgumentException if it is empty or too long
   */
  static String actor(String actor) {
    int length = requireNonNull(actor, "actor").length();
    if (length == 0 || length > MAXIMUM_ACTOR_LENGTH) {
      throw new IllegalArgumentException(
          "Who makes a change has a name of 1 to %,d characters, not %,d."
              .formatted(MAXIMUM_ACTOR_LENGTH, length));
    }
    return actor;
  }

  /**
   * A key.
   *
   * @throws IllegalArgumentException if it is empty or too long
   */
  static String key(String key) {
    if (requireNonNull(key, "key").isEmpty()) {
      throw new IllegalArgumentException("A key is empty; at least one character is needed.");
    }
    if (key.length() > MAXIMUM_KEY_LENGTH) {
      throw new IllegalArgumentException(
          "The key '%s...' is %,d characters long; at most %,d are allowed."
              .formatted(key.substring(0, 40), key.length(), MAXIMUM_KEY_LENGTH));
    }
    return key;
  }
}
