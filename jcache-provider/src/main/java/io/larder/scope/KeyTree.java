package io.larder.scope;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Dotted keys as the paths of a tree. */
final class KeyTree {

  static final char DOT = '.';

  /** A tree that is deeper could not be written as JSON by most. */
  private static final int MAXIMUM_DEPTH = 256;

  private KeyTree() {}

  /**
   * The keys above a key, from the root down: {@code a} and {@code a.b} for {@code a.b.c}.
   *
   * @throws IllegalArgumentException if it is too deep
   */
  static List<String> ancestors(String key) {
    List<String> above = new ArrayList<>(4);
    for (int dot = key.indexOf(DOT); dot >= 0; dot = key.indexOf(DOT, dot + 1)) {
      above.add(key.substring(0, dot));
    }
    if (above.size() >= MAXIMUM_DEPTH) {
      throw new IllegalArgumentException(
          "The key '%s...' has %,d dots; a tree is at most %,d deep. Use flat() if dots mean nothing."
              .formatted(key.substring(0, 40), above.size(), MAXIMUM_DEPTH));
    }
    return above;
  }

  /**
   * Puts a value into a tree of maps.
   *
   * @param path the key below the tree's root
   * @throws NestingException if a part of it is a leaf and a branch
   */
  @SuppressWarnings("unchecked") // branches are made here
  static void put(Map<String, Object> root, String path, Object value) {
    Map<String, Object> branch = root;
    int start = 0;
    for (int dot = path.indexOf(DOT); dot >= 0; dot = path.indexOf(DOT, start)) {
      Object below = branch.computeIfAbsent(path.substring(start, dot), part -> new Branch());
      if (!(below instanceof Branch)) {
        throw both(path.substring(0, dot), path);
      }
      branch = (Map<String, Object>) below;
      start = dot + 1;
    }
    if (branch.putIfAbsent(path.substring(start), value) != null) {
      throw both(path, path + DOT + "...");
    }
  }

  private static NestingException both(String leaf, String below) {
    return new NestingException(
        "There is a value under '%s' and one under '%s', so no tree can be made of them."
            .formatted(leaf, below));
  }

  /** Told apart from maps that are values. */
  static final class Branch extends LinkedHashMap<String, Object> {
    private static final long serialVersionUID = 1L;
  }
}
