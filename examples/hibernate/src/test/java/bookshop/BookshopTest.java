package bookshop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each run of the shop is a process of its own, on the same database and the same store. */
class BookshopTest {

  @TempDir private Path directory;

  @BeforeEach
  void fill() {
    assertThat(bookshop("read")).contains("collection=3 sql=1", "query=2 sql=1");
  }

  @Test
  void theFirstLoadsOfASecondProcessHit() {
    assertThat(bookshop("read"))
        .contains(
            "978-0-14-043908-5, The Moonstone, 1868-01-04, 9.99, CRIME",
            "natural-id=1 sql=0",
            "entity=Wilkie Collins sql=0",
            "collection=3 sql=0",
            "query=2 sql=0",
            "second-level cache: 9 hits, 0 misses; query cache: 1 hits, 0 misses");
  }

  @Test
  void aChangeIsSeenAfterARestart() {
    bookshop("raise");

    assertThat(bookshop("read"))
        .contains(
            "978-0-14-043908-5, The Moonstone, 1868-01-04, 14.99, CRIME",
            "natural-id=1 sql=0",
            "query=1 sql=1");
    assertThat(bookshop("read")).contains("query=1 sql=0");
  }

  private List<String> bookshop(String argument) {
    try {
      return run(argument);
    } catch (IOException e) {
      throw new AssertionError("The bookshop could not be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted", e);
    }
  }

  private List<String> run(String argument) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-classpath",
                System.getProperty("java.class.path"),
                "bookshop.Bookshop",
                argument)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    List<String> output;
    try (var reader = process.inputReader()) {
      output = new ArrayList<>(reader.lines().toList());
    }
    assertThat(process.waitFor()).as("exit code; output: %s", output).isZero();
    return output;
  }
}
