package io.larder.benchmarks;

import io.larder.benchmarks.contender.PostgresServer;
import io.larder.benchmarks.report.Page;
import io.larder.benchmarks.report.Report;
import io.larder.benchmarks.trace.TraceFile;
import io.larder.benchmarks.trace.TraceFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code benchmarks/run} starts: measures, and writes the report.
 *
 * <p>System properties: {@code benchmarks.target}, where results go; {@code benchmarks.docs}, where
 * the report of a whole set goes, that of a part of it staying with the results; {@code
 * benchmarks.commit}, what was measured.
 */
public final class BenchmarkSet {

  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;

  private BenchmarkSet() {}

  /** Ends the process with status 2 and one line on standard error if the arguments are bad. */
  public static void main(String[] arguments) throws Exception {
    Path target = Path.of(System.getProperty("benchmarks.target"));
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
        (asked.postgresql() ? PostgresPlan.parts(asked, results) : Plan.parts(asked, results))
            .stream().filter(part -> asked.asksFor(part.name())).toList();
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("The value of --only matches the name of no part.");
    }
    return parts;
  }

  /** Ends the process with status 1 in the end if something could not be measured. */
  private static void run(Arguments asked, List<Part> parts, Path target, Path results)
      throws Exception {
    Measurements measurements = new Measurements(results.resolve("figures.tsv"), Plan.limit(asked));
    List<String> about = new ArrayList<>();
    long start = System.nanoTime();
    if (asked.postgresql()) {
      try (PostgresServer server = PostgresServer.start()) {
        about.addAll(server.about());
        measure(parts, measurements);
      }
    } else {
      measure(parts, measurements);
    }
    about.add(0, about(asked, System.nanoTime() - start));
    Page page = asked.postgresql() ? Page.POSTGRESQL : Page.STORES;
    Path docs = asked.only().isPresent() ? target : Path.of(System.getProperty("benchmarks.docs"));
    Path written =
        new Report(page, about, measurements.samples(), measurements.failures()).write(docs);
    System.out.println("== written: " + written);
    if (!measurements.failures().isEmpty()) {
      measurements.failures().forEach(System.err::println);
      System.exit(FAILED);
    }
  }

  private static void measure(List<Part> parts, Measurements measurements) throws IOException {
    for (Part part : parts) {
      measurements.measure(part);
    }
  }

  private static String about(Arguments asked, long nanos) {
    return "%s set%s, %s, %d minutes, commit %s"
        .formatted(
            asked.full() ? "full" : "short",
            asked.only().map(only -> ", only `" + only + '`').orElse(""),
            LocalDate.now(ZoneOffset.UTC),
            Duration.ofNanos(nanos).toMinutes(),
            System.getProperty("benchmarks.commit"));
  }
}
