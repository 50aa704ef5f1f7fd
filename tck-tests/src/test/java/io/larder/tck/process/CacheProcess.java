package io.larder.tck.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.cache.Cache;
import javax.cache.CacheManager;

/**
 * A JVM that does with the caches of one file what it is told to, and answers each line with one.
 */
final class CacheProcess {

  /** How long a change of another process may stay unseen before a test gives up. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Cache<String, String> texts;
  private final Cache<String, Long> counts;

  private CacheProcess(CacheManager manager) {
    this.texts = StoreFile.texts(manager);
    this.counts = StoreFile.counts(manager);
  }

  static ChildJvm start(StoreFile file) throws IOException {
    return start(file, "unlimited");
  }

  /**
   * @param maximumEntries the bound that this process alone gives its caches
   */
  static ChildJvm start(StoreFile file, String maximumEntries) throws IOException {
    ChildJvm child = ChildJvm.start(CacheProcess.class, file.path(), maximumEntries);
    String greeting = child.hear();
    if (!greeting.equals("ready")) {
      throw new IllegalStateException("Expected 'ready' but heard '" + greeting + "'");
    }
    return child;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Map<String, String> settings =
        Map.of("larder.durability", "os", "larder.maximum-entries", arguments[1]);
    try (CacheManager manager = new StoreFile(Path.of(arguments[0])).open(settings);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      CacheProcess process = new CacheProcess(manager);
      System.out.println("ready");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(process.answer(line.split(" ")));
      }
    }
  }

  private String answer(String[] order) throws InterruptedException {
    return switch (order[0]) {
      case "increment" -> increment(Integer.parseInt(order[1]), Integer.parseInt(order[2]));
      case "put" -> {
        texts.put(order[1], order[2]);
        yield "done";
      }
      case "remove" -> String.valueOf(texts.remove(order[1]));
      case "clear" -> {
        texts.clear();
        yield "done";
      }
      case "get" -> String.valueOf(texts.get(order[1]));
      case "putIfAbsent" -> String.valueOf(texts.putIfAbsent(order[1], order[2]));
      case "replace" -> String.valueOf(texts.replace(order[1], order[2], order[3]));
      case "await" -> await(texts, order[1], order[2]);
      default -> throw new IllegalArgumentException(order[0]);
    };
  }

  /** Increments shared keys in turn and answers how often its processor ran. */
  private String increment(int times, int keys) {
    AtomicLong ran = new AtomicLong();
    for (int i = 0; i < times; i++) {
      counts.invoke(
          "count-" + i % keys,
          (entry, nothing) -> {
            ran.incrementAndGet();
            entry.setValue(entry.exists() ? entry.getValue() + 1 : 1);
            return null;
          });
    }
    return ran.toString();
  }

  /**
   * Polls until the key has the value, "null" for none, and answers after how many microseconds.
   */
  static String await(Cache<String, String> texts, String key, String expected)
      throws InterruptedException {
    long start = System.nanoTime();
    long end = start + PATIENCE.toNanos();
    String seen = String.valueOf(texts.get(key));
    while (!seen.equals(expected)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "'%s' is still '%s' and not '%s' after %s".formatted(key, seen, expected, PATIENCE));
      }
      LockSupport.parkNanos(1_000_000);
      seen = String.valueOf(texts.get(key));
    }
    return String.valueOf((System.nanoTime() - start) / 1_000);
  }
}
