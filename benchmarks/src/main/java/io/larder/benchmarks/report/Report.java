package io.larder.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes {@code benchmarks.md} and its plots into a directory. */
public final class Report {

  private static final String NOT_MEASURED = "not measured";

  private final Page page;
  private final List<String> run;
  private final List<Figure> figures;
  private final List<String> failures;
  private final StringBuilder text;

  /**
   * @param run what was measured when and on what, a line each
   * @param failures what could not be measured and why, one line each
   */
  public Report(Page page, List<String> run, List<Sample> samples, List<String> failures) {
    this.page = page;
    this.run = List.copyOf(run);
    this.figures = Figure.of(samples);
    this.failures = List.copyOf(failures);
    this.text = new StringBuilder(page.head());
  }

  /** Replaces what an earlier run wrote; returns the page's file. */
  public Path write(Path directory) throws IOException {
    Path plots = Files.createDirectories(directory.resolve("benchmarks"));
    surroundings();
    failures();
    targets();
    for (Measure.Group group : page.groups()) {
      List<Figure> measured = of(group);
      if (!measured.isEmpty()) {
        table(group, measured);
        plot(group, measured, plots);
      }
    }
    return Files.writeString(directory.resolve(page.file()), text);
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }

  private void surroundings() {
    line("%n## Run%n");
    run.forEach(each -> line("- %s", each));
    Surroundings.machine().forEach(each -> line("- %s", each));
    line("- versions: %s", String.join(", ", Surroundings.versions()));
  }

  private void failures() {
    if (!failures.isEmpty()) {
      line("%n## Failed%n");
      failures.forEach(each -> line("- %s", each));
    }
  }

  private void targets() {
    line("%n## Targets%n");
    line("| what | target | Larder | held against | ratio | met |");
    line("|---|---|---|---|---|---|");
    for (Target target : page.targets()) {
      Optional<Target.Verdict> verdict = target.judge(figures);
      if (verdict.isEmpty()) {
        line("| %s | %s | %s | | | |", target.what(), target.demand(), NOT_MEASURED);
      } else {
        line("| %s | %s | %s |", target.what(), target.demand(), judged(verdict.get()));
      }
    }
  }

  private static String judged(Target.Verdict verdict) {
    Figure peer = verdict.peer();
    Spread ratio = verdict.ratio();
    return "%s | %s | %s | %s"
        .formatted(
            verdict.figure().text(),
            peer == null ? "" : peer.contender() + ", " + peer.text(),
            ratio == null ? "" : ratio.text(""),
            verdict.met() ? "yes" : "**no**");
  }

  private List<Figure> of(Measure.Group group) {
    return group.measures().stream()
        .flatMap(
            measure -> figures.stream().filter(figure -> figure.measure().equals(measure.id())))
        .toList();
  }

  private void table(Measure.Group group, List<Figure> measured) {
    List<Measure> columns =
        group.measures().stream()
            .filter(measure -> measured.stream().anyMatch(f -> f.measure().equals(measure.id())))
            .toList();
    Set<String> contenders =
        measured.stream()
            .map(Figure::contender)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    line("%n## %s%n", group.title());
    line(
        "| contender | %s |",
        columns.stream().map(Measure::title).collect(Collectors.joining(" | ")));
    line("|---|%s", "---:|".repeat(columns.size()));
    for (String contender : contenders) {
      line(
          "| %s | %s |",
          contender,
          columns.stream()
              .map(measure -> cell(measured, measure, contender))
              .collect(Collectors.joining(" | ")));
    }
    List<String> notes =
        measured.stream()
            .filter(figure -> !figure.note().isEmpty())
            .map(figure -> figure.contender() + ": " + figure.note())
            .distinct()
            .toList();
    if (!notes.isEmpty()) {
      line("%n%s.", String.join("; ", notes));
    }
  }

  private static String cell(List<Figure> measured, Measure measure, String contender) {
    return measured.stream()
        .filter(f -> f.measure().equals(measure.id()) && f.contender().equals(contender))
        .map(figure -> figure.spread().text(figure.unit()))
        .findFirst()
        .orElse("");
  }

  /** One plot for each unit, since bars of different units cannot be compared. */
  private void plot(Measure.Group group, List<Figure> measured, Path plots) throws IOException {
    Set<String> units =
        measured.stream().map(Figure::unit).collect(Collectors.toCollection(LinkedHashSet::new));
    List<String> images = new ArrayList<>();
    for (String unit : units) {
      List<Figure> bars = measured.stream().filter(f -> Objects.equals(f.unit(), unit)).toList();
      if (bars.stream().anyMatch(figure -> figure.value() > 0)) {
        String name = group.name() + (units.size() == 1 ? "" : '-' + unit.replaceAll("\\W", ""));
        Files.writeString(
            plots.resolve(name + ".svg"),
            BarChart.svg(group.title() + ", " + unit, group.measures(), bars));
        images.add("![%s, %s](benchmarks/%s.svg)".formatted(group.title(), unit, name));
      }
    }
    line("%n%s", String.join("\n\n", images));
  }
}
