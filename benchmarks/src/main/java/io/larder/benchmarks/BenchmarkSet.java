package io.larder.benchmarks;

import io.larder.benchmarks.report.Report;
import io.larder.benchmarks.trace.TraceFile;
import io.larder.benchmarks.trace.TraceFormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What {@code benchmarks/run} starts: measures, and writes the report.
 *
 * <p>System properties: {@code larder.benchmarks.target}, where results go; {@code
 * larder.benchmarks.docs}, where the report of a whole set goes, that of a part of it staying with
 * the results; {@code larder.benchmarks.commit}, what was measured.
 */
public final class BenchmarkSet {

  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;

  private BenchmarkSet() {}

  /** Ends the process with status 2 and one line on standard error if the arguments are bad. */
  public static void main(String[] arguments) throws Exception {
    Path target = Path.of(System.getProperty("larder.benchmarks.target"));
    Path results = Files.createDirectories(target.resolve("results"));
    Arguments asked;
    List<Part> parts;
    try {
      asked = Arguments.parse(arguments);
      parts = parts(asked, results);
    } catch (TraceFormatException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(BAD_INPUT);
      return;
    }
    run(asked, parts, target, results);
  }

  private static List<Part> parts(Arguments asked, Path results) throws TraceFormatException {
    if (asked.trace().isPresent()) {
      var unused = TraceFile.read(asked.trace().get());
    }
    List<Part> parts =
        Plan.parts(asked, results).stream().filter(part -> asked.asksFor(part.name())).toList();
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("The value of --only matches the name of no part.");
    }
    return parts;
  }

  /** Ends the process with status 1 in the end if something could not be measured. */
  private static void run(Arguments asked, List<Part> parts, Path target, Path results)
      throws Exception {
    long start = System.nanoTime();
    Measurements measurements = new Measurements(results.resolve("figures.tsv"), Plan.limit(asked));
    for (Part part : parts) {
      measurements.measure(part);
    }
    Path docs =
        asked.only().isPresent() ? target : Path.of(System.getProperty("larder.benchmarks.docs"));
    String about = about(asked, System.nanoTime() - start);
    new Report(about, measurements.samples(), measurements.failures()).write(docs);
    System.out.println("== written: " + docs.resolve("benchmarks.md"));
    if (!measurements.failures().isEmpty()) {
      measurements.failures().forEach(System.err::println);
      System.exit(FAILED);
    }
  }

  private static String about(Arguments asked, long nanos) {
    return "%s set%s, %s, %d minutes, commit %s"
        .formatted(
            asked.full() ? "full" : "short",
            asked.only().map(only -> ", only `" + only + '`').orElse(""),
            LocalDate.now(ZoneOffset.UTC),
            Duration.ofNanos(nanos).toMinutes(),
            System.getProperty("larder.benchmarks.commit"));
  }
}
