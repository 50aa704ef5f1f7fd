package io.larder.tck.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.tck.process.CrashWriter.Acknowledgement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing acknowledged is lost when the process is killed.
 *
 * <p>Each round: another JVM writes to the one file and prints each acknowledgement; it is killed
 * with SIGKILL after a random number of them; the file is opened here and compared with a map that
 * went through the same operations. Only what each thread had begun and not yet acknowledged may
 * have happened or not.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CrashTest {

  private static final int ROUNDS = Integer.getInteger("crash.rounds", 5);

  private final Map<String, String> model = new HashMap<>();

  @Test
  void everyAcknowledgedOperationSurvivesSigkill(@TempDir Path directory) throws Exception {
    StoreFile file = new StoreFile(directory.resolve("crash.db"));
    Random random = new Random();
    long acknowledged = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<Acknowledgement> heard = writeAndKill(file, round, 1 + random.nextInt(3_000));
      Map<String, Set<String>> either = replay(round, heard);
      compare(file, round, either);
      acknowledged += heard.size();
    }
    System.out.printf(
        "CrashTest: %d rounds, %,d operations acknowledged, 0 lost%n", ROUNDS, acknowledged);
  }

  private static List<Acknowledgement> writeAndKill(StoreFile file, int round, int count)
      throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    try (ChildJvm child = ChildJvm.start(CrashWriter.class, file.path(), round)) {
      for (int i = 0; i < count; i++) {
        lines.add(child.hear());
      }
      lines.addAll(child.kill());
    }
    return lines.stream().map(Acknowledgement::parse).toList();
  }

  /** Brings the model up to date and returns, by key, what unacknowledged operations may leave. */
  private Map<String, Set<String>> replay(int round, List<Acknowledgement> heard) {
    int[] next = new int[CrashWriter.THREADS];
    for (Acknowledgement one : heard) {
      assertThat(one.index()).isEqualTo(next[one.thread()]++);
      CrashOperation operation = CrashOperation.of(round, one.thread(), one.index());
      assertThat(one.answer())
          .as("answer to %s in round %d", one, round)
          .isEqualTo(operation.applyTo(model));
    }
    Map<String, Set<String>> either = new HashMap<>();
    for (int thread = 0; thread < next.length; thread++) {
      CrashOperation begun = CrashOperation.of(round, thread, next[thread]);
      Map<String, String> after = new HashMap<>(model);
      begun.applyTo(after);
      for (String key : begun.keys()) {
        either.put(key, new HashSet<>(List.of(text(model.get(key)), text(after.get(key)))));
      }
    }
    return either;
  }

  private void compare(StoreFile file, int round, Map<String, Set<String>> either) {
    Map<String, String> found = new TreeMap<>();
    try (CacheManager manager = file.open()) {
      for (Cache.Entry<String, String> entry : StoreFile.texts(manager)) {
        found.put(entry.getKey(), entry.getValue());
      }
    }
    Set<String> keys = new TreeSet<>(model.keySet());
    keys.addAll(found.keySet());
    Map<String, String> wrong = new TreeMap<>();
    for (String key : keys) {
      Set<String> allowed = either.getOrDefault(key, Set.of(text(model.get(key))));
      if (!allowed.contains(text(found.get(key)))) {
        wrong.put(key, "found " + text(found.get(key)) + ", not " + allowed);
      }
    }
    assertThat(wrong).as("lost or wrong after round %d", round).isEmpty();
    model.clear();
    model.putAll(found);
  }

  private static String text(String value) {
    return Objects.requireNonNullElse(value, "absent");
  }
}
