package rates;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

/** A service whose answers are worth keeping. */
@Service
class Rates {

  private final AtomicInteger computed = new AtomicInteger();

  @Cacheable("rates")
  public Rate on(String currency, LocalDate day) {
    computed.incrementAndGet();
    return new Rate(currency, day, BigDecimal.valueOf(1_000 + day.getDayOfYear(), 3));
  }

  @CacheEvict("rates")
  public void forget(String currency, LocalDate day) {}

  /** How many answers were computed in this process. */
  public int computed() {
    return computed.get();
  }
}
