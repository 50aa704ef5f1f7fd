package io.larder.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Reads sources that map a name to a text: properties and environment variables. */
final class FlatSource {

  private static final Pattern KUBERNETES =
      Pattern.compile(
          "LARDER_(?:\\w+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_\\w+)?"
              + "|PORT_\\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)");

  private final Catalogue catalogue;
  private final Problems problems;

  FlatSource(Catalogue catalogue, Problems problems) {
    this.catalogue = catalogue;
    this.problems = problems;
  }

  /**
   * Reads properties, those whose names begin with {@code larder.}.
   *
   * @param describe how a property of that name is called by people
   */
  List<Assignment> properties(Map<String, String> properties, UnaryOperator<String> describe) {
    List<Assignment> found = new ArrayList<>();
    properties.forEach(
        (name, text) -> {
          String source = describe.apply(name);
          if (name.startsWith(Catalogue.CACHES)) {
            ofCache(name, text, source).ifPresent(found::add);
          } else if (catalogue.knows(name)) {
            found.add(Assignment.general(name, text, source));
          } else if (name.startsWith(Catalogue.PREFIX)) {
            problems.add(catalogue.unknownName(name, text, source));
          }
        });
    return found;
  }

  private Optional<Assignment> ofCache(String name, String text, String source) {
    String rest = name.substring(Catalogue.CACHES.length());
    Optional<Assignment> assignment =
        Catalogue.splitCache(rest)
            .map(split -> new Assignment(split.cache(), split.setting(), text, source));
    if (assignment.isEmpty()) {
      String setting = rest.substring(rest.indexOf('.') + 1);
      problems.add(catalogue.unknownOfCache(name, setting, text, source));
    }
    return assignment;
  }

  /**
   * Kubernetes tells each container of the services around it. One that is called larder, or
   * larder-web, gives variables that look like settings.
   */
  private boolean isOfKubernetes(String variable, String text) {
    return catalogue.ofVariable(variable).isEmpty()
        && (KUBERNETES.matcher(variable).matches()
            || (variable.endsWith("_PORT") && text.matches("(tcp|udp|sctp)://.*")));
  }

  /** Reads environment variables. They cannot name a cache, whose name may hold anything. */
  List<Assignment> variables(Map<String, String> variables) {
    List<Assignment> found = new ArrayList<>();
    new TreeMap<>(variables)
        .forEach(
            (variable, text) -> {
              if (isOfKubernetes(variable, text)) {
                return;
              }
              if (variable.startsWith("LARDER_CACHES_")) {
                problems.add(
                    variable
                        + " (environment): an environment variable cannot hold a setting of one"
                        + " cache; use a file, a manager property or -Dlarder.caches.<name>.….");
              } else if (variable.startsWith(Catalogue.VARIABLE_PREFIX)) {
                catalogue
                    .ofVariable(variable)
                    .ifPresentOrElse(
                        name ->
                            found.add(
                                Assignment.general(name, text, "environment variable " + variable)),
                        () -> problems.add(catalogue.unknownVariable(variable, text)));
              }
            });
    return found;
  }
}
