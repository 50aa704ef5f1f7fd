package rates;

import java.time.LocalDate;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;

/** Asks for a month of rates. The second process is answered from the store. */
@SpringBootApplication
@EnableCaching
public class RatesApplication {

  /** Takes Spring Boot's arguments. */
  public static void main(String[] args) {
    SpringApplication.run(RatesApplication.class, args).close();
  }

  @Bean
  CommandLineRunner ask(Rates rates) {
    return arguments -> {
      LocalDate first = LocalDate.of(2025, 1, 1);
      for (LocalDate day = first; day.getMonth() == first.getMonth(); day = day.plusDays(1)) {
        rates.on("CHF", day);
      }
      System.out.println(rates.on("CHF", first));
      System.out.println("computed=" + rates.computed());
    };
  }
}
