package io.larder.storage.codec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** The shortest patterns that allow some classes and little else. */
final class AllowSuggestion {

  /** From this many classes of one package on, the package is suggested instead of their names. */
  private static final int CLASSES_THAT_MAKE_A_PACKAGE = 3;

  private AllowSuggestion() {}

  static List<String> shortest(Collection<String> classNames) {
    TreeMap<String, List<String>> byPackage = new TreeMap<>();
    for (String name : classNames) {
      String owner = name.substring(0, name.lastIndexOf('.') + 1);
      byPackage.computeIfAbsent(owner, key -> new ArrayList<>()).add(name);
    }
    List<String> patterns = new ArrayList<>();
    byPackage.forEach(
        (owner, names) -> {
          if (names.size() >= CLASSES_THAT_MAKE_A_PACKAGE && !owner.isEmpty()) {
            patterns.add(owner + "*");
          } else {
            patterns.addAll(names);
          }
        });
    return patterns;
  }
}
