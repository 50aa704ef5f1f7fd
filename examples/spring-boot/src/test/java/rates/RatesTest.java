package rates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

class RatesTest {

  private static final LocalDate NEW_YEAR = LocalDate.of(2025, 1, 1);

  @TempDir private Path directory;

  @Test
  void aSecondProcessIsAnsweredFromTheStore() throws Exception {
    String rate = "Rate[currency=CHF, day=2025-01-01, value=1.001]";

    assertThat(run()).contains(rate, "computed=31");
    assertThat(run()).contains(rate, "computed=0");
  }

  @Test
  void aSecondContextIsAnsweredFromTheStore() {
    System.setProperty("larder.store", "sqlite:" + directory.resolve("contexts.db"));
    try {
      try (ConfigurableApplicationContext first = context()) {
        assertThat(first.getBean(Rates.class).computed()).isEqualTo(31);
        first.getBean(Rates.class).forget("CHF", NEW_YEAR);
      }
      try (ConfigurableApplicationContext second = context()) {
        assertThat(second.getBean(Rates.class).computed()).isEqualTo(1);
      }
    } finally {
      System.clearProperty("larder.store");
    }
  }

  private static ConfigurableApplicationContext context() {
    return SpringApplication.run(RatesApplication.class);
  }

  private List<String> run() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-classpath",
                System.getProperty("java.class.path"),
                "rates.RatesApplication")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    List<String> output;
    try (var reader = process.inputReader()) {
      output = reader.lines().toList();
    }
    assertThat(process.waitFor()).as("exit code; output: %s", output).isZero();
    return output;
  }
}
