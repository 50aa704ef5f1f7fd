package io.larder.tck.architecture;

import java.util.List;

/** Names under which anything could be put, so that nothing could be found. */
final class DrawerName {

  private static final List<String> SUFFIXES =
      List.of("Util", "Utils", "Utility", "Utilities", "Helper", "Helpers", "Manager", "Managers");

  private DrawerName() {}

  /** Whether a simple type name is a drawer's; JCache's own term {@code CacheManager} is not. */
  static boolean isOne(String typeName) {
    return !typeName.endsWith("CacheManager") && SUFFIXES.stream().anyMatch(typeName::endsWith);
  }
}
