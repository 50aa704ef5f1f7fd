package io.larder.storage;

/**
 * Names a space: the scope that owns its entries, and a namespace in it. The JCache cache {@code
 * orders} is the namespace {@code orders} of the global scope. Names are compared exactly.
 *
 * @param scopeType the kind of owner, {@code user} for instance; empty for the global scope
 * @param scopeId which owner; empty for the global scope
 * @param namespace the namespace
 */
public record SpaceName(String scopeType, String scopeId, String namespace)
    implements Comparable<SpaceName> {

  private static final int MAXIMUM_LENGTH = 1024;

  /**
   * @throws IllegalArgumentException if a part holds a zero character or half of a surrogate pair,
   *     or is longer than 1,024 characters, or only one of scope type and scope id is given
   */
  public SpaceName {
    check("scope type", scopeType);
    check("scope id", scopeId);
    check("namespace", namespace);
    if (scopeType.isEmpty() != scopeId.isEmpty()) {
      throw new IllegalArgumentException(
          "A scope has both a type and an id, or neither: type '%s', id '%s'."
              .formatted(scopeType, scopeId));
    }
  }

  /** The space {@code namespace} of the global scope. */
  public static SpaceName global(String namespace) {
    return new SpaceName("", "", namespace);
  }

  /** Whether that scope owns the space. */
  public boolean isOf(String type, String id) {
    return scopeType.equals(type) && scopeId.equals(id);
  }

  /** By scope type, scope id and namespace, each by code points: as their bytes in UTF-8 are. */
  @Override
  public int compareTo(SpaceName other) {
    int order = compare(scopeType, other.scopeType);
    if (order == 0) {
      order = compare(scopeId, other.scopeId);
    }
    return order != 0 ? order : compare(namespace, other.namespace);
  }

  /** Surrogates stand for code points above all others, though not above all as chars. */
  private static int compare(String left, String right) {
    int shorter = Math.min(left.length(), right.length());
    for (int i = 0; i < shorter; i++) {
      char one = left.charAt(i);
      char other = right.charAt(i);
      if (one != other) {
        int order = Boolean.compare(Character.isSurrogate(one), Character.isSurrogate(other));
        return order != 0 ? order : Character.compare(one, other);
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  /** {@code namespace}, or {@code type:id/namespace}. */
  @Override
  public String toString() {
    return scopeType.isEmpty() ? namespace : scopeType + ':' + scopeId + '/' + namespace;
  }

  private static void check(String what, String part) {
    if (part.length() > MAXIMUM_LENGTH) {
      throw new IllegalArgumentException(
          "The %s is %,d characters long; at most %,d are allowed."
              .formatted(what, part.length(), MAXIMUM_LENGTH));
    }
    if (part.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("The " + what + " holds a zero character: not allowed.");
    }
    int half = unpairedSurrogate(part);
    if (half >= 0) {
      throw new IllegalArgumentException(
          ("The %s holds half of a surrogate pair (U+%04X, at index %d), which no encoding can keep:"
                  + " not allowed.")
              .formatted(what, (int) part.charAt(half), half));
    }
  }

  private static int unpairedSurrogate(String part) {
    for (int i = 0; i < part.length(); i++) {
      if (Character.isSurrogate(part.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(part.codePointAt(i))) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }
}
