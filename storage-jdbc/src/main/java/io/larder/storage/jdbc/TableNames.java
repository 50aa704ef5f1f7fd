package io.larder.storage.jdbc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a store's tables are. Every text names them in braces, <code>{entry}</code>; here they get
 * the schema that holds them, so that no statement depends on what a connection looks for by
 * itself. Remembers what it has made of a text, so a store keeps one. Thread-safe.
 */
public final class TableNames {

  /** Those of a database without schemas. */
  public static final TableNames BARE = new TableNames("");

  private static final Pattern TABLE = Pattern.compile("\\{([a-z_]+)}");

  private final String replacement;
  private final Map<String, String> made = new ConcurrentHashMap<>();

  /**
   * @param schema holds the tables; empty if the database has no schemas
   */
  public TableNames(String schema) {
    String qualifier = schema.isEmpty() ? "" : '"' + schema.replace("\"", "\"\"") + "\".";
    this.replacement = Matcher.quoteReplacement(qualifier) + "$1";
  }

  /** The SQL of that text. */
  public String in(String text) {
    return made.computeIfAbsent(text, same -> TABLE.matcher(same).replaceAll(replacement));
  }
}
