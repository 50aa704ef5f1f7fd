package boxoffice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BoxOfficeTest {

  @Test
  void everyTicketIsSoldOnce() throws IOException, InterruptedException {
    Process boxOffice =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-classpath",
                System.getProperty("java.class.path"),
                BoxOffice.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(boxOffice.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(boxOffice.waitFor()).as(output).isZero();
    assertThat(output).contains("1,000 of 1,000 tickets sold.");
  }
}
