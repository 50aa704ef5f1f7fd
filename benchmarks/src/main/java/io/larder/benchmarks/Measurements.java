package io.larder.benchmarks;

import io.larder.benchmarks.report.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Measures one part after the other and keeps what comes, each number as soon as it is there. A run
 * that fails or takes too long is a line among the failures and gets no further turn; all others go
 * on.
 */
final class Measurements {

  private final Path kept;
  private final Duration limit;
  private final List<Sample> samples = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  /**
   * @param kept the file that takes the samples, one line each; replaced
   * @param limit for each run
   */
  Measurements(Path kept, Duration limit) throws IOException {
    this.kept = Files.writeString(kept, "");
    this.limit = limit;
  }

  void measure(Part part) throws IOException {
    System.out.println("== " + part.name());
    Set<Run> failed = new HashSet<>();
    for (Part.Turn turn : part.turns()) {
      if (!failed.contains(turn.run()) && !measured(turn)) {
        failed.add(turn.run());
      }
    }
  }

  private boolean measured(Part.Turn turn) throws IOException {
    List<Sample> measured;
    long start = System.nanoTime();
    try {
      measured = TimeLimit.within(limit, () -> turn.run().run(turn.round()));
    } catch (Exception e) {
      e.printStackTrace();
      failures.add("%s, round %d: %s".formatted(turn.run().name(), turn.round() + 1, why(e)));
      return false;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf("%s, round %d, %.1f s%n", turn.run().name(), turn.round() + 1, seconds);
    List<String> lines = measured.stream().map(Sample::line).toList();
    lines.forEach(System.out::println);
    Files.write(kept, lines, StandardOpenOption.APPEND);
    samples.addAll(measured);
    return true;
  }

  private static String why(Exception failure) {
    String message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }

  List<Sample> samples() {
    return List.copyOf(samples);
  }

  /** What could not be measured and why, one line each. */
  List<String> failures() {
    return List.copyOf(failures);
  }
}
