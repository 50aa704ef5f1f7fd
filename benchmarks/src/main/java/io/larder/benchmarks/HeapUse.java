package io.larder.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.larder.benchmarks.contender.JCachePeer;
import io.larder.benchmarks.report.Sample;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;

/**
 * How much heap an entry takes beyond what the program holds anyway: the keys, and the strings that
 * are values. Byte arrays are copied into the cache, so their copies count.
 *
 * <p>Arguments: the contender, {@code strings} or {@code bytes}, how many entries.
 */
final class HeapUse {

  /** With the serial collector what is used after a collection is what is reachable. */
  private static final List<String> FLAGS =
      List.of("-XX:+UseSerialGC", "-Xms2g", "-Xmx2g", "-XX:+UseCompressedOops");

  private static final String CAFFEINE = "caffeine";
  private static final String LARDER = "larder";
  private static final int VALUE_BYTES = 100;
  private static final int COLLECTIONS = 4;
  private static final int BATCH = 10_000;

  private HeapUse() {}

  static Part part(String values, int entries) {
    return Part.once("memory." + values, List.of(new Over(values, entries)));
  }

  /** Both contenders and the difference. */
  private record Over(String values, int entries) implements Run {

    @Override
    public String measure() {
      return "memory." + values;
    }

    @Override
    public String contender() {
      return LARDER;
    }

    @Override
    public List<Sample> run(int round) throws IOException, InterruptedException {
      Sample ours = of(LARDER, round);
      Sample theirs = of(CAFFEINE, round);
      double over = ours.value() - theirs.value();
      return List.of(ours, theirs, Sample.of(measure() + ".over", LARDER, over, "B").later(round));
    }

    private Sample of(String contender, int round) throws IOException, InterruptedException {
      return new ChildRun(measure(), contender, HeapUse.class, FLAGS, List.of(values, entries))
          .run(round)
          .get(0);
    }
  }

  public static void main(String[] arguments) throws IOException {
    String contender = arguments[0];
    boolean strings = arguments[1].equals("strings");
    int entries = Integer.parseInt(arguments[2]);
    String[] keys = new String[entries];
    Object[] values = new Object[entries];
    for (int i = 0; i < entries; i++) {
      keys[i] = Workload.key(i);
      values[i] = strings ? "value-" + i : new byte[VALUE_BYTES];
    }
    if (contender.equals(CAFFEINE)) {
      Cache<Object, Object> cache = Caffeine.newBuilder().maximumSize(entries).build();
      UnaryOperator<Object> copy = value -> strings ? value : ((byte[]) value).clone();
      measure(
          arguments,
          keys,
          values,
          batch -> batch.forEach((key, value) -> cache.put(key, copy.apply(value))));
      requireAll(cache.estimatedSize(), entries);
    } else {
      larder(arguments, keys, values);
    }
  }

  private static void larder(String[] arguments, String[] keys, Object[] values)
      throws IOException {
    System.setProperty("larder.l1.maximum-size", Integer.toString(keys.length));
    try (Scratch scratch = new Scratch();
        CacheManager manager = JCachePeer.LARDER.manager(scratch.directory())) {
      javax.cache.Cache<Object, Object> cache =
          manager.createCache("entries", new MutableConfiguration<>());
      measure(arguments, keys, values, cache::putAll);
    }
  }

  private static void requireAll(long held, int entries) {
    if (held != entries) {
      throw new IllegalStateException("Only %d of %d entries are held".formatted(held, entries));
    }
  }

  private static void measure(
      String[] arguments, String[] keys, Object[] values, Consumer<Map<String, Object>> put) {
    try {
      double each = bytesEach(keys, values, put);
      System.out.println(Sample.of("memory." + arguments[1], arguments[0], each, "B").line());
    } finally {
      // What the program holds is not to be collected while it is measured.
      Reference.reachabilityFence(keys);
      Reference.reachabilityFence(values);
    }
  }

  private static double bytesEach(
      String[] keys, Object[] values, Consumer<Map<String, Object>> putAll) {
    int warmUp = keys.length / 100;
    put(keys, values, 0, warmUp, putAll);
    long before = used();
    put(keys, values, warmUp, keys.length, putAll);
    return (double) (used() - before) / (keys.length - warmUp);
  }

  /** In batches, since a million durable puts one by one would take most of a minute. */
  private static void put(
      String[] keys, Object[] values, int from, int to, Consumer<Map<String, Object>> putAll) {
    for (int start = from; start < to; start += BATCH) {
      Map<String, Object> batch = new HashMap<>();
      for (int i = start; i < Math.min(to, start + BATCH); i++) {
        batch.put(keys[i], values[i]);
      }
      putAll.accept(batch);
    }
  }

  private static long used() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
