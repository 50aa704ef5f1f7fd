package quickstart;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.management.CacheStatisticsMXBean;
import javax.cache.spi.CachingProvider;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Digests every class file of the running JDK through a read-through cache. Run it twice: the
 * second process computes nothing, since the first one's answers were kept.
 */
public final class Quickstart {

  private static final int THREADS = 4;
  private static final int PROGRESS_STEP = 5_000;

  private Quickstart() {}

  /** Takes no arguments. */
  public static void main(String[] args) throws Exception {
    try (CachingProvider provider = Caching.getCachingProvider();
        CacheManager manager = provider.getCacheManager()) {
      Digester digester = new Digester();
      Cache<ClassFile, String> digests =
          manager.createCache(
              "digests",
              new MutableConfiguration<ClassFile, String>()
                  .setTypes(ClassFile.class, String.class)
                  .setReadThrough(true)
                  .setCacheLoaderFactory(() -> digester)
                  .setStatisticsEnabled(true));
      Cache<String, Double> firstRuns =
          manager.createCache(
              "first-runs",
              new MutableConfiguration<String, Double>().setTypes(String.class, Double.class));

      List<ClassFile> files = ClassFile.ofThisJdk();
      System.out.printf("Java %s has %,d class files.%n", Runtime.version(), files.size());

      long start = System.nanoTime();
      List<String> answers = getAll(digests, files);
      double seconds = (System.nanoTime() - start) / 1e9;

      System.out.println("Digest of all digests: " + Digester.sha256(answers));
      CacheStatisticsMXBean statistics = statistics(digests);
      System.out.printf(
          "%,d hits, %,d misses%n", statistics.getCacheHits(), statistics.getCacheMisses());
      if (firstRuns.putIfAbsent(Runtime.version().toString(), seconds)) {
        System.out.printf("%.1f seconds. Now run it again.%n", seconds);
      } else {
        double first = firstRuns.get(Runtime.version().toString());
        System.out.printf("%.1f seconds; the first run took %.1f.%n", seconds, first);
      }
      // For scripts.
      System.out.printf(
          Locale.ROOT,
          "computed=%d answered=%d seconds=%.1f%n",
          digester.computed(),
          files.size() - digester.computed(),
          seconds);
    }
  }

  private static List<String> getAll(Cache<ClassFile, String> digests, List<ClassFile> files)
      throws Exception {
    AtomicInteger done = new AtomicInteger();
    List<Callable<String>> gets = new ArrayList<>();
    for (ClassFile file : files) {
      gets.add(
          () -> {
            String digest = digests.get(file);
            int count = done.incrementAndGet();
            if (count % PROGRESS_STEP == 0) {
              System.out.printf("%,7d digests%n", count);
            }
            return digest;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<String> answers = new ArrayList<>();
      for (Future<String> answer : threads.invokeAll(gets)) {
        answers.add(answer.get());
      }
      return answers;
    } finally {
      threads.shutdown();
    }
  }

  private static CacheStatisticsMXBean statistics(Cache<?, ?> cache) throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name =
        new ObjectName("javax.cache:type=CacheStatistics,Cache=" + cache.getName() + ",*");
    return JMX.newMXBeanProxy(
        server, server.queryNames(name, null).iterator().next(), CacheStatisticsMXBean.class);
  }
}
