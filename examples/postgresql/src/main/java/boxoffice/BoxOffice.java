package boxoffice;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.cache.CacheManager;
import javax.cache.Caching;

/**
 * Sells the tickets of one concert at several counters, each a process of its own. They share the
 * stock in PostgreSQL, so no ticket is sold twice and none is left over.
 */
public final class BoxOffice {

  private static final int TICKETS = 1_000;
  private static final int COUNTERS = 3;

  private BoxOffice() {}

  /**
   * Takes the store, for instance {@code jdbc:postgresql://localhost/shop?user=me}; without it a
   * PostgreSQL server is started for as long as the program runs.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length > 0) {
      sell(args[0]);
      return;
    }
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      sell(server.getJdbcUrl("postgres", "postgres"));
    }
  }

  private static void sell(String store) throws IOException, InterruptedException {
    System.setProperty("larder.store", store);
    try (CacheManager manager = Caching.getCachingProvider().getCacheManager()) {
      Counter.stock(manager).put(Counter.CONCERT, TICKETS);
      List<Process> counters = new ArrayList<>();
      for (int i = 0; i < COUNTERS; i++) {
        counters.add(open(store));
      }
      int sold = 0;
      for (Process counter : counters) {
        sold += soldAt(counter);
      }
      System.out.printf("%,d of %,d tickets sold.%n", sold, TICKETS);
    }
  }

  private static Process open(String store) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dlarder.store=" + store,
            "-classpath",
            System.getProperty("java.class.path"),
            Counter.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static int soldAt(Process counter) throws IOException, InterruptedException {
    try (var output = counter.inputReader()) {
      String sold = output.readLine();
      if (counter.waitFor() != 0 || sold == null) {
        throw new IOException("A counter has closed early.");
      }
      System.out.printf("Counter %d sold %s.%n", counter.pid(), sold);
      return Integer.parseInt(sold);
    }
  }
}
