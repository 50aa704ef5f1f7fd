package io.larder.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.benchmarks.report.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be measured is told and skipped, and nothing else is lost. */
class MeasurementsTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir private Path directory;
  private Path kept;
  private final List<String> turns = new ArrayList<>();

  @BeforeEach
  void nameTheFile() {
    kept = directory.resolve("figures.tsv");
  }

  private interface Work {
    void run() throws Exception;
  }

  private Run run(String contender, Work work) {
    return new Run() {
      @Override
      public String measure() {
        return "put";
      }

      @Override
      public String contender() {
        return contender;
      }

      @Override
      public List<Sample> run(int round) throws Exception {
        turns.add(round + " " + contender);
        work.run();
        return List.of(Sample.of("put", contender, 1, "ops/s").later(round));
      }
    };
  }

  private static void fail() throws IOException {
    throw new IOException("the disk is full\nand more");
  }

  @Test
  void aFailureCostsNobodyElseATurn() throws IOException {
    Measurements measurements = new Measurements(kept, LONG);
    measurements.measure(
        new Part(
            "put",
            2,
            List.of(run("larder", () -> {}), run("raw", MeasurementsTest::fail)),
            List.of(run("mapdb", () -> {}))));
    measurements.measure(Part.once("get", List.of(run("later", () -> {}))));
    assertThat(turns).containsExactly("0 larder", "0 raw", "1 larder", "0 mapdb", "0 later");
    assertThat(measurements.samples())
        .extracting(Sample::contender)
        .containsExactly("larder", "larder", "mapdb", "later");
    assertThat(measurements.failures()).containsExactly("put of raw, round 1: the disk is full");
    assertThat(Files.readAllLines(kept))
        .containsExactlyElementsOf(measurements.samples().stream().map(Sample::line).toList());
  }

  @Test
  void whatHangsIsKilledAndTold() throws IOException {
    Measurements measurements = new Measurements(kept, Duration.ofMillis(100));
    Run hanging =
        new ChildRun("put", "raw", Hanging.class, ChildJvm.FLAGS, List.of("some argument"));
    measurements.measure(Part.once("put", List.of(hanging)));
    assertThat(measurements.samples()).isEmpty();
    assertThat(measurements.failures()).containsExactly("put of raw, round 1: not done after 0 s");
  }

  @Test
  void aForkOfJmhThatDiesIsAFailure() throws IOException {
    Measurements measurements = new Measurements(kept, LONG);
    Run unknown =
        new JmhRun(
            "put.os.1",
            "nobody",
            "StoreBenchmark.put",
            Map.of(),
            1,
            false,
            new JmhRun.Pace(10, 10),
            directory);
    measurements.measure(Part.once("put", List.of(unknown)));
    assertThat(measurements.failures())
        .containsExactly(
            "put.os.1 of nobody, round 1: JMH failed, see put.os.1-nobody-0.log beside the"
                + " figures");
    assertThat(directory.resolve("put.os.1-nobody-0.log"))
        .content()
        .contains("There is no contender nobody");
  }

  /** Never ends by itself. */
  static final class Hanging {

    private Hanging() {}

    public static void main(String[] arguments) throws InterruptedException {
      new CountDownLatch(1).await();
    }
  }
}
