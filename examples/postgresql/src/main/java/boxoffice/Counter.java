package boxoffice;

import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.processor.EntryProcessor;

/**
 * One counter of the box office, a process of its own: sells until nothing is left, and prints how
 * much it sold. Where the stock is, {@code larder.store} says.
 */
public final class Counter {

  static final String CONCERT = "concert";

  /** Runs in this process, between a read and a write that nobody else's can come between. */
  private static final EntryProcessor<String, Integer, Boolean> SELL_ONE =
      (tickets, arguments) -> {
        int left = tickets.getValue();
        if (left == 0) {
          return false;
        }
        tickets.setValue(left - 1);
        return true;
      };

  private Counter() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    try (CacheManager manager = Caching.getCachingProvider().getCacheManager()) {
      Cache<String, Integer> stock = stock(manager);
      int sold = 0;
      while (stock.invoke(CONCERT, SELL_ONE)) {
        sold++;
      }
      System.out.println(sold);
    }
  }

  static Cache<String, Integer> stock(CacheManager manager) {
    return manager.createCache(
        "stock", new MutableConfiguration<String, Integer>().setTypes(String.class, Integer.class));
  }
}
