package shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopTest {

  @TempDir Path directory;

  @Test
  void everythingIsThereAgainAtTheNextRun() throws IOException, InterruptedException {
    assertThat(run())
        .contains(
            "Visit 1 of ada, 1 of all.",
            "Settings: {look={size=14, theme=dark}}, theme of team:engines/settings.",
            "After a reset: size 12.",
            "The cart has [cup, tea] for 16.50.",
            "Gift wrap for engines: on.",
            "Gift wrap for looms: off.");
    assertThat(run()).contains("Visit 2 of ada, 2 of all.", "The cart has [cup, tea] for 21.00.");
  }

  private String run() throws IOException, InterruptedException {
    Process shop =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlarder.store=sqlite:" + directory.resolve("shop.db"),
                "-classpath",
                System.getProperty("java.class.path"),
                Shop.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(shop.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shop.waitFor()).as(output).isZero();
    return output;
  }
}
