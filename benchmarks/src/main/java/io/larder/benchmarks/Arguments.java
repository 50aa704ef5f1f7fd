package io.larder.benchmarks;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What was asked for on the command line.
 *
 * @param postgresql the set that needs a PostgreSQL server, instead of all else
 * @param full the full set instead of the short one
 * @param only the parts whose names hold a match; nothing means all
 * @param trace the trace to replay; nothing means a made-up one
 */
record Arguments(boolean postgresql, boolean full, Optional<Pattern> only, Optional<Path> trace) {

  static final String USAGE =
      "Usage: benchmarks/run [--postgresql] [--full] [--only REGEX] [--trace FILE]";

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException if they cannot be understood; its message is one line
   */
  static Arguments parse(String... arguments) {
    boolean postgresql = false;
    boolean full = false;
    Optional<Pattern> only = Optional.empty();
    Optional<Path> trace = Optional.empty();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--postgresql" -> postgresql = true;
        case "--full" -> full = true;
        case "--only" -> only = Optional.of(pattern(valueOf(arguments, i++)));
        case "--trace" -> trace = Optional.of(Path.of(valueOf(arguments, i++)));
        default ->
            throw new IllegalArgumentException(
                "There is no option '%s'. %s".formatted(arguments[i], USAGE));
      }
    }
    return new Arguments(postgresql, full, only, trace);
  }

  private static String valueOf(String[] arguments, int option) {
    if (option + 1 == arguments.length) {
      throw new IllegalArgumentException(
          "The option '%s' lacks its value. %s".formatted(arguments[option], USAGE));
    }
    return arguments[option + 1];
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "'%s' is no regular expression: %s.".formatted(text, e.getDescription()), e);
    }
  }

  boolean asksFor(String part) {
    return only.isEmpty() || only.get().matcher(part).find();
  }
}
