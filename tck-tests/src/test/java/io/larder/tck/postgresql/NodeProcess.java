package io.larder.tck.postgresql;

import io.github.bucket4j.grid.jcache.CompatibilityTest;
import io.larder.tck.history.Operation;
import io.larder.tck.process.Together;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.cache.Cache;
import javax.cache.CacheManager;

/** A node in a JVM of its own, which does what it is told and answers each line with one. */
final class NodeProcess {

  /** How long a change of another node may stay unseen before a test gives up. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Cache<String, String> texts;
  private final Cache<String, String> unheld;
  private final Cache<String, Integer> counts;

  private NodeProcess(CacheManager manager) {
    this.texts = SharedDatabase.cache(manager, "texts", String.class);
    this.unheld = SharedDatabase.cache(manager, SharedDatabase.UNHELD, String.class);
    this.counts = SharedDatabase.cache(manager, "counts", Integer.class);
  }

  /** Arguments: the URL, the schema. */
  public static void main(String[] arguments) throws Exception {
    SharedDatabase database = new SharedDatabase(arguments[0], arguments[1]);
    try (CacheManager manager = database.open();
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      NodeProcess node = new NodeProcess(manager);
      System.out.println("ready");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(node.answer(List.of(line.split(" ", -1)), in));
      }
    }
  }

  private String answer(List<String> order, BufferedReader in) throws Exception {
    return switch (order.get(0)) {
      case "increment" -> increment(number(order, 1), number(order, 2), number(order, 3));
      case "put" -> {
        texts.put(order.get(1), order.get(2));
        yield "done";
      }
      case "get" -> String.valueOf(texts.get(order.get(1)));
      case "remove" -> String.valueOf(texts.remove(order.get(1)));
      case "await" -> await(order.get(1), order.get(2));
      case "races" -> races(order.get(1), order.get(2), number(order, 3));
      case "history" -> history(texts, order);
      case "historyOfUnheld" -> history(unheld, order);
      case "bucket4j" -> {
        new CompatibilityTest(SharedStart.of(counts, in)).test();
        yield "compatible";
      }
      default -> throw new IllegalArgumentException(order.get(0));
    };
  }

  private static int number(List<String> order, int index) {
    return Integer.parseInt(order.get(index));
  }

  /** Several threads increment shared keys in turn; answers how often all did. */
  private String increment(int threads, int times, int keys) throws Exception {
    Together.run(
        threads,
        thread -> {
          for (int i = 0; i < times; i++) {
            counts.invoke(
                "count-" + (i + thread) % keys,
                (entry, nothing) -> {
                  entry.setValue(Objects.requireNonNullElse(entry.getValue(), 0) + 1);
                  return null;
                });
          }
        });
    return String.valueOf(threads * times);
  }

  /** Answers which of so many races this node won. */
  private String races(String operation, String name, int races) {
    StringBuilder won = new StringBuilder();
    for (int i = 0; i < races; i++) {
      boolean first =
          switch (operation) {
            case "putIfAbsent" -> texts.putIfAbsent("absent-" + i, name);
            case "replace" -> texts.replace(operation + "-" + i, "before", name);
            case "remove" -> texts.remove(operation + "-" + i, "before");
            case "replaceOrRemove" ->
                i % 2 == 0
                    ? texts.remove(operation + "-" + i)
                    : texts.remove(operation + "-" + i, "before");
            default -> throw new IllegalArgumentException(operation);
          };
      won.append(first ? '1' : '0');
    }
    return won.toString();
  }

  /** Operations at random by several threads, and what they answered, in one line. */
  private static String history(Cache<String, String> cache, List<String> order) throws Exception {
    return Recorder.record(cache, order.get(1), number(order, 2), number(order, 3)).stream()
        .map(Operation::toLine)
        .collect(Collectors.joining(";"));
  }

  /** Polls until the key has the value, "null" for none; answers after how many microseconds. */
  private String await(String key, String expected) {
    return await(texts, key, expected);
  }

  static String await(Cache<String, String> texts, String key, String expected) {
    long start = System.nanoTime();
    while (!String.valueOf(texts.get(key)).equals(expected)) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            "'%s' is '%s' and not '%s' after %s"
                .formatted(key, texts.get(key), expected, PATIENCE));
      }
      LockSupport.parkNanos(1_000_000);
    }
    return String.valueOf((System.nanoTime() - start) / 1_000);
  }
}
