package io.larder.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The filter of the JVM is set once, at its start: so a JVM of its own is started. */
class JvmFilterTest {

  /** Prints what comes of values, one that the JVM's filter rejects and one that it allows. */
  static final class Reader {
    private Reader() {}

    public static void main(String[] arguments) {
      for (Object value : List.of(new BitSet(), new ArrayList<>(List.of(1)))) {
        try {
          System.out.println(ValueSamples.STRICT.decode(ValueSamples.STRICT.encode(value)));
        } catch (CodecException e) {
          System.out.println(e.getMessage());
        }
      }
    }
  }

  @Test
  void whatTheJvmRejectsStaysRejected() throws IOException {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djdk.serialFilter=!java.util.BitSet",
                "-cp",
                System.getProperty("java.class.path"),
                Reader.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(output).contains("jdk.serialFilter) rejects java.util.BitSet").contains("[1]");
  }
}
