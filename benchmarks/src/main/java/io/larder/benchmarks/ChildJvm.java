package io.larder.benchmarks;

import io.larder.benchmarks.contender.PostgresServer;
import io.larder.benchmarks.report.Sample;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A program of this module in a JVM of its own, so that no measurement warms another one up. */
final class ChildJvm {

  /** The same for each contender, and for JMH's forks. */
  static final List<String> FLAGS =
      List.of("-Xms1g", "-Xmx3g", "-Dorg.jboss.logging.provider=slf4j");

  private ChildJvm() {}

  static Process start(Class<?> main, List<String> flags, Object... arguments) throws IOException {
    return builder(main, flags, arguments).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  static ProcessBuilder builder(Class<?> main, List<String> flags, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(inherited());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    for (Object argument : arguments) {
      command.add(String.valueOf(argument));
    }
    return new ProcessBuilder(command);
  }

  /** The system properties of this program that its children need too, as flags. */
  static List<String> inherited() {
    return Stream.of("java.io.tmpdir", PostgresServer.PROPERTY)
        .filter(name -> System.getProperty(name) != null)
        .map(name -> "-D%s=%s".formatted(name, System.getProperty(name)))
        .toList();
  }

  /** Waits for its end and gives the samples that it has printed. */
  static List<Sample> samples(Class<?> main, List<String> flags, Object... arguments)
      throws IOException, InterruptedException {
    Process process = start(main, flags, arguments);
    List<Sample> samples = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Sample.parse(line).ifPresent(samples::add);
      }
    }
    int status = process.waitFor();
    if (status != 0) {
      throw new IllegalStateException(
          "%s %s ended with status %d".formatted(main.getName(), List.of(arguments), status));
    }
    return samples;
  }
}
