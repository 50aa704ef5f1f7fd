package io.larder.tck.scope;

import io.larder.scope.Scopes;
import io.larder.tck.process.Together;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;

/** Scopes in a JVM of their own, which do what they are told and answer each line with one. */
final class ScopeProcess {

  private ScopeProcess() {}

  /** Arguments: the settings as {@code name=value}. */
  public static void main(String[] arguments) throws Exception {
    Map<String, String> settings = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      settings.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    try (ScopeNodes nodes = new ScopeNodes(settings, () -> {});
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      Scopes scopes = nodes.scopes();
      System.out.println("ready");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(answer(scopes, List.of(line.split(" "))));
      }
    }
  }

  private static String answer(Scopes scopes, List<String> order) throws Exception {
    int threads = Integer.parseInt(order.get(1));
    return switch (order.get(0)) {
      case "increment" -> increment(scopes, threads, Integer.parseInt(order.get(2)));
      case "remember" -> remember(scopes, threads, order.get(2));
      default -> throw new IllegalArgumentException(order.get(0));
    };
  }

  private static String increment(Scopes scopes, int threads, int times) throws Exception {
    Together.run(
        threads,
        thread -> {
          for (int i = 0; i < times; i++) {
            scopes.forTeam(1).increment("count-" + i % 3);
          }
        });
    return "done";
  }

  /** Callers ask at once; answers what they got, each once. */
  private static String remember(Scopes scopes, int threads, String key) throws Exception {
    Set<String> answers = new ConcurrentSkipListSet<>();
    Together.run(
        threads,
        thread -> {
          Object answer =
              scopes
                  .forTeam(1)
                  .remember(
                      key,
                      () -> {
                        scopes.global().increment("calls");
                        pause();
                        return "by " + ProcessHandle.current().pid() + "/" + thread;
                      });
          answers.add(answer.toString());
        });
    return String.join(", ", new TreeSet<>(answers));
  }

  /** Long enough for everybody else to find nothing yet. */
  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(300);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
