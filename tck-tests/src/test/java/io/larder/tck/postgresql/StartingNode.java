package io.larder.tck.postgresql;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import javax.cache.Cache;
import javax.cache.CacheManager;

/**
 * A node in a JVM of its own, which starts in each schema that it is told, takes part in one race
 * there, answers whether it has won, and ends.
 */
final class StartingNode {

  private StartingNode() {}

  /** Arguments: the URL, a schema, which is not used, and the node's name. */
  public static void main(String[] arguments) throws Exception {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println("ready");
      for (String schema = in.readLine(); schema != null; schema = in.readLine()) {
        try (CacheManager manager = new SharedDatabase(arguments[0], schema).open()) {
          Cache<String, String> texts = SharedDatabase.cache(manager, "texts", String.class);
          System.out.println(texts.putIfAbsent("first", arguments[2]));
        }
      }
    }
  }

  /** What the winner has left. */
  static String first(SharedDatabase database) {
    try (CacheManager manager = database.open()) {
      return SharedDatabase.cache(manager, "texts", String.class).get("first");
    }
  }
}
