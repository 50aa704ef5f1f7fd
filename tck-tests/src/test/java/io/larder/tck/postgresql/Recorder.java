package io.larder.tck.postgresql;

import io.larder.tck.history.Operation;
import io.larder.tck.history.Operation.Kind;
import io.larder.tck.process.Together;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.cache.Cache;

/**
 * Does operations at random on a few keys and records each. Their times are those of the system's
 * monotonic clock, which all processes on one machine share.
 */
final class Recorder {

  private static final int KEYS = 5;
  private static final List<Kind> KINDS = List.of(Kind.values());

  private final Cache<String, String> cache;
  private final String name;
  private final Random random = new Random();
  private final Map<String, String> lastSeen = new HashMap<>();
  private final List<Operation> done = new ArrayList<>();

  private Recorder(Cache<String, String> cache, String name) {
    this.cache = cache;
    this.name = name;
  }

  static List<Operation> record(Cache<String, String> cache, String name, int threads, int times)
      throws Exception {
    List<Operation> all = Collections.synchronizedList(new ArrayList<>());
    Together.run(
        threads,
        thread -> {
          Recorder recorder = new Recorder(cache, name + "." + thread);
          for (int i = 0; i < times; i++) {
            recorder.step(i);
          }
          all.addAll(recorder.done);
        });
    return all;
  }

  private void step(int index) {
    Kind kind = KINDS.get(random.nextInt(KINDS.size()));
    String key = "key-" + random.nextInt(KEYS);
    String value = name + "." + index;
    String expected = kind.expects() ? lastSeen.getOrDefault(key, "none") : null;
    long started = System.nanoTime();
    String answer = call(kind, key, value, expected);
    long ended = System.nanoTime();
    learn(kind, key, value, answer);
    done.add(new Operation(kind, key, value, expected, started, ended, answer));
  }

  private String call(Kind kind, String key, String value, String expected) {
    return switch (kind) {
      case GET -> cache.get(key);
      case PUT -> {
        cache.put(key, value);
        yield null;
      }
      case GET_AND_PUT -> cache.getAndPut(key, value);
      case REMOVE -> String.valueOf(cache.remove(key));
      case PUT_IF_ABSENT -> String.valueOf(cache.putIfAbsent(key, value));
      case REPLACE -> String.valueOf(cache.replace(key, value));
      case REPLACE_EXACTLY -> String.valueOf(cache.replace(key, expected, value));
      case REMOVE_EXACTLY -> String.valueOf(cache.remove(key, expected));
    };
  }

  /** So that conditions have a chance to hold. */
  private void learn(Kind kind, String key, String value, String answer) {
    boolean written =
        switch (kind) {
          case PUT, GET_AND_PUT -> true;
          case PUT_IF_ABSENT, REPLACE, REPLACE_EXACTLY -> answer.equals("true");
          case GET, REMOVE, REMOVE_EXACTLY -> false;
        };
    if (written) {
      lastSeen.put(key, value);
    } else if (kind == Kind.GET && answer != null) {
      lastSeen.put(key, answer);
    }
  }
}
