package io.larder.storage.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The allow-list of classes that may be named in encoded keys and values. It is asked by name,
 * before a class is loaded or initialized, both when bytes are written and when they are read.
 *
 * <p>What decides, first to last:
 *
 * <ol>
 *   <li>classes that serialization is commonly attacked with are refused, whatever is configured;
 *   <li>a pattern with {@code !} refuses;
 *   <li>a pattern, a class given to {@link #withClasses}, or the built-in list of JDK value types,
 *       collections, Hibernate's and Spring's cache entries allows;
 *   <li>all else is refused.
 * </ol>
 *
 * <p>Immutable and thread-safe.
 */
public final class SerializationFilter {

  /** The setting that holds the patterns. */
  static final String SETTING = "larder.serialization.allow";

  private static final List<ClassPattern> BUILT_IN_ALLOWED = BuiltInPatterns.allowed();
  private static final List<ClassPattern> BUILT_IN_REFUSED = BuiltInPatterns.refused();

  /** Answers are few and asked for often; past this many, hostile bytes may be inventing names. */
  private static final int MAX_REMEMBERED = 10_000;

  private final List<String> patterns;
  private final List<ClassPattern> allowed;
  private final List<ClassPattern> refused;
  private final Set<String> classes;
  private final ConcurrentHashMap<String, Boolean> answers = new ConcurrentHashMap<>();

  private SerializationFilter(List<String> patterns, Set<String> classes) {
    this.patterns = List.copyOf(patterns);
    this.classes = Set.copyOf(classes);
    this.allowed =
        patterns.stream().filter(p -> !p.startsWith("!")).map(ClassPattern::parse).toList();
    this.refused =
        patterns.stream()
            .filter(p -> p.startsWith("!"))
            .map(p -> ClassPattern.parse(p.substring(1)))
            .toList();
  }

  /**
   * Makes a filter of the built-in list and the given patterns.
   *
   * @param patterns separated by commas: a class {@code com.acme.Order}, a package {@code
   *     com.acme.*}, a package and those below it {@code com.acme.**}, {@code **} for all; each
   *     with {@code !} before it to refuse. Empty for none.
   * @throws IllegalArgumentException naming the setting, if one of them is no such pattern
   */
  public static SerializationFilter of(String patterns) {
    List<String> parsed =
        Arrays.stream(patterns.split(",")).map(String::strip).filter(p -> !p.isEmpty()).toList();
    return new SerializationFilter(parsed, Set.of());
  }

  /**
   * Returns a filter that allows these classes too, as a cache's declared key and value types. Of
   * an array class its element class is allowed. Subclasses are not.
   */
  public SerializationFilter withClasses(Class<?>... types) {
    Set<String> more = new HashSet<>(classes);
    for (Class<?> type : types) {
      more.add(elementName(type.getName()));
    }
    return new SerializationFilter(patterns, more);
  }

  /** Returns the patterns that this filter was made of. */
  public List<String> patterns() {
    return patterns;
  }

  /** Returns whether a class may be written and read, primitives and arrays too. */
  public boolean allows(Class<?> type) {
    return allows(type.getName());
  }

  /**
   * Returns whether the class of this name may be written and read.
   *
   * @param className as {@link Class#getName} gives it
   */
  public boolean allows(String className) {
    Boolean known = answers.get(className);
    if (known != null) {
      return known;
    }
    boolean answer = decide(elementName(className));
    if (answers.size() < MAX_REMEMBERED) {
      answers.put(className, answer);
    }
    return answer;
  }

  private boolean decide(String name) {
    if (isBarred(name)) {
      return false;
    }
    return classes.contains(name)
        || isPrimitive(name)
        || matches(allowed, name)
        || matches(BUILT_IN_ALLOWED, name);
  }

  /** Returns whether no further pattern could allow a class. */
  private boolean isBarred(String name) {
    return matches(BUILT_IN_REFUSED, name) || matches(refused, name);
  }

  private static boolean matches(List<ClassPattern> patterns, String name) {
    return patterns.stream().anyMatch(pattern -> pattern.matches(name));
  }

  private static boolean isPrimitive(String name) {
    return switch (name) {
      case "boolean", "byte", "char", "short", "int", "long", "float", "double", "void" -> true;
      default -> name.length() == 1 && "ZBCSIJFD".contains(name);
    };
  }

  /** Strips the brackets of an array class's name. */
  private static String elementName(String name) {
    int dimensions = 0;
    while (dimensions < name.length() && name.charAt(dimensions) == '[') {
      dimensions++;
    }
    return dimensions > 0 && name.endsWith(";")
        ? name.substring(dimensions + 1, name.length() - 1)
        : name.substring(dimensions);
  }

  /**
   * Returns the exception that names all of the given refused classes and the setting to change.
   */
  RefusedClassException refusal(Collection<String> classNames) {
    Set<String> barred = new TreeSet<>();
    Set<String> missing = new TreeSet<>();
    for (String className : classNames) {
      String name = elementName(className);
      (isBarred(name) ? barred : missing).add(name);
    }
    StringBuilder message = new StringBuilder();
    if (!missing.isEmpty()) {
      List<String> line = new ArrayList<>(patterns);
      line.addAll(AllowSuggestion.shortest(missing));
      message
          .append("Refused, as no pattern of ")
          .append(SETTING)
          .append(" allows them: ")
          .append(String.join(", ", missing))
          .append(
              ". Allowed are JDK value types and collections, the cache's declared types, and: ")
          .append(patterns.isEmpty() ? "(no pattern)" : String.join(",", patterns))
          .append(". To allow these too, set ")
          .append(SETTING)
          .append('=')
          .append(String.join(",", line))
          .append(". ");
    }
    if (!barred.isEmpty()) {
      message
          .append("Refused by a ! pattern of ")
          .append(SETTING)
          .append(", or always because serialization is attacked with them: ")
          .append(String.join(", ", barred))
          .append(". ");
    }
    missing.addAll(barred);
    return new RefusedClassException(message.toString().strip(), List.copyOf(missing));
  }
}
